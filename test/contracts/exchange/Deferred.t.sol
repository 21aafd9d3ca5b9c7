// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Vm } from "forge-std/Vm.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice The work queue: what waits in it, what the crank does, what it can never be made to do.
contract DeferredTest is ExchangeFixture {
    IExchange.OrderType private constant GTC = IExchange.OrderType.LIMIT_GTC;
    IExchange.OrderType private constant IOC = IExchange.OrderType.LIMIT_IOC;

    function _queue() private view returns (uint32 waiting) {
        (uint32 head, uint32 tail) = exchange.queue(MARKET);
        return tail - head;
    }

    function test_an_order_that_its_owner_cancelled_leaves_the_queue_without_a_word() public {
        _cancel(alice, _defer(alice, BID, GTC, 1000, 3));
        vm.recordLogs();
        assertEq(exchange.crank(MARKET, 10), 1);
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(_queue(), 0);
    }

    function test_A1_the_fee_of_a_bid_worked_lot_by_lot_is_what_its_escrow_holds() public {
        exchange.setMarketFees(MARKET, 0, 333);
        for (uint256 i = 0; i < 3; ++i) _rest(carol, ASK, 1001, 1);
        _defer(alice, BID, GTC, 1001, 3);
        uint256 held = _bidEscrow(1001, 3, 333);
        assertEq(_money(alice), FUNDS - held);
        // each lot by itself would round up: the three together hold one base unit less
        assertLt(_feeUp(_notional(1001, 3), 333), 3 * _feeUp(_notional(1001, 1), 333));
        for (uint256 i = 0; i < 4; ++i) exchange.crank(MARKET, 1);
        assertEq(_queue(), 0);
        assertEq(_money(alice), FUNDS - held);
        assertEq(exchange.collectedFees(MARKET), _feeUp(_notional(1001, 3), 333));
    }

    function test_a_deferred_bid_escrows_its_limit_and_taker_fee() public {
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.OrderDeferred(
            OrderId.wrap((uint96(MARKET) << 56) | (uint96(2) << 48) | 1),
            alice,
            BID,
            GTC,
            1000,
            5,
            0,
            0,
            TAKER_FEE,
            7,
            0
        );
        OrderId id = _defer(alice, BID, GTC, 1000, 5);
        assertEq(_money(alice), FUNDS - _bidEscrow(1000, 5, TAKER_FEE));
        IExchange.OrderView memory v = exchange.order(id);
        assertTrue(v.live);
        assertEq(v.priceTicks, 1000);
        assertEq(v.lots, 5);
        assertEq(v.owner, alice);
        assertEq(v.feePips, int16(TAKER_FEE));
        assertEq(_queue(), 1);
        (uint16 bid, ) = exchange.best(MARKET);
        assertEq(bid, 0);
    }

    function test_crank_fills_at_resting_prices_and_returns_the_surplus() public {
        _rest(bob, ASK, 900, 5);
        OrderId id = _defer(alice, BID, GTC, 1000, 5);
        vm.prank(stranger);
        assertEq(exchange.crank(MARKET, 10), 2);
        uint256 n = _notional(900, 5);
        assertEq(_money(alice), FUNDS - n - _feeUp(n, TAKER_FEE));
        assertEq(_units(alice), UNITS + 5 * LOT);
        assertFalse(_live(id));
        assertEq(_queue(), 0);
    }

    function test_a_deferred_ask_pays_the_taker_fee_from_what_it_earns() public {
        _rest(bob, BID, 1100, 5);
        _defer(alice, ASK, GTC, 1000, 5);
        exchange.crank(MARKET, 10);
        uint256 n = _notional(1100, 5);
        assertEq(_money(alice), FUNDS + n - _feeUp(n, TAKER_FEE));
        assertEq(_units(alice), UNITS - 5 * LOT);
    }

    function test_G1_crank_keeps_progress_and_order_of_the_queue() public {
        for (uint256 i = 0; i < 4; ++i) {
            _rest(bob, ASK, 1000, 1);
        }
        OrderId first = _defer(alice, BID, GTC, 1000, 3);
        OrderId second = _defer(carol, BID, GTC, 1000, 3);
        assertEq(exchange.crank(MARKET, 2), 2);
        assertEq(_lots(first), 1);
        assertEq(_lots(second), 3);
        assertEq(exchange.crank(MARKET, 2), 2);
        assertFalse(_live(first));
        assertEq(_lots(second), 3);
        exchange.crank(MARKET, 10);
        // carol met the last ask and rests with two
        assertEq(_levelLots(BID, 1000), 2);
        assertEq(_units(carol), UNITS + LOT);
        assertEq(_queue(), 0);
        assertEq(exchange.crank(MARKET, 10), 0);
    }

    function test_what_no_longer_crosses_rests_with_the_maker_fee() public {
        OrderId waiting = _defer(alice, BID, GTC, 1000, 5);
        vm.recordLogs();
        exchange.crank(MARKET, 1);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2);
        assertEq(logs[0].topics[0], IExchange.OrderPlaced.selector);
        assertEq(logs[1].topics[0], IExchange.DeferredProgressed.selector);
        assertEq(_money(alice), FUNDS - _bidEscrow(1000, 5, MAKER_FEE));
        assertEq(_levelLots(BID, 1000), 5);
        assertFalse(_live(waiting));
    }

    function test_a_resting_remainder_never_pays_more_than_the_fee_it_escrowed() public {
        _defer(alice, BID, GTC, 1000, 5);
        exchange.setMarketFees(MARKET, 20_000, 20_000);
        exchange.crank(MARKET, 1);
        assertEq(_money(alice), FUNDS - _bidEscrow(1000, 5, TAKER_FEE));
        (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, BID, 1000, 1);
        assertEq(exchange.order(ids[0]).feePips, int16(TAKER_FEE));
        _cancel(alice, ids[0]);
        assertEq(_money(alice), FUNDS);
    }

    function test_the_fee_of_submission_stays_with_a_deferred_order() public {
        _defer(alice, BID, GTC, 1000, 5);
        exchange.setMarketFees(MARKET, 0, 0);
        _rest(bob, ASK, 1000, 5);
        exchange.crank(MARKET, 10);
        uint256 n = _notional(1000, 5);
        assertEq(_money(alice), FUNDS - n - _feeUp(n, TAKER_FEE));
    }

    function test_a_deferred_ioc_returns_what_it_cannot_fill() public {
        _rest(bob, ASK, 1000, 2);
        OrderId id = _defer(alice, BID, IOC, 1000, 5);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredProgressed(id, 2, 3);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(id, alice, 3, IExchange.CancelReason.UNFILLED_REMAINDER);
        exchange.crank(MARKET, 10);
        uint256 n = _notional(1000, 2);
        assertApproxEqAbs(_money(alice), FUNDS - n - _feeUp(n, TAKER_FEE), 1);
        assertEq(_levelLots(BID, 1000), 0);
    }

    function test_a_deferred_market_order_that_meets_nothing_is_returned() public {
        OrderId id = _defer(alice, ASK, IExchange.OrderType.MARKET, 1, 5);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(id, alice, 5, IExchange.CancelReason.UNFILLED_REMAINDER);
        exchange.crank(MARKET, 10);
        assertEq(_units(alice), UNITS);
    }

    function test_the_rest_of_a_bounded_sweep_waits_and_the_book_stays_uncrossed() public {
        for (uint256 i = 0; i < 3; ++i) {
            _rest(bob, ASK, 1000, 1);
        }
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        q.maxFills = 2;
        IExchange.PlaceResult memory r = _place(alice, q);
        assertEq(r.filledLots, 2);
        assertTrue(r.orderId.kind() == OrderKind.DEFERRED);
        assertEq(_lots(r.orderId), 3);
        uint256 n = _notional(1000, 2);
        assertEq(_money(alice), FUNDS - n - _feeUp(n, TAKER_FEE) - _bidEscrow(1000, 3, TAKER_FEE));
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(bid, 0);
        assertEq(ask, 1000);
        exchange.crank(MARKET, 10);
        (bid, ask) = exchange.best(MARKET);
        assertEq(bid, 1000);
        assertEq(ask, 0);
        assertEq(_levelLots(BID, 1000), 2);
    }

    function test_a_bounded_sweep_by_an_ask_waits_too() public {
        _rest(bob, BID, 1000, 1);
        _rest(bob, BID, 1001, 1);
        IExchange.OrderRequest memory q = _gtc(ASK, 1000, 5);
        q.maxFills = 1;
        IExchange.PlaceResult memory r = _place(alice, q);
        assertEq(_units(alice), UNITS - 5 * LOT);
        assertEq(_lots(r.orderId), 4);
        exchange.crank(MARKET, 10);
        assertEq(_levelLots(ASK, 1000), 3);
    }

    function test_D6_a_bad_head_is_finished_with_its_reason_and_the_next_goes_on() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 1);
        q.maxFills = 0;
        q.expiry = uint32(block.timestamp + 10);
        OrderId expiring = _place(alice, q).orderId;
        OrderId frozen = _defer(bob, BID, GTC, 1000, 2);
        OrderId cancelled = _defer(carol, BID, GTC, 1000, 3);
        OrderId good = _defer(carol, BID, GTC, 1000, 4);
        _cancel(carol, cancelled);
        vm.warp(block.timestamp + 10);
        gate.freeze(bob);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(expiring, alice, 1, IExchange.CancelReason.EXPIRED);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(frozen, bob, 2, IExchange.CancelReason.INELIGIBLE);
        assertEq(exchange.crank(MARKET, 10), 4);
        assertFalse(_live(good));
        assertEq(_levelLots(BID, 1000), 4);
        assertEq(_money(alice), FUNDS);
        assertEq(_money(bob), FUNDS);
    }

    function test_own_orders_in_the_way_of_a_deferred_one_are_removed() public {
        OrderId own = _rest(alice, ASK, 1000, 5);
        _defer(alice, BID, GTC, 1000, 5);
        exchange.crank(MARKET, 10);
        assertFalse(_live(own));
        assertEq(_units(alice), UNITS);
        assertEq(_levelLots(BID, 1000), 5);
    }

    function test_the_owner_cancels_while_waiting_even_half_done() public {
        _rest(bob, ASK, 1000, 1);
        _rest(bob, ASK, 1000, 1);
        OrderId id = _defer(alice, BID, GTC, 1000, 5);
        exchange.crank(MARKET, 1);
        assertEq(_cancel(alice, id), 4);
        uint256 n = _notional(1000, 1);
        uint256 fee = _feeUp(_notional(1000, 5), TAKER_FEE) - _feeUp(_notional(1000, 4), TAKER_FEE);
        assertEq(_money(alice), FUNDS - n - fee);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, id));
        exchange.cancel(id);
    }

    function test_B2_a_price_in_the_id_does_not_make_another_deferred_order_of_it() public {
        OrderId id = _defer(alice, BID, GTC, 1000, 5);
        OrderId alias_ = OrderIdLib.pack(MARKET, OrderKind.DEFERRED, 7, id.sequence());
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, alias_));
        vm.prank(alice);
        exchange.cancel(alias_);
        assertTrue(exchange.order(id).live);
    }

    function test_a_halted_queue_waits_and_a_delisted_one_is_returned() public {
        _rest(bob, ASK, 1000, 1);
        OrderId id = _defer(alice, BID, GTC, 1000, 5);
        _defer(carol, ASK, IOC, 1000, 5);
        exchange.haltMarket(MARKET);
        assertEq(exchange.crank(MARKET, 10), 0);
        assertTrue(_live(id));
        exchange.delistMarket(MARKET);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(id, alice, 5, IExchange.CancelReason.MARKET_CLOSED);
        assertEq(exchange.crank(MARKET, 10), 2);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(carol), UNITS);
    }

    function test_the_queue_does_not_stop_arrivals_from_trading() public {
        _rest(bob, ASK, 1000, 1);
        _defer(alice, BID, GTC, 1000, 1);
        assertEq(_ioc(carol, BID, 1000, 1).filledLots, 1);
        exchange.crank(MARKET, 10);
        assertEq(_levelLots(BID, 1000), 1);
    }

    function testFuzz_cranking_in_any_portions_ends_the_same(uint16[8] calldata portions, uint40 lots) public {
        lots = uint40(bound(lots, 1, 40));
        for (uint16 i = 0; i < 10; ++i) {
            _rest(bob, ASK, 1000 + i, 3);
        }
        _defer(alice, BID, GTC, 1004, lots);
        _defer(carol, BID, IOC, 1009, lots);
        for (uint256 i = 0; i < 8; ++i) {
            exchange.crank(MARKET, uint16(bound(portions[i], 1, 5)));
        }
        exchange.crank(MARKET, 150);
        assertEq(_queue(), 0);
        uint256 aliceLots = lots < 15 ? lots : 15;
        uint256 carolLots = lots < 30 - aliceLots ? lots : 30 - aliceLots;
        assertEq(_units(alice), UNITS + aliceLots * LOT);
        assertEq(_units(carol), UNITS + carolLots * LOT);
        assertEq(_levelLots(BID, 1004), lots - aliceLots);
        uint256 inBids = lots > aliceLots ? _bidEscrow(1004, lots - aliceLots, MAKER_FEE) : 0;
        assertEq(_money(alice) + _money(bob) + _money(carol) + inBids + exchange.collectedFees(MARKET), 3 * FUNDS);
    }

    /// @dev A stolen keeper key can do no more than anybody: call with any market and any number.
    function testFuzz_C5_arbitrary_crank_calldata_moves_no_value_of_bystanders(uint32 market, uint16 steps) public {
        _rest(alice, BID, 900, 5);
        _defer(bob, BID, GTC, 950, 5);
        uint256 before = _money(alice);
        vm.prank(stranger);
        (bool ok, ) = address(exchange).call(abi.encodeCall(IExchange.crank, (market, steps)));
        assertEq(ok, market == MARKET && steps > 0 && steps <= 150);
        assertEq(_money(alice), before);
        assertEq(_money(stranger), 0);
    }
}
