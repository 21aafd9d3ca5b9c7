// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";
import { IExchange } from "./IExchange.sol";

/// @title IExchangeConditionals
/// @notice Orders that wait for a price: stop, stop-limit, take-profit, one-cancels-other and trailing stop.
/// @dev A conditional order pays its whole escrow when it is placed: a bid for its limit price with the taker fee, an ask its
/// credits. When its trigger is met it becomes a deferred order with that escrow and waits in the market's work queue, so that
/// firing trades nothing by itself.
///
/// The reference price is computed by the contract: the last trade of an *earlier* block, held within the market's trigger
/// band around the time-weighted price. A trade of the same block fires nothing, and one that strays from the average counts
/// only as far as the band. An order is refused when its trigger is already met, so only what happens afterwards fires it.
///
/// Bid triggers of stops stand above the price and those of asks below it; of take-profits the other way round.
interface IExchangeConditionals {
    /// @notice STOP_MARKET becomes a MARKET order with the limit price as the worst accepted, STOP_LIMIT and TAKE_PROFIT a
    /// LIMIT_GTC one. OCO has both triggers, each with a limit price of its own, and becomes a LIMIT_GTC order by whichever is
    /// met first; the other is gone. TRAILING_STOP is a STOP_MARKET whose trigger follows the price at a distance, see `trail`.
    enum ConditionalKind {
        STOP_MARKET,
        STOP_LIMIT,
        TAKE_PROFIT,
        OCO,
        TRAILING_STOP
    }

    /// @param marketId the market; it must be CONTINUOUS and have traded before this block.
    /// @param side BID buys credits, ASK sells them.
    /// @param kind see `ConditionalKind`.
    /// @param selfTrade see `IExchange.SelfTrade`.
    /// @param lots size.
    /// @param limitTicks limit price after the trigger, or worst price of a MARKET order; of an OCO that of the trigger below.
    /// @param limitAboveTicks OCO: limit price after the trigger above. Zero otherwise.
    /// @param triggerAboveTicks fires when the reference price is at or above it; zero for none.
    /// @param triggerBelowTicks fires when the reference price is at or below it; zero for none.
    /// @param trailTicks TRAILING_STOP: distance of the trigger from the reference price, the first one included, so that both
    /// triggers are zero here. Zero otherwise.
    /// @param expiry unix seconds; zero for none. Also of the order it becomes.
    /// @param clientId echoed in events; not checked for uniqueness.
    struct ConditionalRequest {
        uint32 marketId;
        IExchange.Side side;
        ConditionalKind kind;
        IExchange.SelfTrade selfTrade;
        uint40 lots;
        uint16 limitTicks;
        uint16 limitAboveTicks;
        uint16 triggerAboveTicks;
        uint16 triggerBelowTicks;
        uint16 trailTicks;
        uint32 expiry;
        uint64 clientId;
    }

    /// @notice A conditional order as stored; all zero when it is not live.
    /// @param limitTicks as requested; with one trigger `limitAboveTicks` is the same.
    /// @param feePips taker fee its escrow holds and the order it becomes will pay.
    /// @param keeperFeeTicks prepaid for whoever fires it, in units of tickSize.
    struct ConditionalView {
        address owner;
        IExchange.Side side;
        ConditionalKind kind;
        IExchange.SelfTrade selfTrade;
        uint40 lots;
        uint16 limitTicks;
        uint16 limitAboveTicks;
        uint16 triggerAboveTicks;
        uint16 triggerBelowTicks;
        uint16 trailTicks;
        uint32 expiry;
        uint16 feePips;
        uint16 keeperFeeTicks;
        uint64 clientId;
    }

    /// @param ticks a trigger price.
    /// @param count live triggers at it.
    struct TriggerLevel {
        uint16 ticks;
        uint48 count;
    }

    // ------------------------------------------------------------------------------------------- events

    /// @notice A conditional order waits, its triggers where `order` says. It holds the escrow of the dearer limit price.
    event ConditionalPlaced(OrderId indexed conditionalId, ConditionalView order);

    /// @notice A trailing stop's trigger followed the price.
    event TriggerMoved(OrderId indexed conditionalId, uint16 fromTicks, uint16 toTicks, uint16 referenceTicks);

    /// @notice A trigger was met: the order goes on as `deferredId`, and what its escrow held beyond that one's is returned.
    /// @param above which trigger.
    /// @param keeper who fired it.
    /// @param keeperFee quote base units paid to the keeper from what the order had prepaid; zero when the keeper may not trade, and
    /// then the owner has it back.
    event ConditionalFired(
        OrderId indexed conditionalId,
        OrderId indexed deferredId,
        address indexed keeper,
        bool above,
        uint16 triggerTicks,
        uint16 referenceTicks,
        uint256 keeperFee
    );

    /// @notice A conditional order ended without firing; its escrow and prepaid keeper fee were returned.
    event ConditionalCancelled(
        OrderId indexed conditionalId,
        address indexed owner,
        uint40 lots,
        IExchange.CancelReason reason
    );

    // ------------------------------------------------------------------------------------------- errors

    error Exchange_TriggerAlreadyMet(uint16 triggerTicks, uint16 priceTicks);
    error Exchange_BadTriggers(
        ConditionalKind kind,
        IExchange.Side side,
        uint16 triggerAboveTicks,
        uint16 triggerBelowTicks
    );
    error Exchange_LimitAboveNotAllowed(ConditionalKind kind, uint16 limitAboveTicks);
    error Exchange_TrailOutOfRange(uint16 trailTicks, uint16 minTicks, uint16 maxTicks);
    error Exchange_TooManyConditionals(uint256 live, uint256 cap);

    // ------------------------------------------------------------------------------------------- an owner's calls

    /// @notice Places a conditional order; see `ConditionalRequest`. An account has at most 20 live ones per market.
    /// @dev Beside its escrow the order prepays the market's keeper fee of this moment, from the owner's quote balance.
    function placeConditional(ConditionalRequest calldata request) external returns (OrderId conditionalId);

    /// @notice Cancels a conditional order and returns its whole escrow and its keeper fee. Works in every market phase. One
    /// that has fired is not live any more: what it became is cancelled by `cancel`.
    /// @return lots its size.
    function cancelConditional(OrderId conditionalId) external returns (uint40 lots);

    /// @dev For the Exchange itself: what `cancel` and its like send on for the id of a conditional order or a parent.
    /// @param account whose order it must be.
    /// @return lots zero when it is not live.
    function cancelPlanned(address account, OrderId orderId) external returns (uint40 lots);

    // ------------------------------------------------------------------------------------------- anyone's work

    /// @notice Lets go what the reference price has met, the trigger it has passed furthest first and in time order at one
    /// price; a gap past a trigger counts as well as its touch. Only in a CONTINUOUS market. What may not go on (expired, its
    /// owner no longer eligible) is removed and refunded with a reason. In a DELISTED market everything is returned. Anyone may
    /// call, and is paid the keeper fee that each order let go has prepaid, if it may trade itself.
    /// @param max most orders, 1 to 150.
    /// @return handled how many conditional orders were fired or removed; zero when nothing is due.
    function fireStops(uint32 marketId, uint16 max) external returns (uint256 handled);

    /// @notice Moves the triggers of trailing stops to their distance from the reference price, never against their owner:
    /// an ask's only up, a bid's only down. Ids that do not qualify are skipped: not a live trailing stop of this market,
    /// expired, or not to be moved. Anyone may call, as often as they like, and in a CONTINUOUS market only.
    /// @dev The trigger stands where the last call left it. A move of the price that nobody called for while it lasted is lost:
    /// the trigger then stays further from the price than its distance, hence fires later and at a worse price than it could
    /// have, but never worse than where it already stood. Whoever depends on it watches and calls. A price that stood for a few
    /// blocks only moves triggers no further than the market's trigger band allows. A moved trigger goes behind those
    /// that already stand at its new price.
    /// @return moved how many were.
    function trail(uint32 marketId, OrderId[] calldata conditionalIds) external returns (uint256 moved);

    /// @notice Removes conditional orders that have expired or whose owners may no longer trade, refunding them. Ids that do not
    /// qualify are skipped. Anyone may call.
    /// @return removed how many.
    function pruneConditionals(OrderId[] calldata conditionalIds) external returns (uint256 removed);

    // ------------------------------------------------------------------------------------------- views

    /// @return the order, all zero when it is not live.
    function conditional(OrderId conditionalId) external view returns (ConditionalView memory);

    /// @return how many live conditional orders an account has in a market.
    function conditionalsOf(uint32 marketId, address account) external view returns (uint256);

    /// @notice How many triggers `fireStops` would find due now, counted up to 150.
    function dueStops(uint32 marketId) external view returns (uint256 due);

    /// @notice Prices with live triggers, from the one that would be met first outward, at most `maxLevels`.
    /// @param above which triggers.
    /// @param fromTicks where to start; zero for the first.
    function triggerLevels(
        uint32 marketId,
        bool above,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (TriggerLevel[] memory);

    /// @notice Conditional orders with a trigger at one price, in the order in which they would fire, at most `maxOrders`.
    function triggersAt(
        uint32 marketId,
        bool above,
        uint16 ticks,
        uint16 maxOrders
    ) external view returns (OrderId[] memory conditionalIds);
}
