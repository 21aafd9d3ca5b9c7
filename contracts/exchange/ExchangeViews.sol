// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeBook } from "../interfaces/IExchangeBook.sol";
import { IExchangeMarkets } from "../interfaces/IExchangeMarkets.sol";
import { Book, BookSide, Conditional, DeferredOrder, Parent } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { MarketTape } from "../types/MarketTape.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { ParentSchedule } from "../types/ParentSchedule.sol";
import { Balances } from "../libraries/Balances.sol";
import { BatchLabels } from "../libraries/BatchLabels.sol";
import { FeeTiers } from "../libraries/FeeTiers.sol";
import { Icebergs } from "../libraries/Icebergs.sol";
import { LevelSequences } from "../libraries/LevelSequences.sol";
import { Removal } from "../libraries/Removal.sol";
import { TickBitmap } from "../libraries/TickBitmap.sol";
import { WorkQueue } from "../libraries/WorkQueue.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeViews
/// @notice Everything that can be read.
abstract contract ExchangeViews is ExchangeBase {
    using Balances for Layout;
    using TickBitmap for BookSide;

    /// @dev See IExchange.
    function asset(uint32 index) external view returns (IExchange.Asset memory) {
        return _asset(index);
    }

    /// @dev See IExchange.
    function assetIndex(address token, uint256 batchId) external view returns (uint32 index) {
        index = _s().assetIndexes[keccak256(abi.encode(token, batchId))];
        require(index != 0, IExchange.Exchange_NotListed(token, batchId));
    }

    /// @dev See IExchange.
    function market(uint32 marketId) external view returns (IExchange.Market memory) {
        (, MarketConfig config) = _market(marketId);
        return config.unpack();
    }

    /// @dev See IExchange.
    function counts() external view returns (uint32 assets, uint32 markets) {
        return (_s().assetCount, _s().marketCount);
    }

    /// @dev See IExchange.
    function balanceOf(address account, uint32 index) external view returns (uint256) {
        return _s().free(account, index);
    }

    /// @dev See IExchange.
    function collectedFees(uint32 marketId) external view returns (uint256) {
        (Book storage book, MarketConfig config) = _market(marketId);
        return book.tape.fees() + _s().fees[config.quoteAsset()];
    }

    /// @dev See IExchange.
    function marketRules(uint32 marketId) external view returns (IExchange.MarketRules memory) {
        (Book storage book, ) = _market(marketId);
        return book.bounds.unpack();
    }

    /// @dev See IExchange.
    function marketLabels(uint32 marketId) external view returns (uint128 required, uint128 missing) {
        (Book storage book, MarketConfig config) = _market(marketId);
        return (book.requiredLabels, BatchLabels.missingOf(_s(), book, config));
    }

    /// @dev See IExchange.
    function marketPhase(uint32 marketId) external view returns (IExchange.MarketPhase phase, uint40 endsAt) {
        (Book storage book, MarketConfig config) = _market(marketId);
        return (config.phase(), book.bounds.phaseEndsAt());
    }

    /// @dev See IExchange.
    function feeTiers(uint32 marketId) external view returns (IExchange.FeeTier[] memory) {
        (Book storage book, ) = _market(marketId);
        return FeeTiers.unpack(book.feeTiers);
    }

    /// @dev See IExchange.
    function feesOf(
        address account,
        uint32 marketId
    ) external view returns (uint16 takerFeePips, int16 makerFeePips, uint48 kilograms) {
        (Book storage book, MarketConfig config) = _market(marketId);
        uint16 makerPips;
        (takerFeePips, makerPips) = FeeTiers.feesOf(_s(), book, config, account);
        makerFeePips = int16(makerPips);
        kilograms = uint48(_s().volumeKilograms(account, config.quoteAsset())); // safe: a 36-bit field
    }

    /// @dev See IExchange.
    function tape(uint32 marketId) external view returns (IExchange.Tape memory) {
        (Book storage book, ) = _market(marketId);
        MarketTape t = book.tape;
        uint256 average = t.averageAt(block.timestamp, book.bounds.averagingSeconds()) >> 16;
        // safe, all: fields of these widths
        return
            IExchangeMarkets.Tape({
                lastTicks: uint16(t.lastTicks()),
                settledTicks: uint16(t.settledTicks(block.number)),
                averageTicks: uint16(average),
                lastTradeAt: uint32(t.lastTime()),
                lastTradeBlock: uint32(t.lastBlock()),
                volumeLots: uint32(t.volumeLots())
            });
    }

    /// @dev See IExchange.
    function priceBand(uint32 marketId) external view returns (uint16 lowTicks, uint16 highTicks) {
        (Book storage book, ) = _market(marketId);
        MarketTape t = book.tape;
        uint256 average = t.averageAt(block.timestamp, book.bounds.averagingSeconds());
        (uint256 low, uint256 high) = book.bounds.band(average, t.lastTicks());
        // safe: bands end at 65,535, and one that is empty starts at most there
        return (uint16(low > type(uint16).max ? type(uint16).max : low), uint16(high));
    }

    /// @dev See IExchange.
    function gate() external view returns (address) {
        return _s().gate;
    }

    /// @dev See IExchange.
    function queue(uint32 marketId) external view returns (uint32 head, uint32 tail) {
        (Book storage book, ) = _market(marketId);
        return (book.queueHead, book.queueTail);
    }

    /// @dev See IExchange.
    function best(uint32 marketId) external view returns (uint16 bidTicks, uint16 askTicks) {
        (Book storage book, ) = _market(marketId);
        (bool found, uint256 rank) = book.bids.best();
        // safe, both: ranks are below 2^16
        if (found) bidTicks = uint16(rank ^ TickBitmap.BID_FLIP);
        (found, rank) = book.asks.best();
        if (found) askTicks = uint16(rank);
    }

    /// @dev See IExchange.
    function depth(
        uint32 marketId,
        IExchange.Side side,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (IExchange.LevelView[] memory levels) {
        (Book storage book, ) = _market(marketId);
        BookSide storage bookSide = side == IExchange.Side.BID ? book.bids : book.asks;
        uint256 flip = side == IExchange.Side.BID ? TickBitmap.BID_FLIP : 0;
        uint256 from = fromTicks == 0 ? 0 : fromTicks ^ flip;
        // counted first: an array as long as the caller allows could cost more than any call may
        levels = new IExchange.LevelView[](_countLevels(bookSide, from, maxLevels));
        for (uint256 i = 0; i < levels.length; ++i) {
            (, uint256 rank) = bookSide.bestFrom(from);
            uint256 tick = rank ^ flip;
            // safe: ticks are below 2^16, the lots field is 48 bits
            levels[i] = IExchangeBook.LevelView(uint16(tick), uint48(bookSide.levels[tick].lots()));
            from = rank + 1;
        }
    }

    function _countLevels(BookSide storage side, uint256 from, uint256 most) private view returns (uint256 count) {
        while (count < most) {
            (bool found, uint256 rank) = side.bestFrom(from);
            if (!found) break;
            ++count;
            from = rank + 1;
        }
    }

    /// @dev See IExchange.
    function ordersAt(
        uint32 marketId,
        IExchange.Side side,
        uint16 priceTicks,
        uint16 maxOrders
    ) external view returns (OrderId[] memory ids, IExchange.OrderView[] memory orders) {
        return _ordersAt(marketId, side, priceTicks, maxOrders);
    }

    function _ordersAt(
        uint32 marketId,
        IExchange.Side side,
        uint16 priceTicks,
        uint16 maxOrders
    ) internal view returns (OrderId[] memory ids, IExchange.OrderView[] memory orders) {
        (Book storage book, ) = _market(marketId);
        BookSide storage bookSide = side == IExchange.Side.BID ? book.bids : book.asks;
        uint256[] memory sequences = LevelSequences.live(bookSide, priceTicks, maxOrders);
        ids = new OrderId[](sequences.length);
        orders = new IExchange.OrderView[](sequences.length);
        OrderKind kind = side == IExchange.Side.BID ? OrderKind.BID : OrderKind.ASK;
        for (uint256 i = 0; i < sequences.length; ++i) {
            ids[i] = OrderIdLib.pack(marketId, kind, priceTicks, uint32(sequences[i])); // safe: below 2^32
            orders[i] = _view(book, ids[i]);
        }
    }

    /// @dev See IExchange.
    function order(OrderId orderId) external view returns (IExchange.OrderView memory) {
        require(orderId.isWellFormed(), IExchange.Exchange_MalformedOrderId(orderId));
        return _view(_s().books[orderId.marketId()], orderId);
    }

    function _view(Book storage book, OrderId id) private view returns (IExchange.OrderView memory v) {
        v.marketId = id.marketId();
        OrderKind kind = id.kind();
        OrderSlot slot;
        if (kind == OrderKind.DEFERRED) slot = _deferred(book, id, v);
        else if (kind == OrderKind.CONDITIONAL) slot = _conditional(book, id, v);
        else if (kind == OrderKind.PARENT) slot = _parent(book, id, v);
        else slot = _resting(book, id, v);
        if (!v.live) return v;
        v.owner = Icebergs.ownerOf(book, slot);
        v.orderType = WorkQueue.orderType(slot);
        v.lots = uint40(slot.lots()); // safe: a 40-bit field
        v.feePips = int16(slot.feePips());
    }

    function _resting(
        Book storage book,
        OrderId id,
        IExchange.OrderView memory v
    ) private view returns (OrderSlot slot) {
        (id, v.live, , slot) = Removal.locate(book, id);
        v.side = id.kind() == OrderKind.BID ? IExchange.Side.BID : IExchange.Side.ASK;
        v.priceTicks = id.priceTicks();
        if (v.live) v.expiry = slot.expiry();
    }

    function _deferred(
        Book storage book,
        OrderId id,
        IExchange.OrderView memory v
    ) private view returns (OrderSlot slot) {
        DeferredOrder storage d = book.deferred[_number(id)];
        slot = d.slot;
        _waiting(slot, WorkQueue.limitTicks(d.terms), v);
    }

    function _conditional(
        Book storage book,
        OrderId id,
        IExchange.OrderView memory v
    ) private view returns (OrderSlot slot) {
        Conditional storage c = book.conditionals[_number(id)];
        slot = c.slot;
        _waiting(slot, c.terms.dearestTicks(), v);
    }

    function _parent(
        Book storage book,
        OrderId id,
        IExchange.OrderView memory v
    ) private view returns (OrderSlot slot) {
        Parent storage p = book.parents[_number(id)];
        slot = p.slot;
        ParentSchedule schedule = p.schedule;
        _waiting(slot, uint16(schedule.limitTicks()), v); // safe: a 16-bit field
        // safe: a start of 32 bits and a day
        if (v.live) v.expiry = uint32(schedule.dueAt(schedule.slices()));
    }

    /// @dev What does not stand in the book says its side and expiry in its slot.
    function _waiting(OrderSlot slot, uint16 limitTicks, IExchange.OrderView memory v) private pure {
        v.live = slot.lots() != 0;
        v.side = WorkQueue.side(slot);
        v.priceTicks = limitTicks;
        v.expiry = slot.expiry();
    }

    /// @dev Reverts unless the id of an order outside of the book is written in its one form.
    function _number(OrderId id) private pure returns (uint32) {
        require(id.priceTicks() == 0, IExchange.Exchange_MalformedOrderId(id));
        return id.sequence();
    }
}
