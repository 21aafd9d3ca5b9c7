// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketTape } from "../types/MarketTape.sol";
import { IndexPrice } from "./IndexPrice.sol";

/// @title IndexBreach
/// @notice Whether a market trades outside of the band around its index.
library IndexBreach {
    /// @param found whether the index answers; nothing else is set otherwise.
    /// @param index in ticks.
    /// @param low lowest tick of the band around it.
    /// @param high highest tick of the band.
    /// @param settled price of the last trade of an earlier block, zero for none.
    /// @param last price of the last trade.
    /// @param age seconds since that.
    /// @param maxAge oldest answer of the oracle that is believed; a trade may be no older.
    struct Finding {
        bool found;
        uint256 index;
        uint256 low;
        uint256 high;
        uint256 settled;
        uint256 last;
        uint256 age;
        uint256 maxAge;
    }

    function find(ExchangeStorage.Layout storage s, Book storage book) internal view returns (Finding memory f) {
        (f.found, f.index) = IndexPrice.read(s, book);
        if (!f.found) return f;
        (f.low, f.high) = IndexPrice.band(book, f.index);
        MarketTape tape = book.tape;
        f.settled = tape.settledTicks(block.number);
        f.last = tape.lastTicks();
        f.age = block.timestamp - tape.lastTime();
        f.maxAge = IndexPrice.unpack(book.oracle).maxAgeSeconds;
    }

    /// @return whether the market has traded lately, as seen from before this block.
    function isRecent(Finding memory f) internal pure returns (bool) {
        return f.settled != 0 && f.age <= f.maxAge;
    }

    function isOutside(Finding memory f, uint256 ticks) internal pure returns (bool) {
        return ticks < f.low || ticks > f.high;
    }

    /// @return whether all holds that `checkAndHalt` asks for of the prices.
    function isBreached(Finding memory f) internal pure returns (bool) {
        return f.found && isRecent(f) && isOutside(f, f.settled) && isOutside(f, f.last);
    }
}
