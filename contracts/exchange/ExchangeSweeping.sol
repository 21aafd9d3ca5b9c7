// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeLens } from "../interfaces/IExchangeLens.sol";
import { IExchangeSweep } from "../interfaces/IExchangeSweep.sol";
import { Balances } from "../libraries/Balances.sol";
import { RevertData } from "../libraries/RevertData.sol";
import { SweepPlan } from "../libraries/SweepPlan.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeSweeping
/// @notice Buys from the cheapest of several markets until the wanted amount is there, and retires it.
/// @dev Each run is an immediate-or-cancel order that this contract sends to itself for the account, so that bands, self-trade
/// rules, fees and events are those of any other order; the guard is in `place`.
abstract contract ExchangeSweeping is ExchangeBase {
    using Balances for Layout;

    /// @dev Most orders in one sweep: books that go on forever end it here.
    uint256 internal constant MOST_RUNS = 32;

    /// @dev See IExchangeSweep. An operator trades for an account, and cannot retire what it owns.
    function sweep(
        IExchangeSweep.SweepRequest calldata request
    ) external returns (IExchangeSweep.SweepResult memory result) {
        return _sweep(msg.sender, request);
    }

    /// @dev See IExchangeSweep.
    function quoteSweep(
        address account,
        IExchangeSweep.SweepRequest calldata request
    ) external returns (bool ok, bytes memory failure, IExchangeSweep.SweepResult memory result) {
        try IExchangeSweep(address(this)).sweepAndRevert(account, request) {
            // never reached: the call always reverts
            return (ok, failure, result);
        } catch (bytes memory reason) {
            if (bytes4(reason) != IExchangeSweep.Exchange_SweepQuoted.selector) return (false, reason, result);
            return (true, failure, abi.decode(RevertData.arguments(reason), (IExchangeSweep.SweepResult)));
        }
    }

    /// @dev See IExchangeSweep. It acts for anybody, but nothing that it does outlives it.
    function sweepAndRevert(address account, IExchangeSweep.SweepRequest calldata request) external {
        require(msg.sender == address(this), IExchangeLens.Exchange_NotSimulated(msg.sender));
        revert IExchangeSweep.Exchange_SweepQuoted(_sweep(account, request));
    }

    function _sweep(
        address account,
        IExchangeSweep.SweepRequest calldata q
    ) private returns (IExchangeSweep.SweepResult memory result) {
        // Check
        require(q.minUnits != 0 && q.minUnits <= q.units, IExchangeSweep.Exchange_SweepShort(q.units, q.minUnits));
        (SweepPlan.Candidate[] memory list, uint32 quoteAsset) = SweepPlan.candidates(_s(), account, q);
        // Effect
        (result.units, result.cost) = _buy(account, q, list);
        require(result.units >= q.minUnits, IExchangeSweep.Exchange_SweepShort(result.units, q.minUnits));
        require(result.cost <= q.maxCost, IExchangeSweep.Exchange_SweepTooDear(result.cost, q.maxCost));
        ICarbonCredits.Portion[] memory portions;
        (portions, result.parts) = _takeOut(account, list);
        // Interaction
        result.retirementId = ICarbonCredits(_s().credits).retireHeld(account, portions, q.details);
        emit IExchangeSweep.Swept(account, result.retirementId, quoteAsset, result.units, result.cost, result.parts);
    }

    /// @return units kg bought, all of them in the account's vault balances.
    /// @return cost quote base units paid, fees included.
    function _buy(
        address account,
        IExchangeSweep.SweepRequest calldata q,
        SweepPlan.Candidate[] memory list
    ) private returns (uint64 units, uint256 cost) {
        for (uint256 run = 0; run < MOST_RUNS && units < q.units; ++run) {
            (bool found, uint256 index, uint16 limitTicks) = SweepPlan.cheapest(_s(), list, q.units - units);
            if (!found) break;
            SweepPlan.Candidate memory c = list[index];
            (uint256 bought, uint256 paid) = _run(account, c, (q.units - units) / c.lotUnits, limitTicks, q.maxFills);
            c.units += bought;
            c.cost += paid;
            units += uint64(bought); // safe: at most q.units - units
            cost += paid;
        }
        _actFor(address(0));
    }

    /// @return units kg bought.
    /// @return cost quote base units with the fee.
    function _run(
        address account,
        SweepPlan.Candidate memory c,
        uint256 lots,
        uint16 limitTicks,
        uint16 maxFills
    ) private returns (uint256 units, uint256 cost) {
        if (lots > type(uint40).max) lots = type(uint40).max;
        IExchange.OrderRequest memory order;
        order.marketId = c.marketId;
        order.side = IExchange.Side.BID;
        order.orderType = IExchange.OrderType.LIMIT_IOC;
        order.priceTicks = limitTicks;
        order.lots = uint40(lots); // safe: bounded above
        order.maxFills = maxFills;
        _actFor(account);
        IExchange.PlaceResult memory result = IExchange(address(this)).place(order);
        return (result.filledLots * c.lotUnits, uint256(result.notional) + result.takerFee);
    }

    /// @dev Takes what was bought out of the account's vault balances: from here on it is this contract's to burn.
    function _takeOut(
        address account,
        SweepPlan.Candidate[] memory list
    ) private returns (ICarbonCredits.Portion[] memory portions, IExchangeSweep.SweepPart[] memory parts) {
        portions = new ICarbonCredits.Portion[](list.length);
        parts = new IExchangeSweep.SweepPart[](list.length);
        uint256 length;
        for (uint256 i = 0; i < list.length; ++i) {
            SweepPlan.Candidate memory c = list[i];
            if (c.units == 0) continue;
            uint64 units = uint64(c.units); // safe: at most the request's
            uint256 freeAfter = _s().withdraw(account, c.baseAsset, units);
            emit IExchange.Withdrawn(account, c.baseAsset, address(0), units, freeAfter);
            portions[length] = ICarbonCredits.Portion(c.batchId, units);
            parts[length++] = IExchangeSweep.SweepPart(c.marketId, c.batchId, units, c.cost);
        }
        assembly ("memory-safe") {
            // safe: only shortens the arrays
            mstore(portions, length)
            mstore(parts, length)
        }
    }

    /// @dev See IExchangeSweep.
    function setLabels(address labels_) external restricted {
        _s().labels = labels_;
        emit IExchangeSweep.LabelsSet(labels_);
    }

    /// @dev See IExchangeSweep.
    function labels() external view returns (address) {
        return _s().labels;
    }
}
