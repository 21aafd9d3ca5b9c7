// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";

/// @notice What a conditional order waits for and what it becomes, in one word beside its OrderSlot.
/// @dev From the low bit up: limit price of the trigger below 16 | clientId 64 | trigger above 16 | its sequence 32 | trigger
/// below 16 | its sequence 32 | limit price of the trigger above 16 | trailing distance 16 | prepaid keeper fee in ticks 16 |
/// kind 8. A trigger of zero is not there; with one trigger both limit prices are the order's.
type ConditionalTerms is uint256;

using ConditionalTermsLib for ConditionalTerms global;

/// @title ConditionalTermsLib
/// @notice Packs and unpacks `ConditionalTerms`.
library ConditionalTermsLib {
    uint256 private constant ABOVE_SHIFT = 80;
    uint256 private constant BELOW_SHIFT = 128;
    uint256 private constant LIMIT_ABOVE_SHIFT = 176;
    uint256 private constant TRAIL_SHIFT = 192;
    uint256 private constant FEE_SHIFT = 208;
    uint256 private constant KIND_SHIFT = 224;
    uint256 private constant TRIGGER_MASK = type(uint48).max;

    /// @param limitBelow limit price after the trigger below.
    /// @param limitAbove limit price after the trigger above.
    /// @param feeTicks prepaid keeper fee, at most 65,535.
    /// @return terms without triggers, see `withTrigger`.
    function pack(
        IExchangeConditionals.ConditionalKind kind_,
        uint16 limitBelow,
        uint16 limitAbove,
        uint64 clientId_,
        uint16 trail,
        uint256 feeTicks
    ) internal pure returns (ConditionalTerms terms) {
        return
            ConditionalTerms.wrap(
                uint256(limitBelow) |
                    (uint256(clientId_) << 16) |
                    (uint256(limitAbove) << LIMIT_ABOVE_SHIFT) |
                    (uint256(trail) << TRAIL_SHIFT) |
                    (feeTicks << FEE_SHIFT) |
                    (uint256(kind_) << KIND_SHIFT)
            );
    }

    /// @return the same terms with another trigger on one side.
    function withTrigger(
        ConditionalTerms t,
        bool above,
        uint16 ticks,
        uint32 sequence_
    ) internal pure returns (ConditionalTerms) {
        uint256 shift = above ? ABOVE_SHIFT : BELOW_SHIFT;
        uint256 cleared = ConditionalTerms.unwrap(t) & ~(TRIGGER_MASK << shift);
        return ConditionalTerms.wrap(cleared | ((uint256(ticks) | (uint256(sequence_) << 16)) << shift));
    }

    function kind(ConditionalTerms t) internal pure returns (IExchangeConditionals.ConditionalKind) {
        // safe: one byte written by `pack`
        return IExchangeConditionals.ConditionalKind(uint8(ConditionalTerms.unwrap(t) >> KIND_SHIFT));
    }

    /// @return price of the trigger on one side, zero for none.
    function trigger(ConditionalTerms t, bool above) internal pure returns (uint16) {
        // safe: truncation keeps the field
        return uint16(ConditionalTerms.unwrap(t) >> (above ? ABOVE_SHIFT : BELOW_SHIFT));
    }

    /// @return where the trigger stands among those at its price.
    function sequence(ConditionalTerms t, bool above) internal pure returns (uint32) {
        // safe: truncation keeps the field
        return uint32(ConditionalTerms.unwrap(t) >> ((above ? ABOVE_SHIFT : BELOW_SHIFT) + 16));
    }

    /// @return limit price of what a trigger lets go.
    function limitTicks(ConditionalTerms t, bool above) internal pure returns (uint16) {
        // safe: truncation keeps the field
        return uint16(ConditionalTerms.unwrap(t) >> (above ? LIMIT_ABOVE_SHIFT : 0));
    }

    /// @return the higher of the limit prices, for which a bid holds its escrow.
    function dearestTicks(ConditionalTerms t) internal pure returns (uint16) {
        (uint16 below, uint16 above) = (t.limitTicks(false), t.limitTicks(true));
        return below > above ? below : above;
    }

    function clientId(ConditionalTerms t) internal pure returns (uint64) {
        return uint64(ConditionalTerms.unwrap(t) >> 16); // safe: truncation keeps the field
    }

    function trailTicks(ConditionalTerms t) internal pure returns (uint16) {
        return uint16(ConditionalTerms.unwrap(t) >> TRAIL_SHIFT); // safe: truncation keeps the field
    }

    function keeperFeeTicks(ConditionalTerms t) internal pure returns (uint16) {
        return uint16(ConditionalTerms.unwrap(t) >> FEE_SHIFT); // safe: truncation keeps the field
    }
}
