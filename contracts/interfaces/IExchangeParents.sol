// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";
import { IExchange } from "./IExchange.sol";

/// @title IExchangeParents
/// @notice Orders that are worked off over time, in slices at regular intervals: equal ones (TWAP) or by weights (VWAP). The
/// contract computes when a slice is due, how large it is and what it may pay; whoever executes it only says "now".
/// @dev Part of the Exchange: called at its address. Units as in IExchange.
interface IExchangeParents {
    enum ParentKind {
        TWAP,
        VWAP
    }

    /// @notice Why an order that was worked off in slices is over. FILLED: nothing is left. OWNER: cancelled. WINDOW_OVER: its
    /// last slice was executed or its time passed. INELIGIBLE: its owner may not trade any more, or let its own time lapse. MARKET_CLOSED: delisted.
    enum ParentEnd {
        FILLED,
        OWNER,
        WINDOW_OVER,
        INELIGIBLE,
        MARKET_CLOSED
    }

    /// @notice An order to be worked off over time. Its whole size is escrowed when it is placed: a BID's at the limit price
    /// with the taker fee, and the keeper fee of every slice in quote.
    /// @param marketId the market.
    /// @param side BID buys credits, ASK sells them.
    /// @param kind TWAP or VWAP.
    /// @param lots whole size; the smallest slice on schedule must reach the market's minimum order.
    /// @param limitTicks worst price of any slice, 1 to 65,535.
    /// @param startAt when the first slice falls due, unix seconds, at most 30 days ahead; zero for now.
    /// @param interval seconds from slice to slice, at least 30. Interval x slices is 300 to 86,400 seconds.
    /// @param slices 2 to 2,880; of a VWAP at most 32.
    /// @param toleranceBps furthest a slice may trade beyond the market's reference price, in basis points; zero for any
    /// price up to the limit. Without a reference price such a slice waits.
    /// @param participationBps largest part of the market's volume since the slice before, in basis points, that a slice
    /// may be; zero for no such cap.
    /// @param weights of a VWAP one byte per slice, the first slice's leftmost, all above zero and the rest of the word
    /// zero; of a TWAP all zero.
    /// @param selfTrade what happens when a slice meets an order of the same owner.
    /// @param clientId the owner's own number, repeated in events.
    struct ParentRequest {
        uint32 marketId;
        IExchange.Side side;
        ParentKind kind;
        uint40 lots;
        uint16 limitTicks;
        uint32 startAt;
        uint32 interval;
        uint16 slices;
        uint16 toleranceBps;
        uint16 participationBps;
        bytes32 weights;
        IExchange.SelfTrade selfTrade;
        uint64 clientId;
    }

    /// @notice An order that is worked off in slices, as stored.
    /// @param request as placed, with the start in place of zero.
    /// @param lotsLeft not executed yet.
    /// @param nextSlice the first slice not begun, counting from zero.
    /// @param openLots what is left of the slice under way; it lapses when the next one falls due.
    /// @param feePips taker fee of every slice, millionths of notional.
    /// @param keeperFee prepaid per slice that trades, quote base units.
    /// @param slicesPaid slices whose keeper fee is paid out.
    /// @param live false when over or never placed; everything else is zero then.
    struct ParentView {
        ParentRequest request;
        address owner;
        uint40 lotsLeft;
        uint16 nextSlice;
        uint40 openLots;
        uint16 feePips;
        uint256 keeperFee;
        uint16 slicesPaid;
        bool live;
    }

    /// @notice What `executeSlice` would do.
    /// @param slice counts from zero; the number of slices when the window is over and the order only waits to be ended.
    /// @param dueAt unix seconds from when it may be executed.
    /// @param lots its size with today's volume; zero while the participation cap leaves less than the market's minimum.
    /// @param boundTicks the worst price it may trade at; zero while there is no reference price to tell.
    struct SliceView {
        uint16 slice;
        uint40 dueAt;
        uint40 lots;
        uint16 boundTicks;
    }

    // ------------------------------------------------------------------------------------------- events

    /// @notice `request.startAt` is the start itself, never zero. Escrow: see `ParentRequest`.
    event ParentPlaced(
        OrderId indexed parentId,
        address indexed owner,
        ParentRequest request,
        uint16 takerFeePips,
        uint256 keeperFeePerSlice
    );

    /// @notice A slice traded or was carried on; its fills are in the `Taken` event before, under the parent's id.
    /// @param slice counts from zero.
    /// @param lotsFilled lots traded in this call.
    /// @param openLots what is left of this slice and may be carried on until the next one falls due.
    /// @param lotsLeft lots of the whole order not executed afterwards.
    /// @param keeper who called.
    /// @param keeperFee quote base units paid to the caller's balance from what the owner prepaid.
    event SliceExecuted(
        OrderId indexed parentId,
        address indexed keeper,
        uint16 slice,
        uint40 lotsFilled,
        uint40 openLots,
        uint40 lotsLeft,
        uint256 keeperFee
    );

    /// @notice An order is over. `lots` and the keeper fees not earned were returned.
    event ParentEnded(
        OrderId indexed parentId,
        address indexed owner,
        uint40 lots,
        uint256 keeperFeesReturned,
        ParentEnd reason
    );

    // ------------------------------------------------------------------------------------------- errors

    error Exchange_StartOutOfRange(uint256 startAt, uint256 earliest, uint256 latest);
    error Exchange_IntervalTooShort(uint32 interval, uint32 shortest);
    error Exchange_SlicesOutOfRange(uint16 slices, uint16 fewest, uint16 most);
    error Exchange_WindowOutOfRange(uint256 windowSeconds, uint256 shortest, uint256 longest);
    error Exchange_BadWeights(bytes32 weights, uint16 slices);
    error Exchange_SliceBelowMinimum(uint256 lots, uint32 minLots);
    error Exchange_BpsAboveCap(uint16 bps, uint16 cap);
    error Exchange_SliceNotDue(uint256 dueAt, uint256 nowSeconds);
    error Exchange_ParticipationReached(OrderId parentId, uint16 participationBps);
    error Exchange_NothingCrosses(OrderId parentId, uint16 boundTicks);

    // ------------------------------------------------------------------------------------------- calls

    /// @notice Places an order that is worked off in slices, in a market that trades or collects orders.
    function placeParent(ParentRequest calldata request) external returns (OrderId parentId);

    /// @notice Cancels one of the caller's and returns its escrow and the keeper fees not earned. Works in every phase.
    function cancelParent(OrderId parentId) external returns (uint40 lots);

    /// @notice Executes the slice that is due, or carries on one whose work ran out: immediate or cancel, at resting
    /// prices, within the slice's bound. Anyone may call, and receives the slice's keeper fee when it is done and has traded. An order
    /// whose window is over, whose owner may not trade or whose market is delisted is ended and returned instead. Reverts
    /// when nothing is due, the market does not trade or nothing would happen, so that a simulation tells.
    /// @param maxFills resting orders that may be met, 1 to 150.
    /// @return filledLots lots traded in this call.
    /// @return lotsLeft lots of the whole order not executed afterwards; zero when it is over.
    function executeSlice(OrderId parentId, uint16 maxFills) external returns (uint40 filledLots, uint40 lotsLeft);

    /// @notice An order that is worked off in slices.
    function parent(OrderId parentId) external view returns (ParentView memory);

    /// @notice The slice that is due now, or the next one to fall due. Reverts for an order that is over.
    function nextSlice(OrderId parentId) external view returns (SliceView memory);
}
