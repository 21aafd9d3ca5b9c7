// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { MarketConfig, MarketConfigLib } from "../../../contracts/types/MarketConfig.sol";

/// @notice A market's word: each change touches its own field and no other.
contract MarketConfigTypesTest is Test {
    /// @dev Any market, from one random word.
    function _any(uint256 dice) private pure returns (IExchange.Market memory m) {
        uint256 more = uint256(keccak256(abi.encode(dice)));
        (m.baseAsset, m.quoteAsset, m.lotUnits) = (uint32(dice), uint32(dice >> 32), uint32(dice >> 64));
        (m.minLots, m.tickSize) = (uint32(dice >> 96), uint64(dice >> 128));
        (m.makerFeePips, m.takerFeePips) = (int16(uint16(more)), uint16(more >> 16));
        m.phase = IExchange.MarketPhase((more >> 32) % 8);
    }

    function testFuzz_packing_and_unpacking_give_the_same(uint256 dice) public pure {
        assertEq(abi.encode(MarketConfigLib.pack(_any(dice)).unpack()), abi.encode(_any(dice)));
    }

    function testFuzz_tiers_come_and_go_without_a_trace(uint256 dice) public pure {
        MarketConfig plain = MarketConfigLib.pack(_any(dice));
        MarketConfig tiered = plain.withTiered(true);
        assertTrue(tiered.tiered());
        assertFalse(plain.tiered());
        assertEq(abi.encode(tiered.unpack()), abi.encode(_any(dice)));
        assertEq(MarketConfig.unwrap(tiered.withTiered(false)), MarketConfig.unwrap(plain));
        assertEq(MarketConfig.unwrap(tiered.withTiered(true)), MarketConfig.unwrap(tiered));
    }

    function testFuzz_fees_and_phase_change_alone(
        uint256 dice,
        int16 makerFee,
        uint16 takerFee,
        bool tiered
    ) public pure {
        IExchange.Market memory m = _any(dice);
        MarketConfig changed = MarketConfigLib.pack(m).withTiered(tiered).withFees(uint16(makerFee), takerFee);
        (m.makerFeePips, m.takerFeePips) = (makerFee, takerFee);
        assertEq(abi.encode(changed.unpack()), abi.encode(m));
        m.phase = IExchange.MarketPhase.AUCTION;
        assertEq(abi.encode(changed.withPhase(m.phase).unpack()), abi.encode(m));
        assertEq(changed.withPhase(m.phase).tiered(), tiered);
    }
}
