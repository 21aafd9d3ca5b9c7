// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Book, BookSide } from "../storage/ExchangeStorage.sol";
import { BookSlots } from "./BookSlots.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Auction
/// @notice Finds the one price at which a crossed book trades the most.
/// @dev Lets the best bid level trade with the best ask level, in thought, until what is left no longer crosses: where the walk
/// ends, the prices lie that satisfy D(P) >= S(<P) and S(P) >= D(>P), hence all prices of maximum volume that leave nobody with
/// a better limit untraded. One read of a level header per level, two bitmap words at most between two levels: about 3,000
/// gas a level, MAX_LEVELS of them at the most.
library Auction {
    using BookSlots for BookSide;
    using TickBitmap for BookSide;

    /// @dev Most levels of both sides together that one price looks at. Of a book that crosses over more, these are the best,
    /// which trade at any price between the next two; what stays crossed after them is priced anew.
    uint256 internal constant MAX_LEVELS = 1024;

    /// @dev How far the walk has come on one side.
    /// @param isBid which side.
    /// @param found whether a level is left.
    /// @param tick of the level reached.
    /// @param lots of it not traded yet.
    /// @param last the last level that traded.
    struct Reach {
        bool isBid;
        bool found;
        uint256 tick;
        uint256 lots;
        uint256 last;
    }

    /// @return ticks the price; zero when nothing crosses.
    /// @return lots what trades at it as far as orders show.
    function price(Book storage book) internal view returns (uint256 ticks, uint256 lots) {
        Reach memory bid;
        Reach memory ask;
        bid.isBid = true;
        _reach(book, bid, 0);
        _reach(book, ask, 0);
        uint256 levels = 2;
        while (_cross(bid, ask) && levels <= MAX_LEVELS) {
            uint256 part = bid.lots < ask.lots ? bid.lots : ask.lots;
            (bid.last, ask.last) = (bid.tick, ask.tick);
            unchecked {
                // safe: the smaller of the two, and 1,024 levels of 48 bits
                (bid.lots, ask.lots, lots) = (bid.lots - part, ask.lots - part, lots + part);
                levels += _pass(book, bid) + _pass(book, ask); // safe: a few more than MAX_LEVELS
            }
        }
        if (lots == 0) return (0, 0);
        (uint256 low, uint256 high) = _range(bid, ask);
        ticks = _reference(book, low, high);
    }

    function _cross(Reach memory bid, Reach memory ask) private pure returns (bool) {
        return bid.found && ask.found && bid.tick >= ask.tick;
    }

    /// @dev Goes on to the next level of a side when the present one is used up.
    /// @return 1 if it did.
    function _pass(Book storage book, Reach memory r) private view returns (uint256) {
        if (r.lots != 0) return 0;
        _reach(book, r, (r.tick ^ (r.isBid ? TickBitmap.BID_FLIP : 0)) + 1);
        return 1;
    }

    /// @dev Reads the best level at `rank` or worse.
    function _reach(Book storage book, Reach memory r, uint256 rank) private view {
        BookSide storage side = r.isBid ? book.bids : book.asks;
        (r.found, rank) = side.bestFrom(rank);
        if (!r.found) return;
        r.tick = rank ^ (r.isBid ? TickBitmap.BID_FLIP : 0);
        r.lots = side.level(r.tick).lots();
    }

    /// @dev The prices that satisfy both conditions, from where the walk has ended.
    function _range(Reach memory bid, Reach memory ask) private pure returns (uint256 low, uint256 high) {
        // ended by MAX_LEVELS: the price of the whole book is between these two
        if (_cross(bid, ask)) return (ask.tick, bid.tick);
        // neither past what traded nor past what would trade next; of a level partly used both are that level, which is then
        // the price: below it (a bid's) or above it (an ask's) somebody with a better limit would go without
        low = ask.last;
        high = bid.last;
        if (bid.found && bid.tick > low) low = bid.tick;
        if (ask.found && ask.tick < high) high = ask.tick;
    }

    /// @return ticks of a range the price closest to the last one, else to the static reference, else the middle.
    function _reference(Book storage book, uint256 low, uint256 high) private view returns (uint256 ticks) {
        ticks = book.tape.lastTicks();
        if (ticks == 0) ticks = book.bounds.staticTicks();
        if (ticks == 0) return (low + high) / 2;
        if (ticks > high) return high;
        return ticks < low ? low : ticks;
    }
}
