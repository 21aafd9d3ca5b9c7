// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Conditional } from "../storage/ExchangeStorage.sol";
import { ConditionalTerms } from "../types/ConditionalTerms.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { WorkQueue } from "./WorkQueue.sol";

/// @title Trailing
/// @notice Where the trigger of a trailing stop belongs: at its distance from the reference price, and never moved against
/// its owner, a bid's only down, an ask's only up.
library Trailing {
    /// @return fits whether that is a price at all.
    /// @return ticks the trigger at a reference price.
    function at(bool isBid, uint256 price, uint256 distance) internal pure returns (bool fits, uint16 ticks) {
        // safe, both: checked to be within 16 bits
        if (isBid) return (price + distance <= type(uint16).max, uint16(price + distance));
        return price > distance ? (true, uint16(price - distance)) : (false, 0);
    }

    /// @param price the reference price, not zero.
    /// @return moves whether this is a live trailing stop whose trigger the price has left behind.
    /// @return above its side.
    /// @return to where it belongs.
    function due(Conditional storage c, uint256 price) internal view returns (bool moves, bool above, uint16 to) {
        OrderSlot slot = c.slot;
        ConditionalTerms terms = c.terms;
        if (slot.lots() == 0 || slot.isExpired(block.timestamp) || terms.trailTicks() == 0) return (false, false, 0);
        above = WorkQueue.side(slot) == IExchange.Side.BID;
        (moves, to) = at(above, price, terms.trailTicks());
        uint16 from = terms.trigger(above);
        moves = moves && (above ? to < from : to > from);
    }
}
