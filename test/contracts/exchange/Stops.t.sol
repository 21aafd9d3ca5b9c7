// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice Stops and take-profits: what they hold, when they fire and in which order, what they become.
contract StopsTest is ConditionalFixture {
    // ------------------------------------------------------------------------------------------- placing

    function test_a_buy_stop_escrows_its_limit_and_taker_fee() public {
        IExchangeConditionals.ConditionalView memory v = IExchangeConditionals.ConditionalView({
            owner: alice,
            side: BID,
            kind: STOP_MARKET,
            selfTrade: IExchange.SelfTrade.CANCEL_MAKER,
            lots: 5,
            limitTicks: 1200,
            limitAboveTicks: 1200,
            triggerAboveTicks: 1100,
            triggerBelowTicks: 0,
            trailTicks: 0,
            expiry: 0,
            feePips: TAKER_FEE,
            keeperFeeTicks: 0,
            clientId: 9
        });
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.ConditionalPlaced(_conditionalId(1), v);
        OrderId id = _stop(alice, BID, 1100, 1200, 5);
        assertEq(OrderId.unwrap(id), OrderId.unwrap(_conditionalId(1)));
        assertEq(_money(alice), FUNDS - _bidEscrow(1200, 5, TAKER_FEE));
        assertEq(abi.encode(exchange.conditional(id)), abi.encode(v));
        assertEq(exchange.conditionalsOf(MARKET, alice), 1);
        _assertConserved(1);
    }

    function test_a_sell_stop_escrows_its_credits() public {
        OrderId id = _stop(alice, ASK, 900, 800, 5);
        assertEq(_units(alice), UNITS - 5 * LOT);
        assertEq(_money(alice), FUNDS);
        assertEq(exchange.conditional(id).triggerBelowTicks, 900);
    }

    function testFuzz_cancelling_returns_exactly_what_was_paid(
        bool isBid,
        uint16 trigger,
        uint16 limit,
        uint40 lots,
        uint16 fee
    ) public {
        _setKeeperFee(fee);
        trigger = uint16(isBid ? bound(trigger, 1001, 65_535) : bound(trigger, 1, 999));
        lots = uint40(bound(lots, 1, 50_000));
        OrderId id = _stop(alice, isBid ? BID : ASK, trigger, uint16(bound(limit, 1, 65_535)), lots);
        _assertConserved(1);
        assertEq(_cancelConditional(alice, id), lots);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
        assertFalse(_waits(id));
        assertEq(exchange.conditionalsOf(MARKET, alice), 0);
        assertEq(exchange.triggerLevels(MARKET, isBid, 0, 10).length, 0);
        _assertConserved(1);
    }

    // ------------------------------------------------------------------------------------------- firing

    function test_a_stop_fires_when_its_price_is_touched_and_becomes_a_deferred_order() public {
        OrderId id = _stop(alice, BID, 1100, 1200, 5);
        _settle(1099);
        assertEq(_fire(10), 0);
        assertEq(exchange.dueStops(MARKET), 0);
        _settle(1100);
        assertEq(exchange.dueStops(MARKET), 1);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.OrderDeferred(
            _deferred(1),
            alice,
            BID,
            IExchange.OrderType.MARKET,
            1200,
            5,
            0,
            0,
            TAKER_FEE,
            9,
            0
        );
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.ConditionalFired(id, _deferred(1), keeper, true, 1100, 1100, 0);
        assertEq(_fire(10), 1);
        assertFalse(_waits(id));
        assertTrue(_live(_deferred(1)));
        assertEq(_money(alice), FUNDS - _bidEscrow(1200, 5, TAKER_FEE));
        assertEq(exchange.conditionalsOf(MARKET, alice), 0);
        _assertConserved(1);
    }

    function test_a_fired_market_stop_trades_at_resting_prices_and_returns_the_rest() public {
        _stop(alice, BID, 1100, 1200, 5);
        _settle(1100);
        _fire(10);
        _rest(bob, ASK, 1150, 3);
        exchange.crank(MARKET, 10);
        // three lots bought at 1150, two find nothing and are returned
        assertEq(_units(alice), UNITS + 3 * LOT);
        assertEq(_money(alice), FUNDS - _notional(1150, 3) - _feeUp(_notional(1150, 3), TAKER_FEE));
        assertEq(_queued(), 0);
        _assertConserved(1);
    }

    function test_a_fired_market_stop_trades_no_worse_than_its_limit() public {
        _stop(alice, ASK, 900, 850, 5);
        _rest(bob, BID, 849, 5);
        _settle(900);
        _fire(10);
        exchange.crank(MARKET, 10);
        assertEq(_units(alice), UNITS);
        assertEq(_money(alice), FUNDS);
    }

    function test_a_fired_stop_limit_rests_at_its_limit() public {
        _wait(alice, _request(STOP_LIMIT, BID, 1100, 1090, 5));
        _settle(1105);
        _fire(10);
        exchange.crank(MARKET, 10);
        assertEq(_levelLots(BID, 1090), 5);
        // a maker's fee is lower than the taker's that was held
        assertEq(_money(alice), FUNDS - _bidEscrow(1090, 5, MAKER_FEE));
        _assertConserved(1);
    }

    function test_a_take_profit_fires_on_the_other_side_of_the_price() public {
        OrderId sells = _wait(alice, _request(TAKE_PROFIT, ASK, 1100, 1095, 5));
        OrderId buys = _wait(bob, _request(TAKE_PROFIT, BID, 900, 905, 5));
        _settle(1100);
        assertEq(_fire(10), 1);
        assertFalse(_waits(sells));
        _settle(899);
        assertEq(_fire(10), 1);
        assertFalse(_waits(buys));
        exchange.crank(MARKET, 10);
        assertEq(_levelLots(ASK, 1095), 5);
        assertEq(_levelLots(BID, 905), 5);
        _assertConserved(2);
    }

    function test_the_expiry_and_the_self_trade_mode_go_with_the_order() public {
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_LIMIT, ASK, 900, 905, 5);
        q.expiry = uint32(block.timestamp + 1 days);
        q.selfTrade = IExchange.SelfTrade.CANCEL_TAKER;
        _wait(alice, q);
        OrderId own = _rest(alice, BID, 950, 2);
        _cancel(alice, own);
        _settle(899);
        own = _rest(alice, BID, 950, 2);
        _fire(10);
        assertEq(exchange.order(_deferred(1)).expiry, q.expiry);
        exchange.crank(MARKET, 10);
        assertEq(_lots(own), 2);
        assertEq(_units(alice), UNITS);
        assertEq(_queued(), 0);
    }

    // ------------------------------------------------------------------------------------------- F: which, when

    function test_F1_triggers_fire_nearest_first_and_in_time_order_whoever_calls() public {
        OrderId far = _stop(alice, BID, 1005, 1200, 1);
        OrderId first = _stop(bob, BID, 1003, 1200, 1);
        OrderId second = _stop(carol, BID, 1003, 1200, 1);
        OrderId out = _stop(alice, BID, 1010, 1200, 1);
        _settle(1006);
        assertEq(_fire(1), 1);
        assertFalse(_waits(first));
        assertTrue(_waits(second));
        vm.prank(alice);
        assertEq(exchange.fireStops(MARKET, 1), 1);
        assertFalse(_waits(second));
        assertTrue(_waits(far));
        assertEq(_fire(150), 1);
        assertFalse(_waits(far));
        assertTrue(_waits(out));
        // and each once
        assertEq(_fire(150), 0);
        assertEq(_queued(), 3);
        assertEq(exchange.order(_deferred(1)).owner, bob);
        assertEq(exchange.order(_deferred(2)).owner, carol);
        assertEq(exchange.order(_deferred(3)).owner, alice);
    }

    function test_F1_between_the_sides_the_trigger_passed_furthest_goes_first() public {
        _stop(alice, BID, 1005, 1200, 1);
        _stop(carol, BID, 1015, 1200, 1);
        _settle(1030);
        // nobody fires; a stop of the other side joins in, and then the price falls between them
        _stop(bob, ASK, 1020, 900, 1);
        _settle(1010);
        assertEq(exchange.dueStops(MARKET), 2);
        assertEq(_fire(1), 1);
        assertEq(exchange.order(_deferred(1)).owner, bob);
        assertEq(_fire(150), 1);
        assertEq(exchange.order(_deferred(2)).owner, alice);
    }

    function test_F2_a_price_made_in_the_same_block_fires_nothing() public {
        OrderId id = _stop(alice, BID, 1100, 1200, 1);
        _trade(1100);
        assertEq(exchange.dueStops(MARKET), 0);
        assertEq(_fire(10), 0);
        assertTrue(_waits(id));
        // gone again within its block, it has never been
        _trade(1000);
        _nextBlock();
        assertEq(_fire(10), 0);
        assertTrue(_waits(id));
    }

    function test_F2_a_flash_price_counts_no_further_than_the_trigger_band() public {
        _setTriggerBand(500);
        OrderId near = _stop(alice, BID, 1050, 1200, 1);
        OrderId beyond = _stop(bob, BID, 1060, 1200, 1);
        _settle(5000);
        // the average has moved by 12 of 600 seconds towards 5000: 1080, and its band reaches 1134
        assertEq(exchange.referencePrice(MARKET), 1134);
        _settle(1000);
        // one block later only what the average kept of it counts
        assertLt(exchange.referencePrice(MARKET), 1060);
        _fire(10);
        assertTrue(_waits(beyond));
        assertTrue(_waits(near));
    }

    function test_F2_a_price_from_before_the_placement_fires_nothing() public {
        _trade(1100);
        vm.expectRevert(
            abi.encodeWithSelector(
                IExchangeConditionals.Exchange_TriggerAlreadyMet.selector,
                uint16(1100),
                uint16(1100)
            )
        );
        _stop(alice, BID, 1100, 1200, 1);
        // made and left in the block of the placement, before it
        _trade(1000);
        OrderId id = _stop(alice, BID, 1100, 1200, 1);
        _nextBlock();
        assertEq(_fire(10), 0);
        assertTrue(_waits(id));
    }

    function testFuzz_F2_nothing_fires_while_nothing_trades(
        uint16 last,
        uint16 trigger,
        uint16 bandBps,
        uint32 wait,
        bool isBid
    ) public {
        _setTriggerBand(uint16(bound(bandBps, 0, 10_000)));
        _trade(uint16(bound(last, 1, 3000)));
        IExchangeConditionals.ConditionalRequest memory q = _request(
            STOP_MARKET,
            isBid ? BID : ASK,
            uint16(bound(trigger, 1, 3000)),
            1000,
            1
        );
        vm.prank(alice);
        try exchange.placeConditional(q) returns (OrderId id) {
            vm.roll(block.number + 1);
            vm.warp(block.timestamp + bound(wait, 1, 3000));
            assertEq(_fire(10), 0);
            assertTrue(_waits(id));
        } catch {}
    }

    function test_F3_a_gap_through_the_trigger_still_fires() public {
        OrderId up = _stop(alice, BID, 1100, 3000, 1);
        _settle(2500);
        assertEq(_fire(10), 1);
        assertFalse(_waits(up));
        OrderId down = _stop(alice, ASK, 1100, 1, 1);
        _settle(3);
        assertEq(_fire(10), 1);
        assertFalse(_waits(down));
    }

    function testFuzz_F3_fires_if_and_only_if_the_price_is_at_or_beyond(
        uint16 trigger,
        uint16 price,
        bool isBid
    ) public {
        trigger = uint16(isBid ? bound(trigger, 1001, 3000) : bound(trigger, 1, 999));
        price = uint16(bound(price, 1, 3000));
        OrderId id = _stop(alice, isBid ? BID : ASK, trigger, 1000, 1);
        _settle(price);
        bool met = isBid ? price >= trigger : price <= trigger;
        assertEq(exchange.dueStops(MARKET), met ? 1 : 0);
        assertEq(_fire(10), met ? 1 : 0);
        assertEq(_waits(id), !met);
        _assertConserved(1);
    }
}
