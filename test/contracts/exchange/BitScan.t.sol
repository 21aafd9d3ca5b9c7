// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { BitScan } from "../../../contracts/libraries/BitScan.sol";

/// @notice The search that finds every best price and every oldest order.
contract BitScanTest is Test {
    function test_every_single_bit_is_found() public pure {
        for (uint256 n = 0; n < 256; ++n) assertEq(BitScan.lowest(1 << n), n);
    }

    function testFuzz_bits_above_the_lowest_change_nothing(uint8 n, uint256 above) public pure {
        uint256 word = ((above << n) << 1) | (1 << n);
        assertEq(BitScan.lowest(word), n);
    }
}
