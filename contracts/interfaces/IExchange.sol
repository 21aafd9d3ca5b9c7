// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";
import { IExchangeBook } from "./IExchangeBook.sol";
import { IExchangeMarkets } from "./IExchangeMarkets.sol";

/// @title IExchange
/// @notice One singleton that holds every market's order book and an internal vault with everybody's escrow.
/// @dev Amounts: credits in units (kg CO2e), quote in base units of its token, order size in lots, price in ticks.
/// notional (quote base units) = lots x priceTicks x tickSize, always exact. Only fees round. What roles may do and what can be
/// read stands in the interfaces it inherits; the other IExchange interfaces are called at the same address.
interface IExchange is IExchangeMarkets, IExchangeBook {
    enum Side {
        BID,
        ASK
    }

    /// @notice GTC rests until cancelled, or until `expiry` where one is given (GTT). IOC fills what it can and drops the
    /// rest. FOK fills wholly or reverts. POST_ONLY rests or reverts; POST_ONLY_SLIDE rests at its price or, where that
    /// would cross, one tick behind the best opposite price. MARKET is IOC whose price is the worst accepted.
    enum OrderType {
        LIMIT_GTC,
        LIMIT_IOC,
        LIMIT_FOK,
        LIMIT_POST_ONLY,
        MARKET,
        LIMIT_POST_ONLY_SLIDE
    }

    /// @notice What happens when an order meets another of the same owner. CANCEL_MAKER removes the resting one.
    /// CANCEL_TAKER drops the rest of the arriving one. CANCEL_BOTH does both. DECREMENT takes the smaller size off both.
    /// Nothing trades, and what leaves is returned.
    enum SelfTrade {
        CANCEL_MAKER,
        CANCEL_TAKER,
        CANCEL_BOTH,
        DECREMENT
    }

    /// @notice CONTINUOUS trades on arrival. OPENING and AUCTION collect limit orders without matching until they are
    /// uncrossed at one price; UNCROSSING is an auction whose fills are being carried out. HALTED and CLOSED accept cancel
    /// and withdraw only, and may trade again; DELISTED is final. Cancel and withdraw work in every phase.
    enum MarketPhase {
        NONE,
        CONTINUOUS,
        HALTED,
        DELISTED,
        OPENING,
        AUCTION,
        UNCROSSING,
        CLOSED
    }

    /// @notice What became of a resting order that a taker met. Written into `Taken.fills`.
    enum FillOutcome {
        FILLED,
        REMOVED_EXPIRED,
        REMOVED_INELIGIBLE,
        REMOVED_SELF_TRADE
    }

    /// @notice Why an order left the book or the queue without trading.
    enum CancelReason {
        OWNER,
        EXPIRED,
        INELIGIBLE,
        UNFILLED_REMAINDER,
        MARKET_CLOSED,
        SELF_TRADE,
        DEAD_MAN,
        LEVEL_FULL
    }

    /// @notice A tradable thing: an ERC-20 (batchId zero) or one ERC-1155 batch of the credit registry.
    struct Asset {
        address token;
        bool isCredit;
        uint256 batchId;
    }

    /// @param baseAsset index of the credits traded, or of an ERC-20 with 3 decimals that stands for them.
    /// @param quoteAsset index of the ERC-20 they are priced in.
    /// @param lotUnits units (kg) per lot.
    /// @param tickSize quote base units per lot and tick.
    /// @param minLots smallest order.
    /// @param makerFeePips millionths of notional; negative for a rebate, which the taker's fee must cover.
    /// @param takerFeePips millionths of notional; never below the maker fee.
    /// @param phase see `MarketPhase`.
    struct Market {
        uint32 baseAsset;
        uint32 quoteAsset;
        uint32 lotUnits;
        uint64 tickSize;
        uint32 minLots;
        int16 makerFeePips;
        uint16 takerFeePips;
        MarketPhase phase;
    }

    /// @param marketId the market.
    /// @param side BID buys credits, ASK sells them.
    /// @param orderType see `OrderType`.
    /// @param priceTicks limit price, or worst price for MARKET; 1 to 65,535.
    /// @param lots size.
    /// @param minFillLots LIMIT_IOC and MARKET: reverts when fewer lots fill; must be zero otherwise.
    /// @param expiry unix seconds; zero for none. LIMIT_GTC, LIMIT_POST_ONLY and LIMIT_POST_ONLY_SLIDE only.
    /// @param maxFills most resting orders this call may consume or remove, at most 150. Zero defers the whole order to
    /// the work queue (LIMIT_GTC, LIMIT_IOC and MARKET only).
    /// @param clientId echoed in events; not checked for uniqueness.
    /// @param selfTrade see `SelfTrade`.
    /// @param displayLots LIMIT_GTC, LIMIT_POST_ONLY and LIMIT_POST_ONLY_SLIDE: the part of an iceberg order that shows at a
    /// time, below `lots`; zero for an ordinary order. The whole size is escrowed.
    struct OrderRequest {
        uint32 marketId;
        Side side;
        OrderType orderType;
        uint16 priceTicks;
        uint40 lots;
        uint40 minFillLots;
        uint32 expiry;
        uint16 maxFills;
        uint64 clientId;
        SelfTrade selfTrade;
        uint24 displayLots;
    }

    /// @param orderId id of what rests or waits, zero when nothing does.
    /// @param filledLots lots traded in this call.
    /// @param notional quote base units traded in this call, before fees.
    /// @param takerFee quote base units.
    struct PlaceResult {
        OrderId orderId;
        uint40 filledLots;
        uint128 notional;
        uint128 takerFee;
    }

    // ------------------------------------------------------------------------------------------- events

    /// @notice `endsAt`: unix seconds at which an auction may be uncrossed or a halt ended by anyone; zero for no end.
    event MarketPhaseSet(uint32 indexed marketId, MarketPhase phase, uint40 endsAt);
    /// @notice The next fill would have been at `priceTicks`, outside of the band; the market goes into an auction.
    event BreakerTripped(uint32 indexed marketId, uint16 priceTicks, uint16 lowTicks, uint16 highTicks);
    event Deposited(address indexed account, uint32 indexed asset, uint256 amount, uint256 freeAfter);
    event Withdrawn(address indexed account, uint32 indexed asset, address to, uint256 amount, uint256 freeAfter);

    /// @notice An order rests in the book. `levelLots` is the level's total afterwards. For a BID the escrow is
    /// lots x priceTicks x tickSize plus the maker fee on it rounded up; for an ASK lots x lotUnits.
    event OrderPlaced(
        OrderId indexed orderId,
        address indexed owner,
        uint40 lots,
        uint32 expiry,
        int16 makerFeePips,
        uint48 levelLots,
        uint64 clientId
    );

    /// @notice A part of an iceberg shows: at its placement or after the part before was filled. `orderId` is that part's,
    /// which fills and cancels like any other; `levelLots` is the level's total afterwards.
    event IcebergShown(
        OrderId indexed icebergId,
        OrderId indexed orderId,
        address indexed owner,
        uint40 lots,
        uint40 hiddenLots,
        uint48 levelLots
    );

    /// @notice An iceberg is over: filled, or removed with `hiddenLots` returned beside what showed.
    event IcebergEnded(OrderId indexed icebergId, uint40 hiddenLots);

    /// @notice A taker met resting orders, in book order. One event per market and call.
    /// @param orderId the deferred order being worked, or zero for an order that matches on arrival.
    /// @param side the taker's side.
    /// @param filledLots lots traded.
    /// @param notional quote base units traded, before fees.
    /// @param takerFee quote base units paid by the taker.
    /// @param fills packed records of 23 bytes each: priceTicks (2) | sequence (4) | lots traded or returned (5) |
    /// lots remaining in that order (5) | outcome (1) | live lots of the level afterwards (6).
    event Taken(
        uint32 indexed marketId,
        address indexed taker,
        OrderId indexed orderId,
        Side side,
        uint40 filledLots,
        uint128 notional,
        uint128 takerFee,
        uint64 clientId,
        bytes fills
    );

    /// @notice A resting order was cancelled or pruned. `levelLots` is the level's total afterwards.
    event OrderCancelled(
        OrderId indexed orderId,
        address indexed owner,
        uint40 lots,
        uint48 levelLots,
        CancelReason reason
    );

    /// @notice An order, or the rest of one, waits in the market's work queue. Escrow is held as for the limit price with
    /// the taker fee, rounded up (BID), or lots x lotUnits (ASK), and beside it `keeperFee` of the quote asset, whichever the
    /// side: zero for an order that a fired conditional became, whose fee was for firing it.
    event OrderDeferred(
        OrderId indexed orderId,
        address indexed owner,
        Side side,
        OrderType orderType,
        uint16 priceTicks,
        uint40 lots,
        uint40 minFillLots,
        uint32 expiry,
        uint16 takerFeePips,
        uint64 clientId,
        uint256 keeperFee
    );

    /// @notice A deferred order made progress. `lotsLeft` still wait; zero means it has left the queue. Where no `KeeperPaid`
    /// for it came before, its keeper fee was then returned to its owner.
    event DeferredProgressed(OrderId indexed orderId, uint40 lotsFilled, uint40 lotsLeft);

    /// @notice Whoever executed a deferred order got the keeper fee that it had prepaid, `amount` of the quote asset. Comes before
    /// the event of the order's end.
    event KeeperPaid(OrderId indexed orderId, address indexed keeper, uint256 amount);

    /// @notice A deferred order left the queue without resting; `lots` were returned, and where no `KeeperPaid` for it came
    /// before, its keeper fee.
    event DeferredCancelled(OrderId indexed orderId, address indexed owner, uint40 lots, CancelReason reason);

    // ------------------------------------------------------------------------------------------- errors

    error Exchange_UnknownAsset(uint32 asset, uint32 assetCount);
    error Exchange_AssetExists(address token, uint256 batchId, uint32 asset);
    error Exchange_NotListed(address token, uint256 batchId);
    error Exchange_UnknownMarket(uint32 marketId, uint32 marketCount);
    error Exchange_MarketNotOpen(uint32 marketId, MarketPhase phase);
    error Exchange_LabelsMissing(uint32 marketId, uint128 missing);
    error Exchange_BadMarketPhase(uint32 marketId, MarketPhase from, MarketPhase to);
    error Exchange_PhaseNotOver(uint32 marketId, MarketPhase phase, uint40 endsAt, uint256 nowSeconds);
    error Exchange_NotInAuction(OrderType orderType);
    error Exchange_BadMarketParameter(string name, uint256 value, uint256 bound);
    error Exchange_FeeAboveCap(int16 feePips, uint16 capPips);
    error Exchange_RebateAboveFee(int256 makerFeePips, int256 lowestTakerFeePips);
    error Exchange_PriceOutOfRange(uint16 priceTicks, uint16 minTicks, uint16 maxTicks);
    error Exchange_SizeBelowMinimum(uint40 lots, uint32 minLots);
    error Exchange_SizeAboveMaximum(uint256 lots, uint256 maxLots);
    error Exchange_MaxFillsAboveCap(uint16 maxFills, uint16 cap);
    error Exchange_MaxFillsRequired(OrderType orderType);
    error Exchange_MinFillNotAllowed(OrderType orderType, uint40 minFillLots);
    error Exchange_MinFillAboveSize(uint40 minFillLots, uint40 lots);
    error Exchange_DisplayNotAllowed(OrderType orderType, uint24 displayLots);
    error Exchange_DisplayAboveSize(uint24 displayLots, uint40 lots);
    error Exchange_ExpiryNotAllowed(OrderType orderType, uint32 expiry);
    error Exchange_Expired(uint32 expiry, uint256 nowSeconds);
    error Exchange_PostOnlyWouldCross(uint16 priceTicks, uint16 bestOppositeTicks);
    error Exchange_NotFilled(uint40 filledLots, uint40 requiredLots);
    error Exchange_InsufficientBalance(uint32 asset, uint256 have, uint256 want);
    error Exchange_BalanceOverflow(uint32 asset, uint256 amount, uint256 maxAmount);
    error Exchange_ZeroAmount();
    error Exchange_ZeroAddress();
    error Exchange_TransferMismatch(uint256 received, uint256 expected);
    error Exchange_NotEligible(address account);
    error Exchange_AccountBlocked(address account);
    error Exchange_TooManyAssets(address account, uint256 cap);
    error Exchange_MalformedOrderId(OrderId orderId);
    error Exchange_OrderNotLive(OrderId orderId);
    error Exchange_NotOrderOwner(address caller, address owner);
    error Exchange_BatchTooLarge(uint256 length, uint256 cap);
    error Exchange_SequenceExhausted(uint32 marketId, uint16 priceTicks);
    error Exchange_ForeignToken(address token);
    error Exchange_OnlyGate(address caller, address gate);
    error Exchange_OnlyItself(address caller);
    error Exchange_NoReferencePrice(uint32 marketId);

    // ------------------------------------------------------------------------------------------- vault

    /// @notice Takes `amount` of an ERC-20 from the caller into its vault balance. The token must move the exact amount.
    function deposit(uint32 asset, uint256 amount) external;

    /// @notice `deposit` with an ERC-2612 permit; a permit that was already used does not stop the deposit.
    function depositWithPermit(uint32 asset, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Takes credits from the caller. Sending them with ERC-1155 `safeTransferFrom` to this contract does the same
    /// without an approval.
    function depositCredits(uint32 asset, uint256 units) external;

    /// @notice Pays a free balance out. Works in every market state; refused only to a blocked account.
    function withdraw(uint32 asset, uint256 amount, address to) external;

    // ------------------------------------------------------------------------------------------- trading

    /// @notice Places one order; see `OrderRequest`.
    function place(OrderRequest calldata request) external returns (PlaceResult memory);

    /// @notice Places several orders in one transaction, at most 50; any failure reverts all.
    function placeBatch(OrderRequest[] calldata requests) external returns (PlaceResult[] memory);

    /// @notice Cancels an order of any kind, resting or deferred, conditional or parent, and returns its whole escrow. Works
    /// in every market state.
    function cancel(OrderId orderId) external returns (uint40 lots);

    /// @notice Cancels up to 150 orders of any kinds; one that is no longer live is skipped and returns zero.
    function cancelBatch(OrderId[] calldata orderIds) external returns (uint40[] memory lots);

    // ------------------------------------------------------------------------------------------- anyone's work

    /// @notice Executes deferred orders of a market strictly in sequence. One step is one resting order met or one
    /// deferred order finished. Progress is kept. Anyone may call. The caller gets the keeper fee of every order that it
    /// finishes and that was executed: filled, resting, lapsed after a trade or given way to an own order. A caller who may not
    /// trade gets nothing; that fee, and one of an order that ends otherwise, returns to the order's owner.
    /// @param maxSteps 1 to 150.
    /// @return steps work done; zero when the queue is empty.
    function crank(uint32 marketId, uint16 maxSteps) external returns (uint256 steps);

    /// @return quote base units that a waiting deferred order has prepaid for its execution; zero for any other id.
    function deferredKeeperFee(OrderId orderId) external view returns (uint256);

    /// @notice Removes expired resting orders and those of owners who may no longer trade, refunding them. Ids that do
    /// not qualify are skipped. Anyone may call.
    /// @return removed how many left the book.
    function prune(OrderId[] calldata orderIds) external returns (uint256 removed);

    // ------------------------------------------------------------------------------------------- code

    /// @return the contract that carries out what this one does not know, or zero.
    function nextModule() external view returns (address);
}
