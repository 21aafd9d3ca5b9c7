// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { Book, BookSide, Conditional } from "../storage/ExchangeStorage.sol";
import { ConditionalTerms, ConditionalTermsLib } from "../types/ConditionalTerms.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId } from "../types/OrderId.sol";
import { OrderSlot, OrderSlotLib } from "../types/OrderSlot.sol";
import { Balances } from "../libraries/Balances.sol";
import { ConditionalRules } from "../libraries/ConditionalRules.sol";
import { Conditionals } from "../libraries/Conditionals.sol";
import { FeeTiers } from "../libraries/FeeTiers.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { ReferencePrice } from "../libraries/ReferencePrice.sol";
import { Removal } from "../libraries/Removal.sol";
import { TickBitmap } from "../libraries/TickBitmap.sol";
import { Trailing } from "../libraries/Trailing.sol";
import { Triggers } from "../libraries/Triggers.sol";
import { WorkQueue } from "../libraries/WorkQueue.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeStops
/// @notice Conditional orders up to the moment they fire, which is ExchangeFiring's: placing, cancelling, trailing, looking.
abstract contract ExchangeStops is ExchangeBase {
    using Balances for Layout;
    using TickBitmap for BookSide;

    /// @dev Most live conditional orders of one account in one market.
    uint256 internal constant CONDITIONALS_CAP = 20;

    // ------------------------------------------------------------------------------------------- placing

    /// @dev See IExchangeConditionals.
    function placeConditional(
        IExchangeConditionals.ConditionalRequest calldata request
    ) external nonReentrant returns (OrderId id) {
        (Book storage book, MarketConfig config) = _market(request.marketId);
        // Check
        ConditionalRules.check(request, config);
        (uint16 above, uint16 below) = _triggers(book, request);
        if (config.tiered()) config = FeeTiers.applied(_s(), book, config, _actor());
        // Effect
        id = _open(book, request, _actor());
        Conditional storage c = book.conditionals[id.sequence()];
        c.slot = _slot(request, config, _actor());
        uint16 limitAbove = request.limitAboveTicks == 0 ? request.limitTicks : request.limitAboveTicks;
        ConditionalTerms terms = ConditionalTermsLib.pack(
            request.kind,
            request.limitTicks,
            limitAbove,
            request.clientId,
            request.trailTicks,
            book.bounds.keeperFeeTicks()
        );
        if (above != 0) terms = _arm(book, id, terms, true, above);
        if (below != 0) terms = _arm(book, id, terms, false, below);
        c.terms = terms;
        _escrow(config, c.slot, terms);
        emit IExchangeConditionals.ConditionalPlaced(id, _conditional(c));
    }

    /// @dev Counts the order for its market and its owner.
    function _open(
        Book storage book,
        IExchangeConditionals.ConditionalRequest calldata q,
        address account
    ) private returns (OrderId) {
        uint32 last = book.conditionalCount;
        require(last != type(uint32).max, IExchange.Exchange_SequenceExhausted(q.marketId, 0));
        uint256 live = book.conditionalsOf[account];
        require(live < CONDITIONALS_CAP, IExchangeConditionals.Exchange_TooManyConditionals(live, CONDITIONALS_CAP));
        book.conditionalsOf[account] = live + 1;
        book.conditionalCount = last + 1;
        return Conditionals.idOf(q.marketId, last + 1);
    }

    function _slot(
        IExchangeConditionals.ConditionalRequest calldata q,
        MarketConfig config,
        address account
    ) private pure returns (OrderSlot) {
        return
            OrderSlotLib.pack(
                account,
                q.lots,
                q.expiry,
                config.takerFeePips(),
                WorkQueue.flags(ConditionalRules.firedType(q.kind), q.side, q.selfTrade)
            );
    }

    function _arm(
        Book storage book,
        OrderId id,
        ConditionalTerms terms,
        bool above,
        uint16 ticks
    ) private returns (ConditionalTerms) {
        (bool added, uint32 sequence) = Triggers.add(book, above, ticks, id.sequence());
        require(added, IExchange.Exchange_SequenceExhausted(id.marketId(), ticks));
        return terms.withTrigger(above, ticks, sequence);
    }

    /// @dev Takes the escrow and the keeper fee from an owner who must be allowed to trade.
    function _escrow(MarketConfig config, OrderSlot slot, ConditionalTerms terms) private {
        uint256 amount = Conditionals.escrow(config, slot, terms.dearestTicks());
        uint256 fee = Conditionals.keeperFee(config, terms);
        if (WorkQueue.side(slot) == IExchange.Side.BID) {
            _s().spend(slot.owner(), config.quoteAsset(), amount + fee);
        } else {
            _s().spend(slot.owner(), config.baseAsset(), amount);
            if (fee != 0) _s().spend(slot.owner(), config.quoteAsset(), fee);
        }
    }

    /// @dev Where the order's triggers stand. Neither the last trade nor the reference may have met one already: then only what
    /// happens after the placement fires it.
    function _triggers(
        Book storage book,
        IExchangeConditionals.ConditionalRequest calldata q
    ) private view returns (uint16 above, uint16 below) {
        uint256 last = book.tape.lastTicks();
        uint256 price = ReferencePrice.settled(_s(), book);
        require(price != 0, IExchange.Exchange_NoReferencePrice(q.marketId));
        (above, below) = (q.triggerAboveTicks, q.triggerBelowTicks);
        if (q.kind == IExchangeConditionals.ConditionalKind.TRAILING_STOP) {
            bool isBid = q.side == IExchange.Side.BID;
            (bool fits, uint16 ticks) = Trailing.at(isBid, price, q.trailTicks);
            // safe: prices are below 2^16
            uint16 most = uint16(isBid ? type(uint16).max - price : price - 1);
            require(fits, IExchangeConditionals.Exchange_TrailOutOfRange(q.trailTicks, 1, most));
            (above, below) = isBid ? (ticks, uint16(0)) : (uint16(0), ticks);
        }
        if (above != 0) _requireAhead(above, last > price ? last : price, true);
        if (below != 0) _requireAhead(below, last < price ? last : price, false);
    }

    /// @param price of the last trade and the reference the one nearer to the trigger.
    function _requireAhead(uint16 trigger, uint256 price, bool above) private pure {
        require(
            above ? price < trigger : price > trigger,
            IExchangeConditionals.Exchange_TriggerAlreadyMet(trigger, uint16(price)) // safe: prices are below 2^16
        );
    }

    // ------------------------------------------------------------------------------------------- ending

    /// @dev See IExchangeConditionals.
    function cancelConditional(OrderId id) external nonReentrant returns (uint40 lots) {
        lots = _cancelConditional(_actor(), id);
        require(lots != 0, IExchange.Exchange_OrderNotLive(id));
    }

    /// @return lots zero when the order is not live.
    function _cancelConditional(address account, OrderId id) internal returns (uint40 lots) {
        require(Conditionals.isConditional(id), IExchange.Exchange_MalformedOrderId(id));
        Book storage book = _s().books[id.marketId()];
        OrderSlot slot = book.conditionals[id.sequence()].slot;
        if (slot.lots() == 0) return 0;
        require(slot.owner() == account, IExchange.Exchange_NotOrderOwner(account, slot.owner()));
        return Conditionals.end(_s(), book, book.config, id, IExchange.CancelReason.OWNER);
    }

    /// @dev See IExchangeConditionals.
    function pruneConditionals(OrderId[] calldata ids) external nonReentrant returns (uint256 removed) {
        uint256 length = ids.length;
        require(length <= Removal.BATCH_CAP, IExchange.Exchange_BatchTooLarge(length, Removal.BATCH_CAP));
        for (uint256 i = 0; i < length; ++i) {
            if (_prune(ids[i])) ++removed;
        }
    }

    function _prune(OrderId id) private returns (bool) {
        if (!Conditionals.isConditional(id)) return false;
        Book storage book = _s().books[id.marketId()];
        OrderSlot slot = book.conditionals[id.sequence()].slot;
        if (slot.lots() == 0) return false;
        MarketConfig config = book.config;
        (bool dead, IExchange.CancelReason reason) = WorkQueue.judge(_s(), config, slot);
        if (dead) Conditionals.end(_s(), book, config, id, reason);
        return dead;
    }

    // ------------------------------------------------------------------------------------------- trailing

    /// @dev See IExchangeConditionals.
    function trail(uint32 marketId, OrderId[] calldata ids) external nonReentrant returns (uint256 moved) {
        uint256 length = ids.length;
        require(length <= Removal.BATCH_CAP, IExchange.Exchange_BatchTooLarge(length, Removal.BATCH_CAP));
        (Book storage book, MarketConfig config) = _market(marketId);
        if (config.phase() != IExchange.MarketPhase.CONTINUOUS) return 0;
        uint256 price = ReferencePrice.settled(_s(), book);
        if (price == 0) return 0;
        for (uint256 i = 0; i < length; ++i) {
            if (_trail(book, marketId, ids[i], price)) ++moved;
        }
    }

    /// @return whether the order's trigger moved.
    function _trail(Book storage book, uint32 marketId, OrderId id, uint256 price) private returns (bool) {
        if (!Conditionals.isConditional(id) || id.marketId() != marketId) return false;
        Conditional storage c = book.conditionals[id.sequence()];
        (bool moves, bool above, uint16 to) = Trailing.due(c, price);
        if (!moves) return false;
        uint16 from = c.terms.trigger(above);
        if (!_move(book, id, above, to)) return false;
        emit IExchangeConditionals.TriggerMoved(id, from, to, uint16(price)); // safe: a price is below 2^16
        return true;
    }

    /// @dev Moves a live order's trigger on one side.
    /// @return added false when the new price has no sequence left; nothing changes then.
    function _move(Book storage book, OrderId id, bool above, uint16 to) private returns (bool added) {
        Conditional storage c = book.conditionals[id.sequence()];
        ConditionalTerms terms = c.terms;
        uint32 sequence;
        (added, sequence) = Triggers.add(book, above, to, id.sequence());
        if (!added) return false;
        Triggers.remove(book, above, terms.trigger(above), terms.sequence(above));
        c.terms = terms.withTrigger(above, to, sequence);
    }

    // ------------------------------------------------------------------------------------------- views

    /// @dev See IExchangeConditionals.
    function conditional(OrderId id) external view returns (IExchangeConditionals.ConditionalView memory) {
        require(Conditionals.isConditional(id), IExchange.Exchange_MalformedOrderId(id));
        return _conditional(_s().books[id.marketId()].conditionals[id.sequence()]);
    }

    function _conditional(Conditional storage c) private view returns (IExchangeConditionals.ConditionalView memory v) {
        OrderSlot slot = c.slot;
        ConditionalTerms terms = c.terms;
        v.owner = slot.owner();
        v.side = WorkQueue.side(slot);
        v.kind = terms.kind();
        v.selfTrade = WorkQueue.selfTrade(slot);
        v.lots = uint40(slot.lots()); // safe: a 40-bit field
        v.limitTicks = terms.limitTicks(false);
        v.limitAboveTicks = terms.limitTicks(true);
        v.triggerAboveTicks = terms.trigger(true);
        v.triggerBelowTicks = terms.trigger(false);
        v.trailTicks = terms.trailTicks();
        v.expiry = slot.expiry();
        v.feePips = slot.feePips();
        v.keeperFeeTicks = terms.keeperFeeTicks();
        v.clientId = terms.clientId();
    }

    /// @dev See IExchangeConditionals.
    function conditionalsOf(uint32 marketId, address account) external view returns (uint256) {
        (Book storage book, ) = _market(marketId);
        return book.conditionalsOf[account];
    }

    /// @dev See IExchangeConditionals. In a delisted market, where everything is due, each trigger counts.
    function dueStops(uint32 marketId) external view returns (uint256) {
        (Book storage book, MarketConfig config) = _market(marketId);
        if (config.phase() == IExchange.MarketPhase.DELISTED) return Triggers.countAll(book, OrderRules.FILLS_CAP);
        if (config.phase() != IExchange.MarketPhase.CONTINUOUS) return 0;
        uint256 price = ReferencePrice.settled(_s(), book);
        return price == 0 ? 0 : Triggers.countDue(book, price, OrderRules.FILLS_CAP);
    }

    /// @dev See IExchangeConditionals.
    function triggerLevels(
        uint32 marketId,
        bool above,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (IExchangeConditionals.TriggerLevel[] memory) {
        (Book storage book, ) = _market(marketId);
        return Triggers.levels(book, above, fromTicks, maxLevels);
    }

    /// @dev See IExchangeConditionals.
    function triggersAt(
        uint32 marketId,
        bool above,
        uint16 ticks,
        uint16 maxOrders
    ) external view returns (OrderId[] memory ids) {
        (Book storage book, ) = _market(marketId);
        uint32[] memory numbers = Triggers.numbersAt(book, above, ticks, maxOrders);
        ids = new OrderId[](numbers.length);
        for (uint256 i = 0; i < numbers.length; ++i) {
            ids[i] = Conditionals.idOf(marketId, numbers[i]);
        }
    }
}
