// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";
import { IExchange } from "./IExchange.sol";

/// @title IExchangeLens
/// @notice What programs ask the Exchange beyond single values: the outcome of an order not sent yet, and where an account's
/// orders stand. Meant for calls that are not transactions: some of it costs more than a transaction should.
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
}
