// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { OrderSlot, OrderSlotLib } from "../types/OrderSlot.sol";
import { Balances } from "../libraries/Balances.sol";
import { Fees } from "../libraries/Fees.sol";
import { FeeTiers } from "../libraries/FeeTiers.sol";
import { Icebergs } from "../libraries/Icebergs.sol";
import { Matching } from "../libraries/Matching.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { Phases } from "../libraries/Phases.sol";
import { Removal } from "../libraries/Removal.sol";
import { RestingBook } from "../libraries/RestingBook.sol";
import { Settlement } from "../libraries/Settlement.sol";
import { TickBitmap } from "../libraries/TickBitmap.sol";
import { WorkQueue } from "../libraries/WorkQueue.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeTrading
/// @notice Placing and cancelling.
abstract contract ExchangeTrading is ExchangeBase {
    using Balances for Layout;

    /// @dev Most orders in one `placeBatch`.
    uint256 internal constant PLACE_BATCH_CAP = 50;

    // ------------------------------------------------------------------------------------------- placing

    /// @dev See IExchange.
    function place(
        IExchange.OrderRequest calldata request
    ) external nonReentrant returns (IExchange.PlaceResult memory) {
        return _place(_actor(), request);
    }

    /// @dev See IExchange.
    function placeBatch(
        IExchange.OrderRequest[] calldata requests
    ) external nonReentrant returns (IExchange.PlaceResult[] memory results) {
        uint256 length = requests.length;
        require(length <= PLACE_BATCH_CAP, IExchange.Exchange_BatchTooLarge(length, PLACE_BATCH_CAP));
        results = new IExchange.PlaceResult[](length);
        address account = _actor();
        for (uint256 i = 0; i < length; ++i) {
            results[i] = _place(account, requests[i]);
        }
    }

    function _place(
        address account,
        IExchange.OrderRequest memory q
    ) private returns (IExchange.PlaceResult memory result) {
        Layout storage s = _s();
        Book storage book = s.books[q.marketId];
        MarketConfig config = book.config;
        bool collects = OrderRules.check(s, q, config);

        if (config.tiered()) config = FeeTiers.applied(s, book, config, account);

        Matching.Take memory t = _take(account, q);
        t.takerFeePips = config.takerFeePips();
        bool waits = _match(s, book, config, q, t, collects);
        if (t.lots == 0 || t.end == Matching.End.SELF_TRADE || !_isKept(q)) {
            _pay(s, book, config, q, t, 0, result);
        } else {
            _pay(s, book, config, q, t, _escrow(config, q, t, waits), result);
            result.orderId =
                waits ? WorkQueue.push(book, q, account, t.lots, config.takerFeePips()) : _rest(book, config, q, t);
        }
        if (t.end == Matching.End.BREACHED) Phases.breach(book, t);
    }

    function _take(address account, IExchange.OrderRequest memory q) private pure returns (Matching.Take memory t) {
        t.taker = account;
        t.marketId = q.marketId;
        t.takerIsBid = q.side == IExchange.Side.BID;
        t.limitTicks = q.priceTicks;
        t.selfTrade = q.selfTrade;
        t.lots = q.lots;
        t.steps = q.maxFills;
    }

    /// @param collects whether the market collects orders instead of trading.
    /// @return waits whether what is left belongs into the work queue rather than into the book.
    function _match(
        Layout storage s,
        Book storage book,
        MarketConfig config,
        IExchange.OrderRequest memory q,
        Matching.Take memory t,
        bool collects
    ) private returns (bool waits) {
        if (collects) return false;
        if (_isPassive(q.orderType)) _makePassive(book, q, t);
        else waits = q.maxFills == 0 || Matching.run(s, book, config, t);
        _requireFilled(q, t.filled);
        // after a breach the rest joins the auction's book
        if (t.end == Matching.End.BREACHED) waits = false;
    }

    /// @return what the rest of the order holds while it waits or rests.
    function _escrow(
        MarketConfig config,
        IExchange.OrderRequest memory q,
        Matching.Take memory t,
        bool waits
    ) private pure returns (uint256) {
        uint256 lotPrice = uint256(t.limitTicks) * config.tickSize();
        if (waits) return Settlement.escrow(config, t.takerIsBid, t.lots, 0, lotPrice, config.takerFeePips());
        return Settlement.escrow(config, t.takerIsBid, t.lots, q.displayLots, lotPrice, config.makerFeePips());
    }

    function _isPassive(IExchange.OrderType kind) private pure returns (bool) {
        return kind == IExchange.OrderType.LIMIT_POST_ONLY || kind == IExchange.OrderType.LIMIT_POST_ONLY_SLIDE;
    }

    /// @return whether the unfilled rest rests in the book or waits in the queue, rather than lapses.
    function _isKept(IExchange.OrderRequest memory q) private pure returns (bool) {
        IExchange.OrderType kind = q.orderType;
        return q.maxFills == 0 || kind == IExchange.OrderType.LIMIT_GTC || _isPassive(kind);
    }

    /// @dev Debits what was taken and what is escrowed, credits what was bought or earned, and reports the take.
    function _pay(
        Layout storage s,
        Book storage book,
        MarketConfig config,
        IExchange.OrderRequest memory q,
        Matching.Take memory t,
        uint256 escrow,
        IExchange.PlaceResult memory result
    ) private {
        if (t.fills.length == 0) {
            s.spend(t.taker, t.takerIsBid ? config.quoteAsset() : config.baseAsset(), escrow);
            return;
        }
        uint256 filled = t.filled;
        uint256 takerFee = Fees.feeUp(t.notional, config.takerFeePips());
        if (t.takerIsBid) {
            s.spend(t.taker, config.quoteAsset(), t.notional + takerFee + escrow);
            if (filled != 0) s.credit(t.taker, config.baseAsset(), filled * config.lotUnits());
        } else {
            s.spend(t.taker, config.baseAsset(), filled * config.lotUnits() + escrow);
            if (filled != 0) s.credit(t.taker, config.quoteAsset(), t.notional - takerFee);
        }
        result.filledLots = uint40(filled); // safe: at most q.lots
        result.notional = uint128(t.notional); // safe: below 2^120, see Fees
        result.takerFee = uint128(takerFee); // safe: at most the notional
        Settlement.record(s, book, config, t, OrderId.wrap(0), takerFee, q.clientId);
    }

    function _rest(
        Book storage book,
        MarketConfig config,
        IExchange.OrderRequest memory q,
        Matching.Take memory t
    ) private returns (OrderId id) {
        RestingBook.Refusal refusal;
        uint256 amount;
        (refusal, id, amount) = Settlement.rest(
            book,
            q.marketId,
            t.takerIsBid,
            t.limitTicks,
            OrderSlotLib.pack(t.taker, t.lots, q.expiry, config.makerFeePips(), uint8(q.orderType)),
            q.displayLots,
            q.clientId
        );
        if (refusal != RestingBook.Refusal.NONE) {
            require(
                refusal != RestingBook.Refusal.LEVEL_FULL,
                IExchange.Exchange_SizeAboveMaximum(amount, type(uint48).max)
            );
            revert IExchange.Exchange_SequenceExhausted(q.marketId, t.limitTicks);
        }
    }

    /// @dev Refuses a crossing order, or slides it to one tick behind the best opposite price.
    function _makePassive(Book storage book, IExchange.OrderRequest memory q, Matching.Take memory t) private view {
        uint256 flip = t.takerIsBid ? 0 : TickBitmap.BID_FLIP;
        (bool found, uint256 rank) = TickBitmap.best(t.takerIsBid ? book.asks : book.bids);
        if (!found || rank > t.limitTicks ^ flip) return;
        // ranks grow away from the spread on either side, so one rank less is one tick behind
        uint256 slid = (rank - (rank == 0 ? 0 : 1)) ^ flip;
        require(
            q.orderType == IExchange.OrderType.LIMIT_POST_ONLY_SLIDE && rank != 0 && slid != 0,
            IExchange.Exchange_PostOnlyWouldCross(t.limitTicks, uint16(rank ^ flip)) // safe: a rank is below 2^16
        );
        t.limitTicks = uint16(slid); // safe: a rank is below 2^16
    }

    function _requireFilled(IExchange.OrderRequest memory q, uint256 filled) private pure {
        uint256 required = q.orderType == IExchange.OrderType.LIMIT_FOK ? q.lots : q.minFillLots;
        // safe: at most q.lots
        require(filled >= required, IExchange.Exchange_NotFilled(uint40(filled), uint40(required)));
    }

    // ------------------------------------------------------------------------------------------- cancelling

    /// @dev See IExchange.
    function cancel(OrderId orderId) external nonReentrant returns (uint40 lots) {
        lots = _cancel(_actor(), orderId);
        require(lots != 0, IExchange.Exchange_OrderNotLive(orderId));
    }

    /// @dev See IExchange.
    function cancelBatch(OrderId[] calldata orderIds) external nonReentrant returns (uint40[] memory lots) {
        uint256 length = orderIds.length;
        require(length <= Removal.BATCH_CAP, IExchange.Exchange_BatchTooLarge(length, Removal.BATCH_CAP));
        lots = new uint40[](length);
        address account = _actor();
        for (uint256 i = 0; i < length; ++i) {
            lots[i] = _cancel(account, orderIds[i]);
        }
    }

    /// @return lots zero when the order is not live.
    function _cancel(address account, OrderId id) private returns (uint40 lots) {
        require(id.isWellFormed(), IExchange.Exchange_MalformedOrderId(id));
        OrderKind kind = id.kind();
        require(kind != OrderKind.CONDITIONAL && kind != OrderKind.PARENT, IExchange.Exchange_MalformedOrderId(id));
        Book storage book = _s().books[id.marketId()];
        if (kind == OrderKind.DEFERRED) {
            // the one form in which such an id is written, which is also the one reported
            require(id.priceTicks() == 0, IExchange.Exchange_MalformedOrderId(id));
            OrderSlot slot = book.deferred[id.sequence()].slot;
            if (slot.lots() == 0) return 0;
            require(slot.owner() == account, IExchange.Exchange_NotOrderOwner(account, slot.owner()));
            return WorkQueue.finish(_s(), book, book.config, id, IExchange.CancelReason.OWNER);
        }
        OrderId resting = Removal.resting(book, id);
        (bool live, bool inRing, OrderSlot order) = Removal.find(book, resting);
        if (!live) return 0;
        address owner = Icebergs.ownerOf(book, order);
        require(owner == account, IExchange.Exchange_NotOrderOwner(account, owner));
        return Removal.remove(_s(), book, resting, inRing, order, IExchange.CancelReason.OWNER);
    }
}
