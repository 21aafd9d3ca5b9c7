// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title BitScan
/// @notice Position of the lowest set bit.
library BitScan {
    /// @dev A de Bruijn sequence of 32 bits: its 32 windows of five bits are all different.
    uint256 private constant SEQUENCE = 0x077cb531;
    /// @dev By window, from the highest byte down, how far the sequence was shifted to show it.
    uint256 private constant POSITIONS = 0x00011c021d0e18031e16140f191104081f1b0d17151310071a0c12060b050a09;

    /// @param word not zero; for zero the answer has no meaning.
    /// @return n the number of zero bits below the lowest set one.
    function lowest(uint256 word) internal pure returns (uint256 n) {
        assembly ("memory-safe") {
            // safe: pure arithmetic. Keeps only the lowest bit, halves the range three times down to 32 bits, and multiplies the
            // sequence by what is left, which shifts it: the window at bits 27 to 31 then tells by how far.
            let bit := and(word, sub(0, word))
            n := shl(7, gt(bit, 0xffffffffffffffffffffffffffffffff))
            n := or(n, shl(6, gt(shr(n, bit), 0xffffffffffffffff)))
            n := or(n, shl(5, gt(shr(n, bit), 0xffffffff)))
            n := or(n, byte(and(shr(27, mul(shr(n, bit), SEQUENCE)), 31), POSITIONS))
        }
    }
}
