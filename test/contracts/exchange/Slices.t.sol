// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { Slices } from "../../../contracts/libraries/Slices.sol";

/// @notice The sizes of slices, against a model written apart: fractions instead of the library's ceilings.
contract SlicesTest is Test {
    uint256 private constant START = 1_767_225_600;

    /// @dev The first `slices` bytes of `seed`, none zero; nothing behind them.
    function _weights(bytes32 seed, uint256 slices) private pure returns (bytes32 weights) {
        for (uint256 i = 0; i < slices; ++i) {
            uint256 weight = uint8(seed[i]) == 0 ? 1 : uint8(seed[i]);
            weights |= bytes32(weight << (248 - 8 * i));
        }
    }

    function _weight(bytes32 weights, uint256 index) private pure returns (uint256) {
        return weights == 0 ? 1 : (uint256(weights) >> (248 - 8 * index)) & 0xff;
    }

    /// @dev Weight of the slices from `first` on, counted from the far end.
    function _sum(bytes32 weights, uint256 slices, uint256 first) private pure returns (uint256 sum) {
        for (uint256 i = slices; i > first; --i) {
            sum += _weight(weights, i - 1);
        }
    }

    /// @dev The smallest size whose product with the whole reaches the share, found without dividing up.
    function _isShare(uint256 size, uint256 lots, uint256 weight, uint256 whole) private pure returns (bool) {
        return size * whole >= lots * weight && (size == 0 || (size - 1) * whole < lots * weight);
    }

    function testFuzz_a_share_is_the_exact_part_rounded_up(
        uint40 lots,
        bytes32 seed,
        uint8 slices,
        uint8 i
    ) public pure {
        uint256 n = bound(slices, 2, 32);
        uint256 index = bound(i, 0, n - 1);
        bytes32 weights = _weights(seed, n);
        uint256 share = Slices.shareUp(lots, weights, n, index, index);
        assertTrue(_isShare(share, lots, _weight(weights, index), _sum(weights, n, index)));
        share = Slices.shareUp(lots, weights, n, 0, index);
        assertTrue(_isShare(share, lots, _weight(weights, index), _sum(weights, n, 0)));
        share = Slices.shareUp(lots, 0, n, index, index);
        assertTrue(_isShare(share, lots, 1, n - index));
    }

    function testFuzz_slices_that_all_fill_sum_to_the_whole_order(uint40 lots, bytes32 seed, uint8 slices) public pure {
        uint256 n = bound(slices, 2, 32);
        uint256 total = bound(lots, 1, type(uint40).max);
        _assertWhole(total, n, _weights(seed, n));
        _assertWhole(total, n, 0);
    }

    function _assertWhole(uint256 total, uint256 n, bytes32 weights) private pure {
        uint256 left = total;
        for (uint256 i = 0; i < n && left != 0; ++i) {
            left -= Slices.size(total, left, weights, n, i, 1);
        }
        assertEq(left, 0);
    }

    function testFuzz_equal_slices_on_schedule_differ_by_at_most_one_lot(uint40 lots, uint16 slices) public pure {
        uint256 n = bound(slices, 2, 2880);
        uint256 total = bound(lots, n, type(uint40).max);
        uint256 left = total;
        for (uint256 i = 0; i < n; ++i) {
            uint256 size = Slices.size(total, left, 0, n, i, 1);
            assertTrue(size == total / n || size == total / n + 1);
            left -= size;
        }
        assertEq(left, 0);
    }

    /// @dev Any slices skipped, any fills: no slice beyond three times its share, none beyond what is left, none empty.
    function testFuzz_F8_no_slice_passes_three_times_its_share_or_what_is_left(
        uint40 lots,
        bytes32 seed,
        uint256 outcomes,
        bool weighted
    ) public pure {
        uint256 n = 24;
        bytes32 weights = weighted ? _weights(seed, n) : bytes32(0);
        uint256 total = bound(lots, 1, type(uint40).max);
        uint256 left = total;
        for (uint256 i = 0; i < n && left != 0; ++i) {
            uint256 outcome = (outcomes >> (8 * i)) & 0xff;
            if (outcome & 1 == 0) continue; // nobody came
            uint256 size = Slices.size(total, left, weights, n, i, 1);
            uint256 share = Slices.shareUp(total, weights, n, 0, i);
            assertTrue(size != 0 && size <= left && size <= 3 * share);
            // never less than keeping to schedule would want, but for the cap
            if (size < 3 * share) assertTrue(_isShare(size, left, _weight(weights, i), _sum(weights, n, i)));
            left -= (size * (outcome >> 1)) / 127;
        }
    }

    function testFuzz_the_minimum_is_kept_but_for_the_rest(uint40 left, uint32 minLots) public pure {
        uint256 total = type(uint40).max;
        uint256 rest = bound(left, 1, total);
        uint256 size = Slices.size(total, rest, 0, 300, 0, minLots);
        assertTrue(size >= minLots || size == rest);
    }

    function testFuzz_F8_an_interval_is_never_early_and_lasts_to_its_last_second(
        uint32 interval,
        uint16 index,
        uint32 within
    ) public pure {
        uint256 seconds_ = bound(interval, 30, 43_200);
        uint256 k = bound(index, 0, 2879);
        uint256 due = START + k * seconds_;
        assertEq(Slices.indexAt(START, seconds_, due + bound(within, 0, seconds_ - 1)), k);
        if (k != 0) assertEq(Slices.indexAt(START, seconds_, due - 1), k - 1);
    }

    function test_before_the_start_the_first_slice_is_the_next() public pure {
        assertEq(Slices.indexAt(START, 60, START - 1000), 0);
        assertEq(Slices.indexAt(START, 60, START), 0);
    }

    function testFuzz_the_participation_cap_counts_modulo_two_to_the_32(
        uint32 seen,
        uint32 traded,
        uint16 bps
    ) public pure {
        uint256 cap = bound(bps, 0, 10_000);
        uint256 volume = (uint256(seen) + traded) % 2 ** 32;
        assertEq(Slices.allowance(volume, seen, cap), (uint256(traded) * cap) / 10_000);
    }
}
