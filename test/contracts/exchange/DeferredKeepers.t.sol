// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Vm } from "forge-std/Vm.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice What an order that waits in the work queue prepays for its execution, and who gets it.
contract DeferredKeepersTest is ConditionalFixture {
    IExchange.OrderType private constant GTC = IExchange.OrderType.LIMIT_GTC;
    IExchange.OrderType private constant IOC = IExchange.OrderType.LIMIT_IOC;
    uint256 private constant FEE = 30 * TICK;

    function setUp() public override {
        super.setUp();
        _setKeeperFee(30);
    }

    function _crank(address caller, uint16 steps) private returns (uint256) {
        vm.prank(caller);
        return exchange.crank(MARKET, steps);
    }

    function _deferUntil(uint32 expiry) private returns (OrderId) {
        IExchange.OrderRequest memory q = _gtc(BID, 900, 5);
        (q.maxFills, q.expiry) = (0, expiry);
        return _place(alice, q).orderId;
    }

    function _expectPaid(OrderId id, address to) private {
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.KeeperPaid(id, to, FEE);
    }

    /// @dev Alice has all her money back, and nobody was paid.
    function _assertReturned(OrderId id) private view {
        assertFalse(_live(id));
        assertEq(exchange.deferredKeeperFee(id), 0);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
        assertEq(_money(keeper), 0);
        _assertConserved(0);
    }

    // ------------------------------------------------------------------------------------------- prepaying

    function test_a_bid_prepays_beside_its_escrow() public {
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.OrderDeferred(_deferred(1), alice, BID, GTC, 900, 5, 0, 0, TAKER_FEE, 7, FEE);
        OrderId id = _defer(alice, BID, GTC, 900, 5);
        assertEq(exchange.deferredKeeperFee(id), FEE);
        assertEq(_money(alice), FUNDS - _bidEscrow(900, 5, TAKER_FEE) - FEE);
        _assertConserved(0);
    }

    function test_an_ask_prepays_from_its_owners_money() public {
        OrderId id = _defer(alice, ASK, GTC, 1100, 5);
        assertEq(exchange.deferredKeeperFee(id), FEE);
        assertEq(_money(alice), FUNDS - FEE);
        assertEq(_units(alice), UNITS - 5 * LOT);
        _assertConserved(0);
    }

    function test_who_cannot_prepay_is_refused() public {
        vm.prank(alice);
        exchange.withdraw(QUOTE, FUNDS - FEE + 1, alice);
        bytes4 refusal = IExchange.Exchange_InsufficientBalance.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, QUOTE, FEE - 1, FEE));
        _defer(alice, ASK, GTC, 1100, 5);
        uint256 escrow = _bidEscrow(900, 5, TAKER_FEE);
        vm.expectRevert(abi.encodeWithSelector(refusal, QUOTE, FEE - 1, escrow + FEE));
        _defer(alice, BID, GTC, 900, 5);
    }

    function test_the_waiting_rest_of_a_bounded_sweep_prepays_and_may_do_so_from_what_it_earned() public {
        _rest(bob, BID, 1000, 2);
        _rest(bob, BID, 1000, 2);
        vm.prank(alice);
        exchange.withdraw(QUOTE, FUNDS, alice);
        IExchange.OrderRequest memory q = _gtc(ASK, 1000, 5);
        q.maxFills = 1;
        OrderId id = _place(alice, q).orderId;
        assertEq(exchange.deferredKeeperFee(id), FEE);
        assertEq(_money(alice), _notional(1000, 2) - _feeUp(_notional(1000, 2), TAKER_FEE) - FEE);
    }

    function test_an_order_that_rests_at_once_prepays_nothing() public {
        _rest(alice, BID, 900, 5);
        assertEq(_money(alice), FUNDS - _bidEscrow(900, 5, MAKER_FEE));
    }

    function test_only_waiting_deferred_orders_have_a_fee() public {
        assertEq(exchange.deferredKeeperFee(_deferred(1)), 0);
        assertEq(exchange.deferredKeeperFee(_rest(alice, BID, 900, 5)), 0);
        assertEq(exchange.deferredKeeperFee(OrderId.wrap(type(uint96).max)), 0);
    }

    function test_an_order_that_a_stop_became_has_paid_for_its_firing_and_no_more() public {
        _stop(alice, ASK, 900, 800, 5);
        _settle(900);
        _fire(10);
        assertEq(exchange.deferredKeeperFee(_deferred(1)), 0);
        _crank(bob, 10);
        assertEq(_money(bob), FUNDS);
        assertEq(_money(keeper), FEE);
        _assertConserved(1);
    }

    // ------------------------------------------------------------------------------------------- earning

    function test_who_finishes_a_filled_order_is_paid() public {
        _rest(bob, ASK, 1000, 5);
        OrderId id = _defer(alice, BID, GTC, 1000, 5);
        _expectPaid(id, keeper);
        _crank(keeper, 10);
        assertEq(_money(keeper), FEE);
        assertEq(_money(alice), FUNDS - _notional(1000, 5) - _feeUp(_notional(1000, 5), TAKER_FEE) - FEE);
        _assertConserved(0);
    }

    function test_who_lets_an_order_rest_is_paid() public {
        OrderId id = _defer(alice, ASK, GTC, 1100, 5);
        _expectPaid(id, keeper);
        _crank(keeper, 10);
        assertEq(_levelLots(ASK, 1100), 5);
        assertEq(_money(keeper), FEE);
        _assertConserved(0);
    }

    function test_the_fees_of_one_call_come_together() public {
        for (uint32 i = 1; i <= 3; ++i) {
            _defer(alice, ASK, GTC, 1100, 1);
        }
        for (uint32 i = 1; i <= 3; ++i) {
            _expectPaid(_deferred(i), keeper);
        }
        _crank(keeper, 10);
        assertEq(_money(keeper), 3 * FEE);
    }

    function test_only_the_call_that_finishes_an_order_is_paid() public {
        _rest(bob, ASK, 1000, 2);
        _rest(bob, ASK, 1000, 3);
        _defer(alice, BID, IOC, 1000, 5);
        _crank(carol, 1);
        assertEq(_money(carol), FUNDS);
        _crank(keeper, 1);
        assertEq(_money(keeper), FEE);
        _assertConserved(0);
    }

    function test_a_rest_that_lapses_in_a_later_call_was_executed_if_it_traded_in_an_earlier_one() public {
        _rest(bob, ASK, 1000, 2);
        OrderId other = _rest(bob, ASK, 1000, 3);
        OrderId id = _defer(alice, BID, IOC, 1000, 5);
        _crank(carol, 1);
        _cancel(bob, other);
        _expectPaid(id, keeper);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(id, alice, 3, IExchange.CancelReason.UNFILLED_REMAINDER);
        _crank(keeper, 10);
        assertEq(_money(keeper), FEE);
        _assertConserved(0);
    }

    function test_an_order_that_gave_way_to_an_own_one_was_executed() public {
        _rest(alice, ASK, 1000, 2);
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        (q.maxFills, q.selfTrade) = (0, IExchange.SelfTrade.CANCEL_TAKER);
        OrderId id = _place(alice, q).orderId;
        _expectPaid(id, keeper);
        _crank(keeper, 10);
        assertEq(_money(alice), FUNDS - FEE);
        _assertConserved(0);
    }

    function test_G7_a_keeper_gets_what_the_order_prepaid_and_not_what_is_asked_later() public {
        _defer(alice, ASK, GTC, 1100, 5);
        _setKeeperFee(60_000);
        _crank(keeper, 10);
        assertEq(_money(keeper), FEE);
        assertEq(_money(alice), FUNDS - FEE);
        _assertConserved(0);
    }

    function test_G7_executing_ones_own_orders_earns_nothing() public {
        for (uint16 i = 0; i < 10; ++i) {
            _defer(alice, ASK, GTC, 1100 + i, 1);
        }
        _crank(alice, 150);
        assertEq(_money(alice), FUNDS);
        assertEq(_money(keeper), 0);
        _assertConserved(0);
    }

    function test_G7_a_keeper_that_may_not_trade_works_for_nothing_and_the_owner_gets_it_back() public {
        _rest(bob, ASK, 1000, 2);
        _defer(alice, BID, IOC, 1000, 5);
        vm.recordLogs();
        assertGt(_crank(stranger, 10), 0);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) assertTrue(logs[i].topics[0] != IExchange.KeeperPaid.selector);
        assertEq(_money(stranger), 0);
        assertEq(_money(alice), FUNDS - _notional(1000, 2) - _feeUp(_notional(1000, 2), TAKER_FEE));
        _assertConserved(0);
    }

    // ------------------------------------------------------------------------------------------- returning

    function test_cancelling_returns_the_fee() public {
        OrderId bid = _defer(alice, BID, GTC, 900, 5);
        OrderId ask = _defer(alice, ASK, GTC, 1100, 5);
        _cancel(alice, bid);
        _cancel(alice, ask);
        _crank(keeper, 10);
        _assertReturned(bid);
    }

    function test_an_expired_order_gets_its_fee_back() public {
        OrderId id = _deferUntil(uint32(block.timestamp + 10));
        vm.warp(block.timestamp + 10);
        _crank(keeper, 10);
        _assertReturned(id);
    }

    function test_an_order_whose_owner_may_not_trade_any_more_gets_its_fee_back() public {
        OrderId id = _deferUntil(0);
        gate.freeze(alice);
        _crank(keeper, 10);
        _assertReturned(id);
    }

    function test_an_order_whose_owner_did_not_renew_gets_its_fee_back() public {
        OrderId id = _deferUntil(0);
        vm.prank(alice);
        exchange.setDeadMan(uint40(block.timestamp + 60));
        vm.warp(block.timestamp + 60);
        _crank(keeper, 10);
        _assertReturned(id);
    }

    function test_an_order_that_finds_nothing_and_lapses_gets_its_fee_back() public {
        OrderId id = _defer(alice, BID, IOC, 900, 5);
        _crank(keeper, 10);
        _assertReturned(id);
    }

    function test_a_halt_keeps_the_fee_and_a_delisted_market_returns_it() public {
        OrderId id = _defer(alice, ASK, GTC, 1100, 5);
        exchange.haltMarket(MARKET);
        assertEq(_crank(keeper, 10), 0);
        assertEq(exchange.deferredKeeperFee(id), FEE);
        exchange.delistMarket(MARKET);
        _crank(keeper, 10);
        _assertReturned(id);
    }

    // ------------------------------------------------------------------------------------------- whatever happens

    /// @dev One random step: orders of all kinds, other fees, a freeze, cancels, and cranks by one who may be paid or may not.
    function _step(uint256 d) private {
        address who = [alice, bob, carol][d % 3];
        uint256 what = (d >> 8) % 8;
        uint40 lots = uint40(1 + ((d >> 16) % 20));
        uint16 ticks = uint16(996 + ((d >> 32) % 9));
        if (what == 0) return _setKeeperFee(uint16(d >> 48));
        if (what == 1) return d % 2 == 0 ? gate.freeze(carol) : gate.unfreeze(carol);
        if (what == 2 && _queued() != 0) {
            (uint32 head, ) = exchange.queue(MARKET);
            IExchange.OrderView memory v = exchange.order(_deferred(head));
            if (v.live) _cancel(v.owner, _deferred(head));
        } else if (what < 5) {
            _crank(d % 2 == 0 ? keeper : stranger, uint16(1 + ((d >> 64) % 6)));
        } else {
            IExchange.OrderRequest memory q = _request(d & 8 == 0 ? BID : ASK, d & 16 == 0 ? GTC : IOC, ticks, lots);
            q.maxFills = uint16((d >> 72) % 3);
            q.selfTrade = IExchange.SelfTrade((d >> 80) % 4);
            if (q.orderType == GTC && d & 32 == 0) q.expiry = uint32(block.timestamp + 1 + ((d >> 88) % 50));
            vm.prank(who);
            try exchange.place(q) {} catch {}
        }
        if (d & 64 == 0) _nextBlock();
    }

    function testFuzz_every_fee_is_with_its_order_its_owner_or_who_executed_it(uint256 seed) public {
        uint256 paid;
        vm.recordLogs();
        for (uint256 i = 0; i < 40; ++i) {
            _step(uint256(keccak256(abi.encode(seed, i))));
            _assertConserved(0);
        }
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == IExchange.KeeperPaid.selector) paid += abi.decode(logs[i].data, (uint256));
        }
        assertEq(_money(keeper), paid, "all that a keeper has was paid to it");
        assertEq(_money(stranger), 0, "who may not trade is never paid");
    }

    function testFuzz_no_account_gains_by_executing_its_own_orders(uint256 seed) public {
        for (uint256 i = 0; i < 12; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, i)));
            _setKeeperFee(uint16(d));
            _defer(
                alice,
                d & (1 << 20) == 0 ? BID : ASK,
                GTC,
                uint16(990 + ((d >> 32) % 20)),
                uint40(1 + ((d >> 64) % 9))
            );
            if (d & (1 << 21) == 0) _crank(alice, uint16(1 + ((d >> 96) % 4)));
        }
        while (_queued() != 0) _crank(alice, 150);
        exchange.delistMarket(MARKET);
        IExchange.Side side = BID;
        for (uint256 i = 0; i < 2; ++i) {
            for (uint16 ticks = 990; ticks < 1010; ++ticks) {
                (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, side, ticks, 500);
                for (uint256 k = 0; k < ids.length; ++k) _cancel(alice, ids[k]);
            }
            side = ASK;
        }
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }
}
