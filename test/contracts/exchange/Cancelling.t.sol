// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice Leaving the book without trading: by the owner, in batches, by pruning.
contract CancellingTest is ExchangeFixture {
    function test_A2_cancel_returns_exactly_the_unspent_part() public {
        OrderId id = _rest(alice, BID, 1237, 9);
        _ioc(bob, ASK, 1237, 4);
        assertEq(_cancel(alice, id), 5);
        uint256 fee = _feeUp(_notional(1237, 9), MAKER_FEE) - _feeUp(_notional(1237, 5), MAKER_FEE);
        assertEq(_money(alice), FUNDS - _notional(1237, 4) - fee);
        id = _rest(alice, ASK, 1237, 9);
        _cancel(alice, id);
        assertEq(_units(alice), UNITS + 4 * LOT);
    }

    function test_B1_cancel_of_head_middle_and_tail_keeps_time_order() public {
        OrderId[] memory ids = new OrderId[](5);
        for (uint256 i = 0; i < 5; ++i) {
            ids[i] = _rest(alice, ASK, 1000, 1);
        }
        _cancel(alice, ids[2]);
        _cancel(alice, ids[0]);
        _cancel(alice, ids[4]);
        (OrderId[] memory live, ) = exchange.ordersAt(MARKET, ASK, 1000, 10);
        assertEq(live.length, 2);
        assertEq(OrderId.unwrap(live[0]), OrderId.unwrap(ids[1]));
        assertEq(OrderId.unwrap(live[1]), OrderId.unwrap(ids[3]));
        _ioc(bob, BID, 1000, 1);
        assertFalse(_live(ids[1]));
        assertTrue(_live(ids[3]));
    }

    function test_B2_an_id_is_not_reused_after_its_tail_order_was_cancelled() public {
        OrderId a = _rest(alice, ASK, 1000, 1);
        _cancel(alice, a);
        OrderId b = _rest(alice, ASK, 1000, 1);
        assertEq(b.sequence(), a.sequence() + 1);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, a));
        exchange.cancel(a);
    }

    function test_B2_a_stale_id_cannot_touch_the_order_in_its_ring_place() public {
        OrderId first = _rest(alice, ASK, 1000, 1);
        _cancel(alice, first);
        for (uint256 i = 0; i < 151; ++i) {
            _cancel(alice, _rest(alice, ASK, 1000, 1));
        }
        OrderId reused = _rest(alice, ASK, 1000, 1);
        assertEq(reused.sequence() % 152, first.sequence() % 152);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, first));
        exchange.cancel(first);
        assertTrue(_live(reused));
        assertFalse(_live(first));
        // nor can an id one ring ahead
        OrderId ahead = OrderIdLib.pack(MARKET, OrderKind.ASK, 1000, reused.sequence() + 152);
        assertFalse(_live(ahead));
    }

    function test_B3_the_last_cancel_clears_the_tick_at_and_off_the_best() public {
        OrderId worse = _rest(alice, BID, 900, 1);
        OrderId top = _rest(alice, BID, 1000, 1);
        _cancel(alice, worse);
        _cancel(alice, top);
        (uint16 bid, ) = exchange.best(MARKET);
        assertEq(bid, 0);
        assertEq(exchange.depth(MARKET, BID, 0, 10).length, 0);
    }

    function test_D6_cancel_batch_skips_what_no_longer_lives() public {
        OrderId[] memory ids = new OrderId[](3);
        ids[0] = _rest(alice, BID, 1000, 2);
        ids[1] = _rest(alice, BID, 1001, 3);
        ids[2] = _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 1000, 4);
        _cancel(alice, ids[0]);
        vm.prank(alice);
        uint40[] memory lots = exchange.cancelBatch(ids);
        assertEq(lots[0], 0);
        assertEq(lots[1], 3);
        assertEq(lots[2], 4);
        assertEq(_money(alice), FUNDS);
    }

    function test_C4_cancel_and_withdraw_work_in_every_market_state() public {
        OrderId a = _rest(alice, BID, 1000, 2);
        OrderId b = _rest(alice, ASK, 1001, 2);
        OrderId c = _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 1000, 4);
        exchange.haltMarket(MARKET);
        _cancel(alice, a);
        exchange.closeMarket(MARKET);
        _cancel(alice, b);
        _cancel(alice, c);
        vm.startPrank(alice);
        exchange.withdraw(QUOTE, FUNDS, alice);
        exchange.withdraw(BASE, UNITS, alice);
        assertEq(quote.balanceOf(alice), FUNDS);
        assertEq(credits.balanceOf(alice, BATCH), UNITS);
    }

    function test_prune_removes_expired_and_ineligible_orders_only() public {
        OrderId[] memory ids = new OrderId[](6);
        ids[0] = _restUntil(alice, BID, 1000, 2, uint32(block.timestamp + 10));
        ids[1] = _rest(alice, BID, 1000, 2);
        ids[2] = _rest(bob, ASK, 1100, 2);
        ids[3] = _defer(bob, ASK, IExchange.OrderType.LIMIT_GTC, 1000, 4);
        ids[4] = OrderId.wrap(type(uint96).max);
        ids[5] = ids[0];
        vm.warp(block.timestamp + 10);
        gate.freeze(bob);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.OrderCancelled(ids[0], alice, 2, 2, IExchange.CancelReason.EXPIRED);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.OrderCancelled(ids[2], bob, 2, 0, IExchange.CancelReason.INELIGIBLE);
        vm.prank(stranger);
        assertEq(exchange.prune(ids), 2);
        assertTrue(_live(ids[1]));
        assertTrue(_live(ids[3]));
        assertEq(_units(bob), UNITS - 4 * LOT);
        assertEq(_money(alice), FUNDS - _bidEscrow(1000, 2, MAKER_FEE));
    }

    function testFuzz_B2_a_window_never_confuses_orders(uint8[64] calldata choices) public {
        OrderId[] memory ids = new OrderId[](64);
        uint256 lots;
        for (uint256 i = 0; i < 64; ++i) {
            uint256 other = choices[i] % (i + 1);
            if (choices[i] > 127 && i > 0 && _live(ids[other])) lots -= _cancel(alice, ids[other]);
            ids[i] = _rest(alice, BID, 1000, uint40(i + 1));
            lots += i + 1;
            assertEq(ids[i].sequence(), i + 1);
            assertEq(_levelLots(BID, 1000), lots);
        }
    }
}
