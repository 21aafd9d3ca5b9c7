// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice A level whose window of 152 sequences is used up goes on behind it.
contract OverflowTest is ExchangeFixture {
    uint256 private constant WINDOW = 152;

    /// @dev Leaves one live order at the head and churns through the rest of the window.
    function _churn(uint256 cycles) private returns (OrderId head) {
        head = _rest(alice, ASK, 1000, 1);
        for (uint256 i = 0; i < cycles; ++i) {
            _cancel(bob, _rest(bob, ASK, 1000, 1));
        }
    }

    function test_D4_a_churner_cannot_lock_a_level() public {
        OrderId head = _churn(WINDOW + 20);
        OrderId behind = _rest(carol, ASK, 1000, 3);
        assertEq(behind.sequence(), WINDOW + 22);
        assertEq(_levelLots(ASK, 1000), 4);
        assertEq(_lots(behind), 3);
        assertEq(_ioc(bob, BID, 1000, 2).filledLots, 2);
        assertFalse(_live(head));
        assertEq(_lots(behind), 2);
    }

    function test_B7_a_full_window_of_live_orders_overflows_in_time_order() public {
        OrderId[] memory ids = new OrderId[](170);
        for (uint256 i = 0; i < 170; ++i) {
            ids[i] = _rest(i % 2 == 0 ? alice : carol, ASK, 1000, 1);
        }
        (OrderId[] memory seen, ) = exchange.ordersAt(MARKET, ASK, 1000, 200);
        assertEq(seen.length, 170);
        for (uint256 i = 0; i < 170; ++i) {
            assertEq(OrderId.unwrap(seen[i]), OrderId.unwrap(ids[i]));
        }
        // in portions, each meeting exactly the oldest
        for (uint256 taken = 0; taken < 170; taken += 17) {
            assertEq(_ioc(bob, BID, 1000, 17).filledLots, 17);
            assertFalse(_live(ids[taken + 16]));
            if (taken + 17 < 170) assertTrue(_live(ids[taken + 17]));
        }
        (, uint16 ask) = exchange.best(MARKET);
        assertEq(ask, 0);
    }

    function test_D4_a_taker_moves_eight_orders_out_of_overflow_and_no_more() public {
        OrderId[] memory ring = new OrderId[](WINDOW);
        for (uint256 i = 0; i < WINDOW; ++i) ring[i] = _rest(alice, ASK, 1000, 1);
        for (uint256 i = 0; i < 20; ++i) _rest(carol, ASK, 1000, 1);
        for (uint256 i = 0; i < WINDOW; ++i) _cancel(alice, ring[i]);
        // eight steps move orders, the ninth meets the first of them
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 1);
        q.maxFills = 9;
        assertEq(_place(bob, q).filledLots, 1);
        assertEq(_levelLots(ASK, 1000), 19);
    }

    function test_B2_a_level_stays_in_overflow_while_its_sequences_are_further_apart_than_its_window() public {
        OrderId[] memory ring = new OrderId[](WINDOW);
        for (uint256 i = 0; i < WINDOW; ++i) ring[i] = _rest(alice, ASK, 1000, 1);
        OrderId first = _rest(carol, ASK, 1000, 2);
        for (uint256 i = 0; i < 250; ++i) _cancel(bob, _rest(bob, ASK, 1000, 1));
        for (uint256 i = 0; i < WINDOW; ++i) _cancel(alice, ring[i]);
        // the one that lives moves into the ring, and sequences go on far behind it
        assertEq(_ioc(bob, BID, 1000, 1).filledLots, 1);
        OrderId next = _rest(alice, ASK, 1000, 5);
        assertEq(next.sequence(), WINDOW + 252);
        assertEq(_levelLots(ASK, 1000), 6);
        assertEq(_ioc(bob, BID, 1000, 3).filledLots, 3);
        assertFalse(_live(first));
        assertEq(_lots(next), 3);
    }

    function test_B7_orders_in_overflow_are_cancelled_and_the_level_leaves_overflow_when_empty() public {
        OrderId head = _churn(WINDOW);
        OrderId a = _rest(carol, ASK, 1000, 2);
        OrderId b = _rest(carol, ASK, 1000, 3);
        assertEq(_cancel(carol, a), 2);
        assertFalse(_live(a));
        vm.prank(carol);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, a));
        exchange.cancel(a);
        _cancel(alice, head);
        assertEq(_levelLots(ASK, 1000), 3);
        _cancel(carol, b);
        assertEq(_levelLots(ASK, 1000), 0);
        // ids go on from where they were
        OrderId next = _rest(alice, ASK, 1000, 1);
        assertEq(next.sequence(), b.sequence() + 1);
        assertEq(_units(carol), UNITS);
    }

    function test_D1_moving_out_of_overflow_counts_towards_max_fills() public {
        _cancel(alice, _churn(WINDOW - 1));
        // the window is empty again here; fill it once more, alive
        OrderId head = _rest(alice, ASK, 1000, 1);
        for (uint256 i = 0; i < WINDOW - 1; ++i) {
            _cancel(bob, _rest(bob, ASK, 1000, 1));
        }
        _rest(carol, ASK, 1000, 1);
        _rest(carol, ASK, 1000, 1);
        _cancel(alice, head);
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 2);
        q.maxFills = 1;
        assertEq(_place(bob, q).filledLots, 0);
        q.maxFills = 1;
        assertEq(_place(bob, q).filledLots, 1);
    }

    function test_a_crank_gets_through_overflow_one_step_at_a_time() public {
        _cancel(alice, _churn(WINDOW + 3));
        OrderId head = _churn(WINDOW - 1);
        for (uint256 i = 0; i < 20; ++i) {
            _rest(carol, ASK, 1000, 1);
        }
        _cancel(alice, head);
        _defer(bob, BID, IExchange.OrderType.LIMIT_IOC, 1000, 20);
        uint256 calls;
        (uint32 at, uint32 tail) = exchange.queue(MARKET);
        while (at != tail && calls < 60) {
            exchange.crank(MARKET, 1);
            (at, tail) = exchange.queue(MARKET);
            ++calls;
        }
        assertEq(_units(bob), UNITS + 20 * LOT);
        assertEq(calls, 40);
    }

    function test_B7_pruning_reaches_into_overflow() public {
        _churn(WINDOW);
        OrderId id = _restUntil(carol, ASK, 1000, 2, uint32(block.timestamp + 5));
        vm.warp(block.timestamp + 5);
        assertEq(exchange.prune(_one(id)), 1);
        assertEq(_units(carol), UNITS);
    }

    function test_D4_the_cost_of_a_take_does_not_grow_with_what_was_cancelled() public {
        _churn(WINDOW);
        _rest(carol, ASK, 1000, 1);
        for (uint256 i = 0; i < 600; ++i) {
            _cancel(bob, _rest(bob, ASK, 1000, 1));
        }
        _rest(carol, ASK, 1000, 1);
        uint256 before = gasleft();
        assertEq(_ioc(bob, BID, 1000, 3).filledLots, 3);
        assertLt(before - gasleft(), 300_000);
    }
}
