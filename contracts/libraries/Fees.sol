// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Fees
/// @notice Fee and escrow arithmetic. A maker's fee is kept in 16 bits: from 2^15 on it is a rebate in two's complement, which
/// pays and escrows no fee. Notional is below 2^120 (40-bit lots x 16-bit ticks x 64-bit tick size), fees are
/// at most 2 %, so no product here can pass 2^136 and no sum 2^121.
library Fees {
    /// @dev Highest fee any market may take: 2 %.
    uint16 internal constant CAP_PIPS = 20_000;
    uint256 private constant ONE = 1_000_000;

    /// @return the fee on `notional`, rounded up.
    function feeUp(uint256 notional, uint256 pips) internal pure returns (uint256) {
        unchecked {
            if (isRebate(pips)) return 0;
            return (notional * pips + (ONE - 1)) / ONE; // safe: below 2^136, see above
        }
    }

    /// @return whether a fee as kept in 16 bits is a rebate.
    function isRebate(uint256 pips) internal pure returns (bool) {
        return pips >> 15 != 0;
    }

    /// @notice What a maker gets of `notional`, rounded down, so that all rebates of a take stay within its fee.
    /// @param takerPips the taker's fee; whatever the order was promised, no rebate is above it.
    function rebateDown(uint256 notional, uint256 pips, uint256 takerPips) internal pure returns (uint256) {
        if (!isRebate(pips)) return 0;
        unchecked {
            uint256 rebate = 0x10000 - pips; // safe: a 16-bit field
            if (rebate > takerPips) rebate = takerPips;
            return (notional * rebate) / ONE; // safe: as in `feeUp`
        }
    }

    /// @notice What a bid of `lots` holds in escrow.
    /// @param lotPrice priceTicks x tickSize, below 2^80.
    function bidEscrow(uint256 lots, uint256 lotPrice, uint256 pips) internal pure returns (uint256) {
        unchecked {
            uint256 notional = lots * lotPrice; // safe: 40 + 80 bits
            return notional + feeUp(notional, pips); // safe: below 2^121
        }
    }

    /// @notice The fee that leaves a bid's escrow when it falls from `lots` to `lots - filled`. Over any split of an
    /// order into fills these sum to exactly the fee that was escrowed.
    /// @param filled at most `lots`.
    function bidFeeReleased(
        uint256 lots,
        uint256 filled,
        uint256 lotPrice,
        uint256 pips
    ) internal pure returns (uint256) {
        unchecked {
            // safe: feeUp never falls as its notional grows
            return feeUp(lots * lotPrice, pips) - feeUp((lots - filled) * lotPrice, pips);
        }
    }
}
