// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title BitScan
/// @notice Position of the lowest set bit.
library BitScan {
    /// @param word not zero; for zero the answer has no meaning.
    /// @return n the number of zero bits below the lowest set one.
    function lowest(uint256 word) internal pure returns (uint256 n) {
        assembly ("memory-safe") {
            // safe: pure arithmetic. Keep only the lowest bit, then halve the range seven times; each comparison adds
            // its power of two to n.
            let bit := and(word, sub(0, word))
            n := shl(7, iszero(and(bit, 0xffffffffffffffffffffffffffffffff)))
            n := or(n, shl(6, iszero(and(bit, 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff))))
            n := or(n, shl(5, iszero(and(bit, 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff))))
            n := or(n, shl(4, iszero(and(bit, 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff))))
            n := or(n, shl(3, iszero(and(bit, 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff))))
            n := or(n, shl(2, iszero(and(bit, 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f))))
            n := or(n, shl(1, iszero(and(bit, 0x3333333333333333333333333333333333333333333333333333333333333333))))
            n := or(n, iszero(and(bit, 0x5555555555555555555555555555555555555555555555555555555555555555)))
        }
    }
}
