// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { OrderSlot, OrderSlotLib } from "../types/OrderSlot.sol";
import { Balances } from "../libraries/Balances.sol";
import { BatchLabels } from "../libraries/BatchLabels.sol";
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
    ) external notEntered returns (IExchange.PlaceResult memory result) {
        _place(_actor(), request, result);
    }

    /// @dev See IExchange.
    function placeBatch(
        IExchange.OrderRequest[] calldata requests
    ) external notEntered returns (IExchange.PlaceResult[] memory results) {
        uint256 length = requests.length;
        require(length <= PLACE_BATCH_CAP, IExchange.Exchange_BatchTooLarge(length, PLACE_BATCH_CAP));
        results = new IExchange.PlaceResult[](length);
        address account = _actor();
        for (uint256 i = 0; i < length; ++i) {
            _place(account, requests[i], results[i]);
        }
    }

    /// @param result all zero; gets what happened.
    function _place(address account, IExchange.OrderRequest calldata q, IExchange.PlaceResult memory result) private {
        Book storage book = _s().books[q.marketId];
        MarketConfig config = book.config;
        bool collects = OrderRules.check(_s(), q, config);
        if (config.tiered()) config = FeeTiers.applied(_s(), book, config, account);

        uint16 limitTicks = q.priceTicks;
        if (!collects) {
            if (q.maxFills == 0) {
                result.orderId = _defer(book, config, account, q);
                return;
            }
            (bool crosses, uint256 rank) = Matching.best(book, q.side == IExchange.Side.BID, limitTicks);
            if (!crosses) _requireFilled(q, 0);
            else if (OrderRules.isIn(q.orderType, OrderRules.PASSIVE)) limitTicks = _slid(q, rank);
            else return _sweep(book, config, account, q, rank, result);
        }
        if (OrderRules.isIn(q.orderType, OrderRules.MAY_REST)) {
            uint256 escrow = _restingEscrow(config, q, q.lots, limitTicks);
            _s().spend(account, _escrowAsset(config, q), escrow);
            result.orderId = _rest(book, q, limitTicks, _slot(config, q, account, q.lots));
        } else {
            // it lapses, but its owner must be allowed to trade all the same
            _s().spend(account, _escrowAsset(config, q), 0);
        }
    }

    function _escrowAsset(MarketConfig config, IExchange.OrderRequest calldata q) private pure returns (uint32) {
        return q.side == IExchange.Side.BID ? config.quoteAsset() : config.baseAsset();
    }

    /// @return what `lots` of an order hold in the book.
    function _restingEscrow(
        MarketConfig config,
        IExchange.OrderRequest calldata q,
        uint256 lots,
        uint256 limitTicks
    ) private pure returns (uint256) {
        uint256 lotPrice = limitTicks * config.tickSize();
        bool isBid = q.side == IExchange.Side.BID;
        return Settlement.escrow(config, isBid, lots, q.displayLots, lotPrice, config.makerFeePips());
    }

    /// @return `lots` of an order as they stand in the book.
    function _slot(
        MarketConfig config,
        IExchange.OrderRequest calldata q,
        address account,
        uint256 lots
    ) private pure returns (OrderSlot) {
        return OrderSlotLib.pack(account, lots, q.expiry, config.makerFeePips(), uint8(q.orderType));
    }

    function _rest(
        Book storage book,
        IExchange.OrderRequest calldata q,
        uint16 limitTicks,
        OrderSlot order
    ) private returns (OrderId id) {
        RestingBook.Refusal refusal;
        uint256 amount;
        bool isBid = q.side == IExchange.Side.BID;
        (refusal, id, amount) = Settlement.rest(book, q.marketId, isBid, limitTicks, order, q.displayLots, q.clientId);
        if (refusal == RestingBook.Refusal.NONE) return id;
        require(
            refusal != RestingBook.Refusal.LEVEL_FULL,
            IExchange.Exchange_SizeAboveMaximum(amount, type(uint48).max)
        );
        revert IExchange.Exchange_SequenceExhausted(q.marketId, limitTicks);
    }

    /// @param rank of the best opposite level, which the post-only order `q` crosses.
    /// @return one tick behind it; refuses an order that may not slide there.
    function _slid(IExchange.OrderRequest calldata q, uint256 rank) private pure returns (uint16) {
        uint256 flip = q.side == IExchange.Side.BID ? 0 : TickBitmap.BID_FLIP;
        // ranks grow away from the spread on either side, so one rank less is one tick behind
        uint256 slid = (rank - (rank == 0 ? 0 : 1)) ^ flip;
        require(
            q.orderType == IExchange.OrderType.LIMIT_POST_ONLY_SLIDE && rank != 0 && slid != 0,
            IExchange.Exchange_PostOnlyWouldCross(q.priceTicks, uint16(rank ^ flip)) // safe: a rank is below 2^16
        );
        return uint16(slid); // safe: a rank is below 2^16
    }

    // ------------------------------------------------------------------------------------------- deferring

    /// @dev Lets a whole order wait for the crank.
    function _defer(
        Book storage book,
        MarketConfig config,
        address account,
        IExchange.OrderRequest calldata q
    ) private returns (OrderId) {
        uint256 fee = WorkQueue.feeTicks(book);
        uint256 escrow = _waitingEscrow(config, q, q.lots, fee);
        _s().spend(account, _escrowAsset(config, q), escrow);
        return _push(book, config, account, q, q.lots, fee);
    }

    /// @param feeTicks the keeper fee, which a bid holds beside its escrow.
    /// @return what `lots` of an order hold of the asset that it pays with while it waits.
    function _waitingEscrow(
        MarketConfig config,
        IExchange.OrderRequest calldata q,
        uint256 lots,
        uint256 feeTicks
    ) private pure returns (uint256) {
        uint256 lotPrice = q.priceTicks * config.tickSize();
        bool isBid = q.side == IExchange.Side.BID;
        uint256 amount = Settlement.escrow(config, isBid, lots, 0, lotPrice, config.takerFeePips());
        return isBid ? amount + feeTicks * config.tickSize() : amount;
    }

    /// @dev Puts into the work queue what has paid its escrow; an ask pays its keeper fee here.
    function _push(
        Book storage book,
        MarketConfig config,
        address account,
        IExchange.OrderRequest calldata q,
        uint256 lots,
        uint256 feeTicks
    ) private returns (OrderId) {
        if (feeTicks != 0 && q.side == IExchange.Side.ASK) {
            _s().spend(account, config.quoteAsset(), feeTicks * config.tickSize());
        }
        return WorkQueue.push(book, config, q, account, lots, feeTicks);
    }

    // ------------------------------------------------------------------------------------------- taking

    /// @dev Matches an order that crosses, settles what it took, and keeps the rest of one that may rest.
    /// @param rank of the best opposite level.
    function _sweep(
        Book storage book,
        MarketConfig config,
        address account,
        IExchange.OrderRequest calldata q,
        uint256 rank,
        IExchange.PlaceResult memory result
    ) private {
        Matching.Take memory t = _take(account, q, config);
        bool waits = Matching.sweep(_s(), book, config, t, rank);
        if (t.end == Matching.End.UNLABELLED) BatchLabels.requireMet(_s(), book, config, q.marketId);
        _requireFilled(q, t.filled);
        bool isKept = t.lots != 0 && t.end != Matching.End.SELF_TRADE && q.orderType == IExchange.OrderType.LIMIT_GTC;
        if (!isKept) {
            _pay(book, config, q, t, 0, result);
        } else if (waits && t.end != Matching.End.BREACHED) {
            uint256 fee = WorkQueue.feeTicks(book);
            _pay(book, config, q, t, _waitingEscrow(config, q, t.lots, fee), result);
            result.orderId = _push(book, config, account, q, t.lots, fee);
        } else {
            // after a breach too: the rest joins the auction's book
            _pay(book, config, q, t, _restingEscrow(config, q, t.lots, q.priceTicks), result);
            result.orderId = _rest(book, q, q.priceTicks, _slot(config, q, account, t.lots));
        }
        if (t.end == Matching.End.BREACHED) Phases.breach(book, t);
    }

    function _take(
        address account,
        IExchange.OrderRequest calldata q,
        MarketConfig config
    ) private pure returns (Matching.Take memory t) {
        t.taker = account;
        t.marketId = q.marketId;
        t.takerIsBid = q.side == IExchange.Side.BID;
        t.limitTicks = q.priceTicks;
        t.selfTrade = q.selfTrade;
        t.lots = q.lots;
        t.steps = q.maxFills;
        t.takerFeePips = config.takerFeePips();
    }

    /// @dev Debits what was taken and what is escrowed, credits what was bought or earned, and reports the take.
    function _pay(
        Book storage book,
        MarketConfig config,
        IExchange.OrderRequest calldata q,
        Matching.Take memory t,
        uint256 escrow,
        IExchange.PlaceResult memory result
    ) private {
        Layout storage s = _s();
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

    function _requireFilled(IExchange.OrderRequest calldata q, uint256 filled) private pure {
        uint256 required = q.orderType == IExchange.OrderType.LIMIT_FOK ? q.lots : q.minFillLots;
        // safe: at most q.lots
        require(filled >= required, IExchange.Exchange_NotFilled(uint40(filled), uint40(required)));
    }

    // ------------------------------------------------------------------------------------------- cancelling

    /// @dev See IExchange.
    function cancel(OrderId orderId) external notEntered returns (uint40 lots) {
        lots = _cancel(_actor(), orderId);
        require(lots != 0, IExchange.Exchange_OrderNotLive(orderId));
    }

    /// @dev See IExchange.
    function cancelBatch(OrderId[] calldata orderIds) external notEntered returns (uint40[] memory lots) {
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
        if (kind == OrderKind.CONDITIONAL || kind == OrderKind.PARENT) {
            return IExchangeConditionals(address(this)).cancelPlanned(account, id);
        }
        Book storage book = _s().books[id.marketId()];
        if (kind == OrderKind.DEFERRED) {
            // the one form in which such an id is written, which is also the one reported
            require(id.priceTicks() == 0, IExchange.Exchange_MalformedOrderId(id));
            OrderSlot slot = book.deferred[id.sequence()].slot;
            if (slot.lots() == 0) return 0;
            require(slot.owner() == account, IExchange.Exchange_NotOrderOwner(account, slot.owner()));
            return WorkQueue.finish(_s(), book, book.config, id, IExchange.CancelReason.OWNER);
        }
        (OrderId resting, bool live, bool inRing, OrderSlot order) = Removal.locate(book, id);
        if (!live) return 0;
        address owner = Icebergs.ownerOf(book, order);
        require(owner == account, IExchange.Exchange_NotOrderOwner(account, owner));
        return Removal.remove(_s(), book, resting, inRing, order, IExchange.CancelReason.OWNER);
    }
}
