// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeLens } from "../../../contracts/interfaces/IExchangeLens.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";
import { ScriptedFeed } from "./ScriptedFeed.sol";

/// @notice What the exchange says is due, against what it then accepts.
contract DueWorkTest is ConditionalFixture {
    function _due() private view returns (IExchangeLens.DueWork memory) {
        return exchange.dueWork(MARKET);
    }

    function _parent(IExchange.Side side, uint16 limit, uint16 tolerance, uint16 cap) private returns (OrderId) {
        IExchangeParents.ParentRequest memory q;
        q.marketId = MARKET;
        q.side = side;
        q.lots = 20;
        q.limitTicks = limit;
        q.interval = 60;
        q.slices = 10;
        q.toleranceBps = tolerance;
        q.participationBps = cap;
        vm.prank(alice);
        return exchange.placeParent(q);
    }

    // ------------------------------------------------------------------------------------------- a market's work

    function test_an_idle_market_has_nothing_due() public view {
        IExchangeLens.DueWork memory w = _due();
        assertTrue(w.phase == IExchange.MarketPhase.CONTINUOUS);
        assertFalse(w.crank || w.uncross || w.reopen || w.halt);
        assertEq(w.waiting + w.stops + w.trails.length + w.lastParent, 0);
    }

    function test_waiting_orders_are_counted_and_wait_for_a_market_that_trades() public {
        _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 900, 1);
        _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 900, 1);
        assertEq(_due().waiting, 2);
        assertTrue(_due().crank);
        exchange.haltMarket(MARKET);
        assertEq(_due().waiting, 2);
        assertFalse(_due().crank);
        exchange.closeMarket(MARKET);
        assertFalse(_due().crank);
        exchange.delistMarket(MARKET);
        assertTrue(_due().crank);
        exchange.crank(MARKET, 10);
        assertEq(_due().waiting, 0);
        assertFalse(_due().crank);
    }

    function test_stops_are_due_as_dueStops_says() public {
        _stop(alice, ASK, 950, 850, 3);
        _stop(alice, ASK, 940, 850, 3);
        assertEq(_due().stops, 0);
        _settle(945);
        assertEq(_due().stops, 1);
        _settle(900);
        assertEq(_due().stops, 2);
        assertEq(exchange.dueStops(MARKET), 2);
        exchange.haltMarket(MARKET);
        assertEq(_due().stops, 0);
        exchange.delistMarket(MARKET);
        assertEq(_due().stops, 2);
    }

    function test_uncross_and_reopen_are_due_at_their_second() public {
        exchange.haltMarket(MARKET);
        (, uint40 endsAt) = exchange.marketPhase(MARKET);
        vm.warp(endsAt - 1);
        assertFalse(_due().reopen);
        vm.warp(endsAt);
        assertTrue(_due().reopen);
        exchange.reopen(MARKET);
        (, endsAt) = exchange.marketPhase(MARKET);
        vm.warp(endsAt - 1);
        assertFalse(_due().uncross || _due().reopen);
        vm.warp(endsAt);
        assertTrue(_due().uncross);
        _rest(alice, BID, 1000, 2);
        _rest(alice, BID, 1001, 2);
        _rest(bob, ASK, 1000, 4);
        exchange.uncross(MARKET, 1);
        assertTrue(_due().phase == IExchange.MarketPhase.UNCROSSING);
        assertTrue(_due().uncross);
        exchange.uncross(MARKET, 10);
        assertFalse(_due().uncross);
    }

    function test_nothing_is_due_in_a_closed_market() public {
        _stop(alice, ASK, 950, 850, 3);
        _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 900, 1);
        exchange.closeMarket(MARKET);
        vm.warp(block.timestamp + 30 days);
        IExchangeLens.DueWork memory w = _due();
        assertFalse(w.crank || w.uncross || w.reopen || w.halt);
        assertEq(w.stops + w.trails.length, 0);
    }

    /// @dev Whatever the feed says and however old the trade is: due exactly when accepted.
    function testFuzz_halt_is_due_exactly_when_it_would_be_accepted(
        uint256 answer,
        uint16 settled,
        uint16 last,
        uint32 age,
        bool sameBlock
    ) public {
        ScriptedFeed feed = new ScriptedFeed(8, bound(answer, 8e8, 12e8));
        exchange.setOracle(MARKET, address(feed), 3600, 500);
        _settle(uint16(bound(settled, 900, 1100)));
        _trade(uint16(bound(last, 900, 1100)));
        if (!sameBlock) _nextBlock();
        vm.warp(block.timestamp + bound(age, 0, 5000));
        feed.set(feed.answerWord(), block.timestamp);
        bool due = _due().halt;
        try exchange.checkAndHalt(MARKET) {
            assertTrue(due);
        } catch {
            assertFalse(due);
        }
    }

    function test_views_of_an_existing_market_never_revert_in_any_phase_and_of_no_other() public {
        _stop(alice, ASK, 950, 850, 3);
        _parent(BID, 1100, 0, 0);
        ScriptedFeed feed = new ScriptedFeed(8, 10e8);
        feed.fail(ScriptedFeed.Fault.BURNS_GAS, ScriptedFeed.Fault.REVERTS);
        exchange.setOracle(MARKET, address(feed), 3600, 500);
        for (uint256 i = 0; i < 5; ++i) {
            if (i == 1) exchange.haltMarket(MARKET);
            if (i == 2) exchange.openMarket(MARKET);
            if (i == 3) exchange.closeMarket(MARKET);
            if (i == 4) exchange.delistMarket(MARKET);
            exchange.dueWork(MARKET);
            exchange.dueSlices(MARKET, type(uint32).max, type(uint16).max);
            exchange.dueSlices(MARKET, 0, 0);
            exchange.dueTrails(MARKET, true, type(uint16).max, type(uint16).max);
            exchange.dueTrails(MARKET, false, 0, 0);
            exchange.conditionalOrdersOf(alice, MARKET, false, 1, type(uint16).max);
            exchange.parentsOf(alice, MARKET, type(uint32).max, type(uint16).max);
        }
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 2, 1));
        exchange.dueWork(2);
    }

    // ------------------------------------------------------------------------------------------- trailing stops

    function test_trails_are_those_that_would_move() public {
        OrderId ask = _trailing(alice, ASK, 100, 1, 5);
        _stop(bob, ASK, 900, 850, 3);
        OrderId bid = _trailing(bob, BID, 100, 2000, 5);
        assertEq(_due().trails.length, 0);
        _settle(1050);
        OrderId[] memory ids = _due().trails;
        assertEq(ids.length, 1);
        assertEq(OrderId.unwrap(ids[0]), OrderId.unwrap(ask));
        assertEq(exchange.trail(MARKET, ids), 1);
        assertEq(_due().trails.length, 0);
        _settle(980);
        ids = _due().trails;
        assertEq(ids.length, 1);
        assertEq(OrderId.unwrap(ids[0]), OrderId.unwrap(bid));
        assertEq(exchange.trail(MARKET, ids), 1);
    }

    function test_trails_beyond_the_nearest_prices_are_found_page_by_page() public {
        for (uint16 i = 0; i < 20; ++i) _stop(i < 10 ? alice : bob, ASK, 990 - i, 850, 1);
        OrderId far = _trailing(carol, ASK, 300, 1, 5);
        _settle(1100);
        assertEq(_due().trails.length, 0, "seventeenth price and beyond");
        (OrderId[] memory ids, uint16 next) = exchange.dueTrails(MARKET, false, 0, 15);
        assertEq(ids.length, 0);
        assertEq(next, 975);
        (ids, next) = exchange.dueTrails(MARKET, false, next, 15);
        assertEq(OrderId.unwrap(ids[0]), OrderId.unwrap(far));
        assertEq(next, 0);
        exchange.haltMarket(MARKET);
        (ids, ) = exchange.dueTrails(MARKET, false, 0, 100);
        assertEq(ids.length, 0);
    }

    function test_no_more_trails_than_one_call_is_worth() public {
        for (uint16 i = 0; i < 15; ++i) {
            _trailing(alice, ASK, 100, 1, 1);
            _trailing(bob, ASK, 100, 1, 1);
        }
        _settle(1050);
        assertEq(_due().trails.length, 20);
        (OrderId[] memory ids, ) = exchange.dueTrails(MARKET, false, 0, 1);
        assertEq(ids.length, 30);
    }

    // ------------------------------------------------------------------------------------------- slices

    /// @dev Due exactly when `executeSlice` does not refuse, over phases, times, prices, caps and what stands opposite.
    function testFuzz_a_slice_is_due_exactly_when_it_would_be_executed(uint256 seed) public {
        OrderId id = _parent(
            seed % 2 == 0 ? BID : ASK,
            uint16(990 + ((seed >> 8) % 20)),
            (seed >> 16) % 3 == 0 ? uint16((seed >> 24) % 200) : 0,
            (seed >> 32) % 3 == 0 ? uint16((seed >> 40) % 10_000) : 0
        );
        if ((seed >> 48) % 4 != 0)
            _rest(buyer, BID, uint16(985 + ((seed >> 56) % 10)), uint40(1 + ((seed >> 64) % 30)));
        if ((seed >> 48) % 4 != 1) _rest(seller, ASK, uint16(998 + ((seed >> 72) % 10)), 5);
        if ((seed >> 80) % 8 == 0) gate.freeze(alice);
        for (uint256 i = 0; i < 4; ++i) {
            if ((seed >> (88 + 8 * i)) % 16 == 0) exchange.haltMarket(MARKET);
            vm.warp(vm.getBlockTimestamp() + ((seed >> (120 + 16 * i)) % 250));
            vm.roll(vm.getBlockNumber() + 1);
            (OrderId[] memory due, ) = exchange.dueSlices(MARKET, 0, 10);
            try exchange.executeSlice(id, 10) {
                assertEq(due.length, 1, "executed but not due");
            } catch {
                assertEq(due.length, 0, "due but refused");
            }
            if (exchange.market(MARKET).phase == IExchange.MarketPhase.HALTED) break;
        }
    }

    function test_due_slices_come_page_by_page_and_only_of_live_parents() public {
        OrderId[] memory ids = new OrderId[](6);
        for (uint256 i = 0; i < 6; ++i) ids[i] = _parent(BID, 1100, 0, 0);
        vm.startPrank(alice);
        exchange.cancelParent(ids[0]);
        exchange.cancelParent(ids[3]);
        vm.stopPrank();
        _rest(seller, ASK, 1050, 100);
        (OrderId[] memory due, uint32 next) = exchange.dueSlices(MARKET, 0, 3);
        assertEq(due.length, 3);
        assertEq(due[0].sequence(), 2);
        assertEq(due[2].sequence(), 5);
        assertEq(next, 6);
        exchange.executeSlice(ids[5], 10);
        (due, next) = exchange.dueSlices(MARKET, next, 3);
        assertEq(due.length, 0);
        assertEq(next, 0);
        assertEq(_due().lastParent, 6);
    }

    /// @dev What once lived costs a page nothing.
    function test_D5_dead_parents_do_not_make_a_page_dearer() public {
        OrderId alone = _parent(BID, 1100, 0, 0);
        uint256 before = gasleft();
        exchange.dueSlices(MARKET, 0, 100);
        uint256 clean = before - gasleft();
        vm.prank(alice);
        exchange.cancelParent(alone);
        for (uint256 i = 0; i < 300; ++i) {
            OrderId id = _parent(BID, 1100, 0, 0);
            vm.prank(alice);
            exchange.cancelParent(id);
        }
        _parent(BID, 1100, 0, 0);
        before = gasleft();
        (, uint32 next) = exchange.dueSlices(MARKET, 0, 100);
        assertEq(next, 0);
        assertLt(before - gasleft(), clean + 20_000);
    }
}
