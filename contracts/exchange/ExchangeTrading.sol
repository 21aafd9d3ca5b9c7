// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { OrderSlot, OrderSlotLib } from "../types/OrderSlot.sol";
import { Balances } from "../libraries/Balances.sol";
import { Fees } from "../libraries/Fees.sol";
import { Matching } from "../libraries/Matching.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { Removal } from "../libraries/Removal.sol";
import { RestingBook } from "../libraries/RestingBook.sol";
import { Settlement } from "../libraries/Settlement.sol";
import { TickBitmap } from "../libraries/TickBitmap.sol";
import { WorkQueue } from "../libraries/WorkQueue.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeTrading
/// @notice Placing and cancelling.
abstract contract ExchangeTrading is IExchange, ExchangeBase {
    using Balances for Layout;

    /// @dev Most orders in one `placeBatch`.
    uint256 internal constant PLACE_BATCH_CAP = 50;

    // ------------------------------------------------------------------------------------------- placing

    /// @inheritdoc IExchange
    function place(OrderRequest calldata request) external nonReentrant returns (PlaceResult memory) {
        return _place(request);
    }

    /// @inheritdoc IExchange
    function placeBatch(OrderRequest[] calldata requests) external nonReentrant returns (PlaceResult[] memory results) {
        uint256 length = requests.length;
        require(length <= PLACE_BATCH_CAP, Exchange_BatchTooLarge(length, PLACE_BATCH_CAP));
        results = new PlaceResult[](length);
        for (uint256 i = 0; i < length; ++i) {
            results[i] = _place(requests[i]);
        }
    }

    function _place(OrderRequest calldata q) private returns (PlaceResult memory result) {
        Layout storage s = _s();
        Book storage book = s.books[q.marketId];
        MarketConfig config = book.config;
        OrderRules.check(s, q, config);

        Matching.Take memory t;
        t.taker = msg.sender;
        t.takerIsBid = q.side == Side.BID;
        t.limitTicks = q.priceTicks;
        t.lots = q.lots;
        t.steps = q.maxFills;

        bool crosses = q.maxFills == 0;
        if (q.orderType == OrderType.LIMIT_POST_ONLY) _requirePassive(book, t);
        else if (!crosses) crosses = Matching.run(s, book, config, t);
        _requireFilled(q, q.lots - t.lots);

        if (t.lots == 0 || !_isKept(q, crosses)) {
            _pay(s, config, q, t, 0, result);
        } else if (crosses) {
            _pay(s, config, q, t, _escrow(config, q, t, config.takerFeePips()), result);
            result.orderId = WorkQueue.push(book, q, t.taker, t.lots, config.takerFeePips());
        } else {
            _pay(s, config, q, t, _escrow(config, q, t, config.makerFeePips()), result);
            result.orderId = _rest(book, config, q, t);
        }
    }

    /// @return whether the unfilled rest waits in the queue (`crosses`) or rests in the book, rather than lapses.
    function _isKept(OrderRequest calldata q, bool crosses) private pure returns (bool) {
        OrderType kind = q.orderType;
        return q.maxFills == 0 || kind == OrderType.LIMIT_GTC || (kind == OrderType.LIMIT_POST_ONLY && !crosses);
    }

    /// @return what the rest of the order holds: quote for a bid, credits for an ask.
    function _escrow(
        MarketConfig config,
        OrderRequest calldata q,
        Matching.Take memory t,
        uint256 feePips
    ) private pure returns (uint256) {
        if (t.takerIsBid) return Fees.bidEscrow(t.lots, q.priceTicks * config.tickSize(), feePips);
        return t.lots * config.lotUnits();
    }

    /// @dev Debits what was taken and what is escrowed, credits what was bought or earned, and reports the take.
    function _pay(
        Layout storage s,
        MarketConfig config,
        OrderRequest calldata q,
        Matching.Take memory t,
        uint256 escrow,
        PlaceResult memory result
    ) private {
        if (t.fills.length == 0) {
            s.spend(t.taker, t.takerIsBid ? config.quoteAsset() : config.baseAsset(), escrow);
            return;
        }
        uint256 filled = q.lots - t.lots;
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
        Settlement.record(s, q.marketId, config, t, OrderId.wrap(0), filled, takerFee, q.clientId);
    }

    function _rest(
        Book storage book,
        MarketConfig config,
        OrderRequest calldata q,
        Matching.Take memory t
    ) private returns (OrderId id) {
        RestingBook.Refusal refusal;
        uint256 amount;
        (refusal, id, amount) = Settlement.rest(
            book,
            q.marketId,
            t.takerIsBid,
            q.priceTicks,
            OrderSlotLib.pack(t.taker, t.lots, q.expiry, config.makerFeePips(), uint8(q.orderType)),
            q.clientId
        );
        if (refusal != RestingBook.Refusal.NONE) {
            require(refusal != RestingBook.Refusal.LEVEL_FULL, Exchange_SizeAboveMaximum(amount, type(uint48).max));
            revert Exchange_SequenceExhausted(q.marketId, q.priceTicks);
        }
    }

    function _requirePassive(Book storage book, Matching.Take memory t) private view {
        uint256 flip = t.takerIsBid ? 0 : TickBitmap.BID_FLIP;
        (bool found, uint256 rank) = TickBitmap.best(t.takerIsBid ? book.asks : book.bids);
        require(
            !found || rank > t.limitTicks ^ flip,
            Exchange_PostOnlyWouldCross(t.limitTicks, uint16(rank ^ flip)) // safe: a rank is below 2^16
        );
    }

    function _requireFilled(OrderRequest calldata q, uint256 filled) private pure {
        uint256 required = q.orderType == OrderType.LIMIT_FOK ? q.lots : q.minFillLots;
        // safe: at most q.lots
        require(filled >= required, Exchange_NotFilled(uint40(filled), uint40(required)));
    }

    // ------------------------------------------------------------------------------------------- cancelling

    /// @inheritdoc IExchange
    function cancel(OrderId orderId) external nonReentrant returns (uint40 lots) {
        lots = _cancel(orderId);
        require(lots != 0, Exchange_OrderNotLive(orderId));
    }

    /// @inheritdoc IExchange
    function cancelBatch(OrderId[] calldata orderIds) external nonReentrant returns (uint40[] memory lots) {
        uint256 length = orderIds.length;
        require(length <= Removal.BATCH_CAP, Exchange_BatchTooLarge(length, Removal.BATCH_CAP));
        lots = new uint40[](length);
        for (uint256 i = 0; i < length; ++i) {
            lots[i] = _cancel(orderIds[i]);
        }
    }

    /// @return lots zero when the order is not live.
    function _cancel(OrderId id) private returns (uint40 lots) {
        require(id.isWellFormed(), Exchange_MalformedOrderId(id));
        Book storage book = _s().books[id.marketId()];
        if (id.kind() == OrderKind.DEFERRED) {
            OrderSlot slot = book.deferred[id.sequence()].slot;
            if (slot.lots() == 0) return 0;
            require(slot.owner() == msg.sender, Exchange_NotOrderOwner(msg.sender, slot.owner()));
            return WorkQueue.finish(_s(), book, book.config, id, CancelReason.OWNER);
        }
        (bool live, bool inRing, OrderSlot order) = Removal.find(book, id);
        if (!live) return 0;
        require(order.owner() == msg.sender, Exchange_NotOrderOwner(msg.sender, order.owner()));
        return Removal.remove(_s(), book, id, inRing, order, CancelReason.OWNER);
    }
}
