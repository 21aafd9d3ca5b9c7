// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";
import { IExchange } from "./IExchange.sol";

/// @title IExchangeLens
/// @notice What programs ask the Exchange beyond single values: the outcome of an order not sent yet, where an account's
/// orders stand, and what work is due. Meant for calls that are not transactions: some of it costs more than a transaction should.
interface IExchangeLens {
    /// @notice What an order would do now.
    /// @param ok whether it would be accepted.
    /// @param failure the error it would revert with; empty when accepted.
    /// @param result as `IExchange.place` would answer.
    /// @param baseFree free credits of the account afterwards, in units.
    /// @param quoteFree free quote of the account afterwards, in base units.
    /// @param phase the market's phase afterwards: a breach of its bands opens an auction.
    struct Simulation {
        bool ok;
        bytes failure;
        IExchange.PlaceResult result;
        uint256 baseFree;
        uint256 quoteFree;
        IExchange.MarketPhase phase;
    }

    /// @notice What anybody could do for a market now. `dueSlices` tells of parents.
    /// @param phase the market's phase.
    /// @param waiting orders in the work queue, those cancelled meanwhile included.
    /// @param crank whether `crank` would work on them.
    /// @param stops triggers that `fireStops` would find due, counted up to 150.
    /// @param uncross whether `uncross` would be accepted.
    /// @param reopen whether `reopen` would be.
    /// @param halt whether `checkAndHalt` would be.
    /// @param lastParent number of the last parent ever placed in this market.
    /// @param trails trailing stops that `trail` would move: at most 20, among the 16 trigger prices of either side that
    /// are nearest; `dueTrails` tells of all.
    struct DueWork {
        IExchange.MarketPhase phase;
        uint32 waiting;
        bool crank;
        uint16 stops;
        bool uncross;
        bool reopen;
        bool halt;
        uint32 lastParent;
        OrderId[] trails;
    }

    /// @notice Carries the outcome out of a simulated order, whose every effect it undoes.
    error Exchange_Simulated(
        IExchange.PlaceResult result,
        uint256 baseFree,
        uint256 quoteFree,
        IExchange.MarketPhase phase
    );
    error Exchange_NotSimulated(address caller);

    /// @notice Places the order as `account` would, reads what became of it, and undoes everything. The answer is exactly
    /// what the same call would do in the same block, since it is the same code.
    function simulate(
        address account,
        IExchange.OrderRequest calldata request
    ) external returns (Simulation memory simulation);

    /// @dev For the Exchange itself: does what `simulate` undoes, and always reverts.
    function simulateAndRevert(address account, IExchange.OrderRequest calldata request) external;

    /// @notice Live resting orders of an account on one side of a market, best level first. A page covers `maxLevels` levels.
    /// @param fromTicks where to start; zero at the best price.
    /// @return ids the account's orders; of an iceberg the part that shows.
    /// @return orders the same, as `IExchange.order` shows them.
    /// @return nextTicks where the next page starts; zero when there is none.
    function ordersOf(
        address account,
        uint32 marketId,
        IExchange.Side side,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (OrderId[] memory ids, IExchange.OrderView[] memory orders, uint16 nextTicks);

    /// @notice Live conditional orders of an account with a trigger on one side of the price, in the order in which they would
    /// be met. A page covers `maxLevels` trigger prices.
    /// @param above which side; an OCO stands on both.
    /// @param fromTicks where to start; zero at the trigger that would be met first.
    /// @return ids the account's orders; see `IExchangeConditionals.conditional`.
    /// @return nextTicks where the next page starts; zero when there is none.
    function conditionalOrdersOf(
        address account,
        uint32 marketId,
        bool above,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (OrderId[] memory ids, uint16 nextTicks);

    /// @notice Live orders of an account that are worked off in slices, the oldest first. A page covers `max` of the market's.
    /// @param fromNumber where to start: the sequence in the id of a parent; zero at the oldest.
    /// @return ids the account's orders; see `IExchangeParents.parent`.
    /// @return nextNumber where the next page starts; zero when there is none.
    function parentsOf(
        address account,
        uint32 marketId,
        uint32 fromNumber,
        uint16 max
    ) external view returns (OrderId[] memory ids, uint32 nextNumber);

    // ------------------------------------------------------------------------------------------- due work

    /// @notice What could be done for a market now; never reverts for one that exists.
    function dueWork(uint32 marketId) external view returns (DueWork memory);

    /// @notice Parents whose slice `executeSlice` would execute, or which it would end. A page covers `max` live ones.
    /// @param fromNumber as of `parentsOf`.
    /// @return ids exactly those that `executeSlice` would not refuse.
    /// @return nextNumber where the next page starts; zero when there is none.
    function dueSlices(
        uint32 marketId,
        uint32 fromNumber,
        uint16 max
    ) external view returns (OrderId[] memory ids, uint32 nextNumber);

    /// @notice Trailing stops that `trail` would move, by the trigger prices they stand at. A page covers `maxLevels` prices.
    /// @param above as of `conditionalOrdersOf`: bids stand above the price, asks below.
    function dueTrails(
        uint32 marketId,
        bool above,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (OrderId[] memory ids, uint16 nextTicks);
}
