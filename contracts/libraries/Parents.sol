// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeParents } from "../interfaces/IExchangeParents.sol";
import { Book, BookSide, ExchangeStorage, Parent } from "../storage/ExchangeStorage.sol";
import { MarketBoundsLib } from "../types/MarketBounds.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { ParentSchedule } from "../types/ParentSchedule.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";
import { ReferencePrice } from "./ReferencePrice.sol";
import { SequenceSet } from "./SequenceSet.sol";
import { Slices } from "./Slices.sol";
import { TickBitmap } from "./TickBitmap.sol";
import { WorkQueue } from "./WorkQueue.sol";

/// @title Parents
/// @notice Orders that are worked off in slices: what must be true of one, which slice is due, how one ends.
library Parents {
    using Balances for ExchangeStorage.Layout;
    using SequenceSet for mapping(uint256 => uint256);
    using TickBitmap for BookSide;

    uint32 internal constant SHORTEST_INTERVAL = 30;
    uint256 internal constant SHORTEST_WINDOW = 300;
    uint256 internal constant LONGEST_WINDOW = 86_400;
    uint256 internal constant FURTHEST_START = 30 days;
    uint16 internal constant FEWEST_SLICES = 2;
    uint16 internal constant MOST_SLICES = 2880;
    uint16 private constant BPS = 10_000;

    /// @notice Reverts with the first rule that `q` breaks.
    /// @return start when the first slice falls due.
    function check(
        IExchangeParents.ParentRequest calldata q,
        MarketConfig config
    ) internal view returns (uint32 start) {
        require(q.limitTicks != 0, IExchange.Exchange_PriceOutOfRange(0, 1, type(uint16).max));
        require(q.toleranceBps <= BPS, IExchangeParents.Exchange_BpsAboveCap(q.toleranceBps, BPS));
        require(q.participationBps <= BPS, IExchangeParents.Exchange_BpsAboveCap(q.participationBps, BPS));
        _checkWindow(q);
        _checkSizes(q, config.minLots());
        start = q.startAt == 0 ? uint32(block.timestamp) : q.startAt; // safe: seconds fit 32 bits until 2106
        require(
            start >= block.timestamp && start <= block.timestamp + FURTHEST_START,
            IExchangeParents.Exchange_StartOutOfRange(start, block.timestamp, block.timestamp + FURTHEST_START)
        );
    }

    function _checkWindow(IExchangeParents.ParentRequest calldata q) private pure {
        require(
            q.interval >= SHORTEST_INTERVAL,
            IExchangeParents.Exchange_IntervalTooShort(q.interval, SHORTEST_INTERVAL)
        );
        bool weighted = q.kind == IExchangeParents.ParentKind.VWAP;
        uint16 most = weighted ? uint16(Slices.MOST_WEIGHTS) : MOST_SLICES; // safe: 32
        require(
            q.slices >= FEWEST_SLICES && q.slices <= most,
            IExchangeParents.Exchange_SlicesOutOfRange(q.slices, FEWEST_SLICES, most)
        );
        uint256 window = uint256(q.interval) * q.slices;
        require(
            window >= SHORTEST_WINDOW && window <= LONGEST_WINDOW,
            IExchangeParents.Exchange_WindowOutOfRange(window, SHORTEST_WINDOW, LONGEST_WINDOW)
        );
    }

    /// @dev The smallest slice on schedule must be an order that the market takes.
    function _checkSizes(IExchangeParents.ParentRequest calldata q, uint32 minLots) private pure {
        uint256 smallest = 1;
        bool good = q.weights == 0;
        if (q.kind == IExchangeParents.ParentKind.VWAP) {
            smallest = _smallestWeight(q.weights, q.slices);
            // nothing may stand behind the last weight
            good = smallest != 0 && (q.slices == Slices.MOST_WEIGHTS || (q.weights << (8 * uint256(q.slices))) == 0);
        }
        require(good, IExchangeParents.Exchange_BadWeights(q.weights, q.slices));
        uint256 plain = (q.lots * smallest) / Slices.weightFrom(q.weights, q.slices, 0);
        // a market's minimum is at least 1, so no order is empty
        require(plain >= minLots, IExchangeParents.Exchange_SliceBelowMinimum(plain, minLots));
    }

    function _smallestWeight(bytes32 weights, uint256 slices) private pure returns (uint256 smallest) {
        smallest = type(uint8).max;
        for (uint256 i = 0; i < slices; ++i) {
            uint256 weight = uint8(weights[i]);
            if (weight < smallest) smallest = weight;
        }
    }

    /// @param number the market's count of parents.
    function idOf(uint32 marketId, uint32 number) internal pure returns (OrderId) {
        return OrderIdLib.pack(marketId, OrderKind.PARENT, 0, number);
    }

    /// @return whether this is the one form in which the id of a parent is written.
    function isParent(OrderId id) internal pure returns (bool) {
        return id.isWellFormed() && id.kind() == OrderKind.PARENT && id.priceTicks() == 0;
    }

    /// @notice Reverts unless this is the one form in which the id of a parent is written: under another, the same order would
    /// be worked and reported by an id that nobody knows.
    function requireId(OrderId id) internal pure {
        require(isParent(id), IExchange.Exchange_MalformedOrderId(id));
    }

    /// @return the parent that `id` names; it must be live.
    function find(ExchangeStorage.Layout storage s, OrderId id) internal view returns (Parent storage) {
        Parent storage p = s.books[id.marketId()].parents[id.sequence()];
        require(p.slot.lots() != 0, IExchange.Exchange_OrderNotLive(id));
        return p;
    }

    /// @notice What a parent holds: the escrow in its own asset, and the keeper fees not paid out in quote.
    function held(
        MarketConfig config,
        OrderSlot slot,
        ParentSchedule schedule
    ) internal pure returns (uint256 escrow, uint256 keeperFees) {
        uint256 lots = slot.lots();
        if (WorkQueue.side(slot) == IExchange.Side.BID) {
            escrow = Fees.bidEscrow(lots, schedule.limitTicks() * config.tickSize(), slot.feePips());
        } else {
            escrow = lots * config.lotUnits();
        }
        keeperFees = (schedule.slices() - schedule.paid()) * keeperFee(config, schedule);
    }

    /// @return what a slice that trades pays to its keeper, quote base units.
    function keeperFee(MarketConfig config, ParentSchedule schedule) internal pure returns (uint256) {
        return schedule.keeperFeeTicks() * config.tickSize();
    }

    /// @param p live.
    /// @return over whether the order can trade no more, whatever the market's phase.
    /// @return reason why.
    function judge(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        Parent storage p
    ) internal view returns (bool over, IExchangeParents.ParentEnd reason) {
        if (config.phase() == IExchange.MarketPhase.DELISTED) return (true, IExchangeParents.ParentEnd.MARKET_CLOSED);
        ParentSchedule schedule = p.schedule;
        if (block.timestamp >= schedule.dueAt(schedule.slices())) return (true, IExchangeParents.ParentEnd.WINDOW_OVER);
        bool isBid = WorkQueue.side(p.slot) == IExchange.Side.BID;
        if (!s.mayTrade(p.slot.owner(), isBid ? config.baseAsset() : config.quoteAsset())) {
            return (true, IExchangeParents.ParentEnd.INELIGIBLE);
        }
    }

    /// @notice The slice that may be executed now, else the next one to fall due.
    /// @param p live.
    function nextSlice(
        ExchangeStorage.Layout storage s,
        Book storage book,
        Parent storage p
    ) internal view returns (IExchangeParents.SliceView memory slice) {
        ParentSchedule schedule = p.schedule;
        bool isOpen = _place(p, schedule, slice);
        uint256 left = p.slot.lots();
        uint256 lots;
        if (isOpen) lots = p.openLots < left ? p.openLots : left;
        else if (slice.slice != schedule.slices()) lots = _lots(book, p, slice.slice, left);
        slice.lots = uint40(lots); // safe: at most what is left, a 40-bit field
        slice.boundTicks = _bound(s, book, schedule, WorkQueue.side(p.slot) == IExchange.Side.BID);
    }

    /// @param p live.
    /// @return whether executing its slice would do anything now: trade, end the order, or find a breach of the bands.
    function isDue(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Parent storage p
    ) internal view returns (bool) {
        (bool over, ) = judge(s, config, p);
        if (over || config.phase() != IExchange.MarketPhase.CONTINUOUS) return over;
        IExchangeParents.SliceView memory slice = nextSlice(s, book, p);
        if (block.timestamp < slice.dueAt || slice.boundTicks == 0 || slice.lots == 0) return false;
        bool isBid = WorkQueue.side(p.slot) == IExchange.Side.BID;
        (bool found, uint256 rank) = isBid ? book.asks.best() : book.bids.best();
        // ranks grow away from the spread on either side
        return found && rank <= slice.boundTicks ^ (isBid ? 0 : TickBitmap.BID_FLIP);
    }

    /// @dev Says in `slice` which one it is and when it falls due. Slices that were passed over roll into it.
    /// @return isOpen whether it is one to be carried on.
    function _place(
        Parent storage p,
        ParentSchedule schedule,
        IExchangeParents.SliceView memory slice
    ) private view returns (bool isOpen) {
        uint256 next = schedule.next();
        uint256 index = Slices.indexAt(schedule.start(), schedule.interval(), block.timestamp);
        isOpen = index + 1 == next && p.openLots != 0;
        if (!isOpen && index < next) index = next;
        if (index > schedule.slices()) index = schedule.slices();
        // safe, both: 16 bits, and 32 + 17 bits of which no window uses more than 33
        slice.slice = uint16(index);
        slice.dueAt = uint40(schedule.dueAt(index));
    }

    /// @param left lots not executed yet.
    /// @return size zero while the participation cap leaves less than the market takes.
    function _lots(
        Book storage book,
        Parent storage p,
        uint256 index,
        uint256 left
    ) private view returns (uint256 size) {
        ParentSchedule schedule = p.schedule;
        uint256 minLots = book.config.minLots();
        size = Slices.size(schedule.lots(), left, p.weights, schedule.slices(), index, minLots);
        uint256 cap = schedule.participationBps();
        if (cap == 0) return size;
        uint256 most = Slices.allowance(book.tape.volumeLots(), schedule.volumeSeen(), cap);
        if (size > most) size = most;
        if (size < minLots && size < left) size = 0;
    }

    /// @dev The limit, or the end of the tolerance around the reference price where that is better for the owner.
    function _bound(
        ExchangeStorage.Layout storage s,
        Book storage book,
        ParentSchedule schedule,
        bool isBid
    ) private view returns (uint16) {
        uint256 limit = schedule.limitTicks();
        uint256 tolerance = schedule.toleranceBps();
        if (tolerance != 0) {
            uint256 center = ReferencePrice.settled(s, book);
            if (center == 0) return 0;
            (uint256 low, uint256 high) = isBid ? (uint256(1), limit) : (limit, MarketBoundsLib.MAX_TICKS);
            (low, high) = MarketBoundsLib.narrowed(low, high, center << 16, tolerance);
            limit = isBid ? high : low;
        }
        return uint16(limit); // safe: never beyond the limit or the reference, both of 16 bits
    }

    /// @notice Ends a parent and returns all it holds.
    /// @param p live, or just filled.
    function finish(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        OrderId id,
        Parent storage p,
        IExchangeParents.ParentEnd reason
    ) internal returns (uint40 lots) {
        OrderSlot slot = p.slot;
        address owner = slot.owner();
        (uint256 escrow, uint256 keeperFees) = held(config, slot, p.schedule);
        p.slot = OrderSlot.wrap(0);
        p.schedule = ParentSchedule.wrap(0);
        p.weights = 0;
        (p.clientId, p.openLots, p.openTraded) = (0, 0, false);
        s.books[id.marketId()].liveParents.remove(0, id.sequence());
        lots = uint40(slot.lots()); // safe: a 40-bit field
        if (WorkQueue.side(slot) == IExchange.Side.BID) {
            if (escrow + keeperFees != 0) s.credit(owner, config.quoteAsset(), escrow + keeperFees);
        } else {
            if (escrow != 0) s.credit(owner, config.baseAsset(), escrow);
            if (keeperFees != 0) s.credit(owner, config.quoteAsset(), keeperFees);
        }
        emit IExchangeParents.ParentEnded(id, owner, lots, keeperFees, reason);
    }
}
