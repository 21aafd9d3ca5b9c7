// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ParentsFixture } from "./ParentsFixture.sol";

/// @notice The switch that ends an account's trading unless it is set again.
contract DeadManTest is ParentsFixture {
    function _set(address account, uint256 until) private {
        vm.prank(account);
        exchange.setDeadMan(uint40(until));
    }

    function test_before_its_time_orders_trade_and_from_then_on_they_do_not() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAccounts.DeadManSet(alice, uint40(START + 60));
        _set(alice, START + 60);
        assertEq(exchange.deadMan(alice), START + 60);
        vm.warp(START + 59);
        assertEq(_ioc(bob, BID, 1000, 1).filledLots, 1);
        vm.warp(START + 60);
        // the taker removes it and is served by the next
        _rest(carol, ASK, 1000, 5);
        assertEq(_ioc(bob, BID, 1000, 1).filledLots, 1);
        assertFalse(_live(id));
        assertEq(_units(alice), UNITS - LOT);
        assertEq(_units(carol), UNITS - 5 * LOT);
    }

    function test_bids_stop_the_same_way() public {
        OrderId id = _rest(alice, BID, 1000, 5);
        _set(alice, START + 60);
        vm.warp(START + 60);
        assertEq(_ioc(bob, ASK, 1000, 1).filledLots, 0);
        assertFalse(_live(id));
        assertEq(_money(alice), FUNDS);
    }

    function test_what_was_known_of_the_account_never_outlives_a_shorter_time() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        _set(alice, START + 10 days);
        // a fill makes the account's word trusted for a day
        _ioc(bob, BID, 1000, 1);
        _set(alice, START + 60);
        vm.warp(START + 60);
        assertEq(_ioc(bob, BID, 1000, 1).filledLots, 0);
        assertFalse(_live(id));
    }

    function test_anyone_prunes_with_the_reason_and_never_too_early() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        _set(alice, START + 60);
        vm.warp(START + 59);
        assertEq(exchange.prune(_one(id)), 0);
        vm.warp(START + 60);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.OrderCancelled(id, alice, 5, 0, IExchange.CancelReason.DEAD_MAN);
        vm.prank(stranger);
        assertEq(exchange.prune(_one(id)), 1);
        assertEq(_units(alice), UNITS);
    }

    function test_waiting_orders_and_parents_are_returned() public {
        OrderId waiting = _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 1000, 5);
        OrderId slices = _submit(alice, _twap(BID, 1000, 100));
        _set(alice, START + 60);
        vm.warp(START + 60);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(waiting, alice, 5, IExchange.CancelReason.DEAD_MAN);
        exchange.crank(MARKET, 10);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeParents.ParentEnded(slices, alice, 100, 0, IExchangeParents.ParentEnd.INELIGIBLE);
        _slice(slices);
        assertEq(_money(alice), FUNDS);
    }

    function test_a_lapsed_account_places_nothing_but_cancels_and_withdraws() public {
        OrderId id = _rest(alice, BID, 1000, 5);
        _set(alice, START + 60);
        vm.warp(START + 60);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.place(_gtc(BID, 1000, 1));
        exchange.cancel(id);
        exchange.withdraw(QUOTE, FUNDS, alice);
        exchange.withdraw(BASE, UNITS, alice);
        assertEq(quote.balanceOf(alice), FUNDS);
    }

    function test_renewing_in_time_keeps_everything_going() public {
        _rest(alice, ASK, 1000, 5);
        _set(alice, START + 60);
        vm.warp(START + 59);
        _set(alice, START + 200);
        vm.warp(START + 199);
        assertEq(_ioc(bob, BID, 1000, 5).filledLots, 5);
    }

    function test_renewing_late_revives_the_account_and_what_nobody_removed() public {
        OrderId pruned = _rest(alice, ASK, 1000, 5);
        OrderId kept = _rest(alice, ASK, 1001, 5);
        _set(alice, START + 60);
        vm.warp(START + 100);
        exchange.prune(_one(pruned));
        _set(alice, START + 200);
        assertFalse(_live(pruned));
        assertEq(_ioc(bob, BID, 1001, 1).filledLots, 1);
        assertEq(_lots(kept), 4);
        _set(alice, 0);
        vm.warp(START + 300);
        assertEq(_ioc(bob, BID, 1001, 1).filledLots, 1);
    }

    function test_a_time_that_has_passed_is_refused() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_UntilInPast.selector, START, START));
        exchange.setDeadMan(uint40(START));
    }

    function test_one_accounts_switch_is_no_other_accounts() public {
        _rest(bob, ASK, 1000, 5);
        _set(alice, START + 60);
        vm.warp(START + 60);
        assertEq(_ioc(carol, BID, 1000, 5).filledLots, 5);
    }

    /// @dev Trusted or not, renewed or not: a fill at `at` happens exactly when the last time set is not reached.
    function testFuzz_no_fill_at_or_after_the_time(uint32 first, uint32 second, uint32 at, bool trusted) public {
        uint256 one = START + bound(first, 1, 3 days);
        uint256 two = START + bound(second, 1, 3 days);
        uint256 now_ = START + bound(at, 0, 4 days);
        _rest(alice, ASK, 1000, 5);
        _set(alice, one);
        if (trusted) _ioc(bob, BID, 1000, 1);
        _set(alice, two);
        if (trusted) _ioc(bob, BID, 1000, 1);
        vm.warp(now_);
        assertEq(_ioc(bob, BID, 1000, 1).filledLots, now_ < two ? 1 : 0);
    }
}
