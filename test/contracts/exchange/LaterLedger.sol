// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Vm } from "forge-std/Vm.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { OpenCredits } from "./OpenCredits.sol";
import { TradingDay } from "./TradingDay.sol";

/// @title LaterLedger
/// @notice What the events of a day say of orders that act later: how each conditional order ended, and what each order over time
/// has traded, slice by slice. Counts faults; the invariants expect all of them to stay zero.
abstract contract LaterLedger is TradingDay {
    uint256 private constant TICK = 10_000;

    /// Conditional orders ever placed; their numbers count from 1.
    uint32 public conditionals;
    mapping(uint256 number => uint256) public ends;
    OrderId[] public parents;
    mapping(uint96 parent => IExchangeParents.ParentRequest) private _plans;
    mapping(uint96 parent => uint256) public tradedLots;
    mapping(uint96 parent => uint256) public returnedLots;
    mapping(uint96 parent => mapping(uint256 slice => uint256)) private _sliceLots;

    uint256 public firedUnmet;
    uint256 public firedOutOfOrder;
    uint256 public movedAgainstOwner;
    uint256 public earlySlices;
    uint256 public largeSlices;
    uint256 public paidKeepers;

    constructor(
        DeployedExchange exchange_,
        IComplianceGate gate_,
        TestQuoteToken quote_,
        OpenCredits credits_,
        uint256 batch,
        address admin,
        address[] memory traders_
    ) TradingDay(exchange_, gate_, quote_, credits_, batch, admin, traders_) {}

    function parentCount() external view returns (uint256) {
        return parents.length;
    }

    function planOf(OrderId parent) external view returns (IExchangeParents.ParentRequest memory) {
        return _plans[OrderId.unwrap(parent)];
    }

    function _planned(OrderId id, IExchangeParents.ParentRequest memory q) internal {
        q.startAt = uint32(block.timestamp);
        parents.push(id);
        _plans[OrderId.unwrap(id)] = q;
    }

    // ------------------------------------------------------------------------------------------- what is held

    /// @notice What a conditional order holds, its keeper fee included.
    function heldWaiting(
        IExchangeConditionals.ConditionalView memory v
    ) public pure returns (uint256 money, uint256 units) {
        if (v.lots == 0) return (0, 0);
        money = v.keeperFeeTicks * TICK;
        if (v.side == IExchange.Side.ASK) return (money, v.lots * 1000);
        money += _bid(v.lots, v.limitTicks > v.limitAboveTicks ? v.limitTicks : v.limitAboveTicks, v.feePips);
    }

    /// @notice What an order over time holds, the keeper fees not earned included.
    function heldOverTime(IExchangeParents.ParentView memory v) public pure returns (uint256 money, uint256 units) {
        if (!v.live) return (0, 0);
        money = (v.request.slices - v.slicesPaid) * v.keeperFee;
        if (v.request.side == IExchange.Side.ASK) return (money, v.lotsLeft * 1000);
        money += _bid(v.lotsLeft, v.request.limitTicks, v.feePips);
    }

    function _bid(uint256 lots, uint256 ticks, uint256 pips) private pure returns (uint256) {
        uint256 notional = lots * ticks * TICK;
        return notional + (notional * pips + 999_999) / 1e6;
    }

    function _balances(address account) internal view returns (uint256[2] memory) {
        return [_exchange.balanceOf(account, QUOTE), _exchange.balanceOf(account, BASE)];
    }

    function _checkRefund(address account, uint256[2] memory before, uint256 money, uint256 units) internal {
        uint256[2] memory afterwards = _balances(account);
        if (afterwards[0] != before[0] + money || afterwards[1] != before[1] + units) ++wrongRefunds;
    }

    /// @dev What orders placed from now on prepay for each step of a keeper.
    function _askKeeperFee(uint16 ticks) internal {
        IExchange.MarketRules memory r = _exchange.marketRules(MARKET);
        r.keeperFeeTicks = ticks;
        vm.prank(_admin);
        _exchange.setMarketRules(MARKET, r);
    }

    function _conditionalId(uint32 number) internal pure returns (OrderId) {
        return OrderIdLib.pack(MARKET, OrderKind.CONDITIONAL, 0, number);
    }

    // ------------------------------------------------------------------------------------------- what the events say

    function _other(Vm.Log memory log) internal override {
        bytes32 topic = log.topics[0];
        if (topic == IExchangeConditionals.ConditionalFired.selector) _fired(log);
        else if (topic == IExchangeConditionals.ConditionalCancelled.selector) ++ends[uint32(uint256(log.topics[1]))];
        else if (topic == IExchangeConditionals.TriggerMoved.selector) _moved(log);
        else if (topic == IExchangeParents.SliceExecuted.selector) _sliced(log);
        else if (topic == IExchangeParents.ParentEnded.selector) {
            (uint40 lots, , ) = abi.decode(log.data, (uint40, uint256, uint8));
            returnedLots[uint96(uint256(log.topics[1]))] += lots;
            ++calls["parentEnded"];
        }
    }

    function _fired(Vm.Log memory log) private {
        ++ends[uint32(uint256(log.topics[1]))];
        ++calls["fired"];
        (bool above, uint16 trigger, uint16 price, ) = abi.decode(log.data, (bool, uint16, uint16, uint256));
        if (above ? price < trigger : price > trigger) ++firedUnmet;
        // whatever is left is not further behind the price than what was let go
        uint256 passed = above ? price - trigger : trigger - price;
        IExchangeConditionals.TriggerLevel[] memory up = _exchange.triggerLevels(MARKET, true, 0, 1);
        IExchangeConditionals.TriggerLevel[] memory down = _exchange.triggerLevels(MARKET, false, 0, 1);
        if (up.length != 0 && price > up[0].ticks && price - up[0].ticks > passed) ++firedOutOfOrder;
        if (down.length != 0 && down[0].ticks > price && down[0].ticks - price > passed) ++firedOutOfOrder;
    }

    function _moved(Vm.Log memory log) private {
        (uint16 from, uint16 to, uint16 price) = abi.decode(log.data, (uint16, uint16, uint16));
        // a trigger above the price is a bid's and comes down, one below it an ask's and goes up
        if (to > price ? to >= from : to <= from) ++movedAgainstOwner;
    }

    function _sliced(Vm.Log memory log) private {
        uint96 parent = uint96(uint256(log.topics[1]));
        (uint16 slice, uint40 filled, , , uint256 keeperFee) = abi.decode(
            log.data,
            (uint16, uint40, uint40, uint40, uint256)
        );
        IExchangeParents.ParentRequest memory q = _plans[parent];
        if (block.timestamp < q.startAt + uint256(slice) * q.interval) ++earlySlices;
        tradedLots[parent] += filled;
        _sliceLots[parent][slice] += filled;
        if (_sliceLots[parent][slice] > 3 * _share(q, slice)) ++largeSlices;
        if (keeperFee != 0) ++paidKeepers;
        if (filled != 0) ++calls["sliceTraded"];
    }

    /// @dev A slice's part on schedule, rounded up.
    function _share(IExchangeParents.ParentRequest memory q, uint256 slice) private pure returns (uint256) {
        if (q.weights == 0) return (q.lots + q.slices - 1) / q.slices;
        uint256 whole;
        for (uint256 i = 0; i < q.slices; ++i) whole += uint8(q.weights[i]);
        return (q.lots * uint256(uint8(q.weights[slice])) + whole - 1) / whole;
    }
}
