// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Vm } from "forge-std/Vm.sol";
import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { IExchangeAuctions } from "../../../../contracts/interfaces/IExchangeAuctions.sol";
import { IExchangeConditionals } from "../../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "../ConditionalFixture.sol";
import { ScriptedFeed } from "../ScriptedFeed.sol";

/// @notice Attack case D7: a keeper that gives too little gas. A call to the gate or the index that runs out of its 63/64 must
/// not look like an answer: either the whole call fails, or it did honest work.
contract GasAttacksTest is ConditionalFixture {
    uint256 private constant FROM = 60_000;
    uint256 private constant TO = 1_200_000;
    uint256 private constant STEP = 4_973;

    function setUp() public override {
        super.setUp();
        // every mirror has run out, so that each order met asks the gate
        vm.warp(block.timestamp + 2 days);
        vm.roll(block.number + 1);
        _settle(START_TICKS);
        vm.warp(block.timestamp + 2 days);
    }

    /// @dev Tries `call` at many gas limits, each from the same state. Where it succeeds, nobody who may trade has lost an order.
    /// @return successes how many limits sufficed for something.
    function _starve(bytes memory call, OrderId[] memory orders) private returns (uint256 successes) {
        uint256 state = vm.snapshotState();
        for (uint256 gas = FROM; gas < TO; gas += STEP) {
            vm.recordLogs();
            vm.prank(keeper);
            (bool ok, ) = address(exchange).call{ gas: gas }(call);
            Vm.Log[] memory logs = vm.getRecordedLogs();
            if (ok && logs.length != 0) ++successes;
            if (ok) _assertNobodyWasThrownOut(logs);
            _assertConserved(orders);
            vm.revertToState(state);
        }
    }

    function _assertNobodyWasThrownOut(Vm.Log[] memory logs) private pure {
        for (uint256 i = 0; i < logs.length; ++i) {
            bytes32 topic = logs[i].topics[0];
            if (
                topic == IExchange.DeferredCancelled.selector ||
                topic == IExchangeConditionals.ConditionalCancelled.selector
            ) {
                (, IExchange.CancelReason reason) = abi.decode(logs[i].data, (uint40, IExchange.CancelReason));
                assertTrue(reason != IExchange.CancelReason.INELIGIBLE, "thrown out for want of gas");
            } else if (topic == IExchange.OrderCancelled.selector || topic == IExchangeParents.ParentEnded.selector) {
                revert("an order ended for want of gas");
            } else if (topic == IExchange.Taken.selector) {
                _assertFilled(_fillsOf(logs[i].data), 23);
            } else if (topic == IExchangeAuctions.AuctionFilled.selector) {
                (, bytes memory fills) = abi.decode(logs[i].data, (uint16, bytes));
                _assertFilled(fills, 24);
            }
        }
    }

    /// @dev The fills stand at the end of the data, whatever comes before.
    function _fillsOf(bytes memory data) private pure returns (bytes memory fills) {
        (, , , , , fills) = abi.decode(data, (IExchange.Side, uint40, uint128, uint128, uint64, bytes));
    }

    /// @dev Each record ends with its outcome and the level's lots in 48 bits.
    function _assertFilled(bytes memory fills, uint256 width) private pure {
        for (uint256 at = width; at <= fills.length; at += width) {
            assertEq(uint8(fills[at - 7]), uint8(IExchange.FillOutcome.FILLED), "a maker removed for want of gas");
        }
    }

    /// @dev Whatever still waits is cancelled by its owner; then all money and credits are free or collected fees.
    function _assertConserved(OrderId[] memory orders) private {
        for (uint256 i = 0; i < orders.length; ++i) {
            if (exchange.order(orders[i]).live) _cancel(exchange.order(orders[i]).owner, orders[i]);
        }
        _assertConserved(4);
    }

    function test_D7_a_starved_crank_throws_nobody_out() public {
        OrderId[] memory orders = new OrderId[](4);
        orders[0] = _rest(bob, ASK, 1001, 5);
        orders[1] = _rest(carol, ASK, 1002, 5);
        orders[2] = _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 1002, 8);
        orders[3] = _defer(alice, ASK, IExchange.OrderType.LIMIT_GTC, 1010, 3);
        vm.warp(block.timestamp + 2 days);
        assertGt(_starve(abi.encodeCall(IExchange.crank, (MARKET, 50)), orders), 10);
    }

    function test_D7_a_starved_firing_throws_nobody_out_and_silences_no_index() public {
        ScriptedFeed feed = new ScriptedFeed(8, 10e8);
        feed.set(10e8, block.timestamp + 2 days);
        exchange.setOracle(MARKET, address(feed), 5 days, 500);
        _stop(alice, ASK, 990, 900, 5);
        _stop(bob, ASK, 985, 900, 5);
        _settle(980);
        vm.warp(block.timestamp + 2 days);
        // the index stands at 1000 and keeps the reference price at 950 or above, whatever gas there is
        assertEq(exchange.referencePrice(MARKET), 980);
        assertGt(_starve(abi.encodeCall(IExchangeConditionals.fireStops, (MARKET, 50)), new OrderId[](0)), 10);
    }

    function test_D7_a_starved_uncrossing_throws_nobody_out() public {
        exchange.haltMarket(MARKET);
        exchange.openMarket(MARKET);
        OrderId[] memory orders = new OrderId[](4);
        orders[0] = _rest(bob, ASK, 1000, 5);
        orders[1] = _rest(carol, ASK, 1001, 5);
        orders[2] = _rest(alice, BID, 1002, 8);
        orders[3] = _rest(alice, BID, 1001, 8);
        vm.warp(block.timestamp + 2 days);
        assertGt(_starve(abi.encodeCall(IExchangeAuctions.uncross, (MARKET, 50)), orders), 10);
    }

    function test_D7_a_starved_slice_ends_no_parent() public {
        OrderId[] memory orders = new OrderId[](2);
        orders[0] = _rest(bob, ASK, 1001, 5);
        orders[1] = _rest(carol, ASK, 1002, 5);
        IExchangeParents.ParentRequest memory q;
        (q.marketId, q.side, q.lots, q.limitTicks) = (MARKET, BID, 80, 1100);
        (q.startAt, q.interval, q.slices) = (uint32(block.timestamp + 2 days), 60, 10);
        vm.prank(alice);
        OrderId parent = exchange.placeParent(q);
        vm.warp(block.timestamp + 2 days);
        uint256 state = vm.snapshotState();
        uint256 successes;
        for (uint256 gas = FROM; gas < TO; gas += STEP) {
            vm.recordLogs();
            vm.prank(keeper);
            (bool ok, ) = address(exchange).call{ gas: gas }(
                abi.encodeCall(IExchangeParents.executeSlice, (parent, 50))
            );
            Vm.Log[] memory logs = vm.getRecordedLogs();
            if (ok) ++successes;
            if (ok) _assertNobodyWasThrownOut(logs);
            vm.prank(alice);
            exchange.cancelParent(parent);
            _assertConserved(orders);
            vm.revertToState(state);
        }
        assertGt(successes, 10);
    }
}
