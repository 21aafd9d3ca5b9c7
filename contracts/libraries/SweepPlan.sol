// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeSweep } from "../interfaces/IExchangeSweep.sol";
import { Book, BookSide, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { BatchLabels } from "./BatchLabels.sol";
import { FeeTiers } from "./FeeTiers.sol";
import { SweepCriteria } from "./SweepCriteria.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title SweepPlan
/// @notice The markets of a sweep, and which of them is the cheapest now. Prices are compared as quote base units per kg with
/// the taker fee, exactly: as fractions, each a lot's price in millionths of a base unit over the kg of a lot.
library SweepPlan {
    using TickBitmap for BookSide;

    uint256 internal constant MOST_MARKETS = 16;
    uint256 private constant ONE = 1_000_000;
    uint256 private constant MAX_TICKS = type(uint16).max;

    /// @notice One market that may be bought from, and what it has given so far.
    /// @param tickCost what a tick of one lot costs with the account's taker fee, millionths of a quote base unit.
    struct Candidate {
        uint32 marketId;
        uint32 baseAsset;
        uint256 batchId;
        uint256 lotUnits;
        uint256 minLots;
        uint256 tickCost;
        uint256 units;
        uint256 cost;
    }

    /// @notice The markets of a request that trade and whose batch meets the criteria.
    /// @param account whose fees count.
    /// @return list in the request's order.
    /// @return quoteAsset of all of them.
    function candidates(
        ExchangeStorage.Layout storage s,
        address account,
        IExchangeSweep.SweepRequest calldata q
    ) internal view returns (Candidate[] memory list, uint32 quoteAsset) {
        uint256 length = q.marketIds.length;
        require(length <= MOST_MARKETS, IExchange.Exchange_BatchTooLarge(length, MOST_MARKETS));
        list = new Candidate[](length);
        uint256 kept;
        uint32 before;
        for (uint256 i = 0; i < length; ++i) {
            uint32 marketId = q.marketIds[i];
            require(marketId > before, IExchangeSweep.Exchange_SweepOrder(marketId, before));
            before = marketId;
            MarketConfig config = s.books[marketId].config;
            if (config.phase() == IExchange.MarketPhase.NONE) {
                revert IExchange.Exchange_UnknownMarket(marketId, s.marketCount);
            }
            if (i == 0) quoteAsset = config.quoteAsset();
            require(
                config.quoteAsset() == quoteAsset,
                IExchangeSweep.Exchange_SweepMixedQuote(marketId, config.quoteAsset(), quoteAsset)
            );
            if (_add(s, account, marketId, config, q.criteria, list[kept])) ++kept;
        }
        assembly ("memory-safe") {
            mstore(list, kept) // safe: only shortens the array
        }
    }

    /// @return whether the market qualifies; `c` is filled then.
    function _add(
        ExchangeStorage.Layout storage s,
        address account,
        uint32 marketId,
        MarketConfig config,
        IExchangeSweep.Criteria calldata criteria,
        Candidate memory c
    ) private view returns (bool) {
        IExchange.Asset storage base = s.assets[config.baseAsset()];
        if (config.phase() != IExchange.MarketPhase.CONTINUOUS || !base.isCredit) return false;
        if (!SweepCriteria.isMet(s.credits, s.labels, base.batchId, criteria)) return false;
        if (BatchLabels.missingOf(s, s.books[marketId], config) != 0) return false;
        if (config.tiered()) config = FeeTiers.applied(s, s.books[marketId], config, account);
        c.marketId = marketId;
        c.baseAsset = config.baseAsset();
        c.batchId = base.batchId;
        c.lotUnits = config.lotUnits();
        c.minLots = config.minLots();
        c.tickCost = config.tickSize() * (ONE + config.takerFeePips());
        return true;
    }

    /// @notice The market whose best offer is the cheapest and that can give at least an order's worth of `units`.
    /// @return found whether there is any.
    /// @return index into `list`; of equal prices the first.
    /// @return limitTicks up to which it stays no dearer than any other's best offer.
    function cheapest(
        ExchangeStorage.Layout storage s,
        Candidate[] memory list,
        uint256 units
    ) internal view returns (bool found, uint256 index, uint16 limitTicks) {
        uint256 best;
        uint256 next;
        uint256 nextUnits;
        for (uint256 i = 0; i < list.length; ++i) {
            Candidate memory c = list[i];
            uint256 price = _offer(s, c, units);
            if (price == 0) continue;
            if (!found || price * list[index].lotUnits < best * c.lotUnits) {
                // what led so far is the next best now
                if (found) (next, nextUnits) = (best, list[index].lotUnits);
                (found, index, best) = (true, i, price);
            } else if (next == 0 || price * nextUnits < next * c.lotUnits) {
                (next, nextUnits) = (price, c.lotUnits);
            }
        }
        if (!found) return (false, 0, 0);
        uint256 limit = next == 0 ? MAX_TICKS : (next * list[index].lotUnits) / (nextUnits * list[index].tickCost);
        limitTicks = uint16(limit > MAX_TICKS ? MAX_TICKS : limit); // safe: bounded on this line
    }

    /// @return price of a lot at the best offer, millionths of a quote base unit; zero where there is none to be had.
    function _offer(
        ExchangeStorage.Layout storage s,
        Candidate memory c,
        uint256 units
    ) private view returns (uint256 price) {
        Book storage book = s.books[c.marketId];
        if (units / c.lotUnits < c.minLots) return 0;
        if (book.config.phase() != IExchange.MarketPhase.CONTINUOUS) return 0;
        (bool found, uint256 ticks) = book.asks.best();
        return found ? ticks * c.tickCost : 0;
    }
}
