// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeParents } from "../interfaces/IExchangeParents.sol";
import { Book, Parent } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId } from "../types/OrderId.sol";
import { OrderSlotLib } from "../types/OrderSlot.sol";
import { ParentSchedule, ParentScheduleLib } from "../types/ParentSchedule.sol";
import { Balances } from "../libraries/Balances.sol";
import { FeeTiers } from "../libraries/FeeTiers.sol";
import { Parents } from "../libraries/Parents.sol";
import { SequenceSet } from "../libraries/SequenceSet.sol";
import { WorkQueue } from "../libraries/WorkQueue.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeParents
/// @notice Placing, cancelling and reading orders that are worked off in slices; ExchangeSlicing executes them.
abstract contract ExchangeParents is ExchangeBase {
    using Balances for Layout;
    using SequenceSet for mapping(uint256 => uint256);

    /// @dev See IExchangeParents.
    function placeParent(IExchangeParents.ParentRequest calldata request) external nonReentrant returns (OrderId id) {
        (Book storage book, MarketConfig config) = _market(request.marketId);
        IExchange.MarketPhase phase = config.phase();
        require(
            phase == IExchange.MarketPhase.CONTINUOUS ||
                phase == IExchange.MarketPhase.OPENING ||
                phase == IExchange.MarketPhase.AUCTION,
            IExchange.Exchange_MarketNotOpen(request.marketId, phase)
        );
        IExchangeParents.ParentRequest memory q = request;
        q.startAt = Parents.check(request, config);
        if (config.tiered()) config = FeeTiers.applied(_s(), book, config, _actor());
        uint32 number = book.parentCount;
        require(number != type(uint32).max, IExchange.Exchange_SequenceExhausted(q.marketId, 0));
        book.parentCount = ++number;
        book.liveParents.insert(0, number);
        id = Parents.idOf(q.marketId, number);
        Parent storage p = book.parents[number];
        _store(book, config, p, q);
        uint256 keeperFee = Parents.keeperFee(config, p.schedule);
        emit IExchangeParents.ParentPlaced(id, p.slot.owner(), q, p.slot.feePips(), keeperFee);
        _escrow(config, p);
    }

    function _store(
        Book storage book,
        MarketConfig config,
        Parent storage p,
        IExchangeParents.ParentRequest memory q
    ) private {
        // an immediate-or-cancel order again and again
        uint8 flags = WorkQueue.flags(IExchange.OrderType.LIMIT_IOC, q.side, q.selfTrade);
        p.slot = OrderSlotLib.pack(_actor(), q.lots, 0, config.takerFeePips(), flags);
        ParentSchedule schedule = ParentScheduleLib.timed(q.startAt, q.interval, q.slices).sized(q.lots, q.limitTicks);
        uint16 keeperFeeTicks = uint16(book.bounds.keeperFeeTicks()); // safe: a 16-bit field
        schedule = schedule.bounded(q.toleranceBps, q.participationBps, keeperFeeTicks);
        p.schedule = schedule.progressed(0, book.tape.volumeLots(), 0);
        p.weights = q.weights;
        p.clientId = q.clientId;
    }

    /// @dev Takes what the parent holds from its owner's free balances.
    function _escrow(MarketConfig config, Parent storage p) private {
        (uint256 escrow, uint256 keeperFees) = Parents.held(config, p.slot, p.schedule);
        address owner = p.slot.owner();
        if (WorkQueue.side(p.slot) == IExchange.Side.BID) {
            _s().spend(owner, config.quoteAsset(), escrow + keeperFees);
        } else {
            _s().spend(owner, config.baseAsset(), escrow);
            if (keeperFees != 0) _s().spend(owner, config.quoteAsset(), keeperFees);
        }
    }

    /// @dev See IExchangeParents.
    function cancelParent(OrderId parentId) external nonReentrant returns (uint40 lots) {
        lots = _cancelParent(_actor(), parentId);
        require(lots != 0, IExchange.Exchange_OrderNotLive(parentId));
    }

    /// @return lots zero when the order is not live.
    function _cancelParent(address account, OrderId id) internal returns (uint40 lots) {
        Parents.requireId(id);
        Book storage book = _s().books[id.marketId()];
        Parent storage p = book.parents[id.sequence()];
        if (p.slot.lots() == 0) return 0;
        address owner = p.slot.owner();
        require(owner == account, IExchange.Exchange_NotOrderOwner(account, owner));
        return Parents.finish(_s(), book.config, id, p, IExchangeParents.ParentEnd.OWNER);
    }

    /// @dev See IExchangeParents.
    function nextSlice(OrderId parentId) external view returns (IExchangeParents.SliceView memory) {
        return Parents.nextSlice(_s(), _s().books[parentId.marketId()], _parent(parentId));
    }

    /// @dev See IExchangeParents.
    function parent(OrderId parentId) external view returns (IExchangeParents.ParentView memory v) {
        Parents.requireId(parentId);
        Book storage book = _s().books[parentId.marketId()];
        Parent storage p = book.parents[parentId.sequence()];
        v.live = p.slot.lots() != 0;
        if (!v.live) return v;
        v.request = _request(parentId.marketId(), p);
        ParentSchedule schedule = p.schedule;
        v.owner = p.slot.owner();
        v.feePips = p.slot.feePips();
        v.keeperFee = Parents.keeperFee(book.config, schedule);
        v.openLots = p.openLots;
        // safe, all: fields of these widths
        v.lotsLeft = uint40(p.slot.lots());
        v.nextSlice = uint16(schedule.next());
        v.slicesPaid = uint16(schedule.paid());
    }

    function _request(
        uint32 marketId,
        Parent storage p
    ) private view returns (IExchangeParents.ParentRequest memory q) {
        ParentSchedule schedule = p.schedule;
        q.marketId = marketId;
        q.side = WorkQueue.side(p.slot);
        q.kind = p.weights == 0 ? IExchangeParents.ParentKind.TWAP : IExchangeParents.ParentKind.VWAP;
        // safe, all: fields of these widths
        q.lots = uint40(schedule.lots());
        q.limitTicks = uint16(schedule.limitTicks());
        q.startAt = uint32(schedule.start());
        q.interval = uint32(schedule.interval());
        q.slices = uint16(schedule.slices());
        q.toleranceBps = uint16(schedule.toleranceBps());
        q.participationBps = uint16(schedule.participationBps());
        q.weights = p.weights;
        q.selfTrade = WorkQueue.selfTrade(p.slot);
        q.clientId = p.clientId;
    }

    /// @dev Reverts unless `id` names a live parent.
    function _parent(OrderId id) private view returns (Parent storage) {
        Parents.requireId(id);
        return Parents.find(_s(), id);
    }
}
