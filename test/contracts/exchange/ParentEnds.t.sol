// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ParentsFixture } from "./ParentsFixture.sol";

/// @notice Orders that are worked off in slices: what their keepers are paid, and how they end.
contract ParentEndsTest is ParentsFixture {
    uint256 private constant FEE = 5 * TICK;

    function _withKeeperFee() private {
        IExchange.MarketRules memory rules = _rules();
        rules.keeperFeeTicks = 5;
        exchange.setMarketRules(MARKET, rules);
    }

    function _expectEnd(OrderId id, uint40 lots, uint256 fees, IExchangeParents.ParentEnd why) private {
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeParents.ParentEnded(id, alice, lots, fees, why);
    }

    // ------------------------------------------------------------------------------------------- keeper fees

    function test_only_slices_that_trade_pay_and_the_rest_comes_back() public {
        _withKeeperFee();
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 1000, 20);
        uint256 before = _money(carol);
        vm.startPrank(carol);
        exchange.executeSlice(id, 100);
        _later(INTERVAL);
        exchange.executeSlice(id, 100);
        vm.stopPrank();
        assertEq(_money(carol), before + 2 * FEE);
        _later(9 * INTERVAL);
        _expectEnd(id, 80, 8 * FEE, IExchangeParents.ParentEnd.WINDOW_OVER);
        _slice(id);
        uint256 n = _notional(1000, 10);
        assertApproxEqAbs(_money(alice), FUNDS - 2 * (n + _feeUp(n, TAKER_FEE)) - 2 * FEE, 2);
    }

    function test_a_caller_who_may_not_trade_gets_no_fee_and_the_owner_keeps_it() public {
        _withKeeperFee();
        OrderId id = _submit(alice, _twap(ASK, 1000, 100));
        _rest(bob, BID, 1000, 10);
        vm.prank(stranger);
        exchange.executeSlice(id, 100);
        assertEq(_money(stranger), 0);
        assertEq(exchange.parent(id).slicesPaid, 0);
        vm.prank(alice);
        exchange.cancelParent(id);
        uint256 n = _notional(1000, 10);
        assertEq(_money(alice), FUNDS + n - _feeUp(n, TAKER_FEE));
    }

    function test_a_change_of_rules_does_not_change_what_was_prepaid() public {
        _withKeeperFee();
        OrderId id = _submit(alice, _twap(ASK, 1000, 100));
        exchange.setMarketRules(MARKET, _rules());
        _rest(bob, BID, 1000, 10);
        uint256 before = _money(carol);
        vm.prank(carol);
        exchange.executeSlice(id, 100);
        assertEq(_money(carol), before + FEE);
    }

    function test_a_slice_that_traded_and_ended_against_an_own_order_pays_its_keeper() public {
        _withKeeperFee();
        IExchangeParents.ParentRequest memory q = _twap(BID, 1000, 100);
        q.selfTrade = IExchange.SelfTrade.DECREMENT;
        OrderId id = _submit(alice, q);
        _rest(bob, ASK, 900, 2);
        _rest(alice, ASK, 901, 20);
        uint256 before = _money(carol);
        vm.startPrank(carol);
        exchange.executeSlice(id, 1);
        assertEq(exchange.parent(id).openLots, 8);
        (uint40 filled, ) = exchange.executeSlice(id, 1);
        vm.stopPrank();
        assertEq(filled, 0);
        assertEq(_left(id), 90);
        assertEq(_levelLots(ASK, 901), 12);
        assertEq(_money(carol), before + FEE);
    }

    // ------------------------------------------------------------------------------------------- ending

    function test_cancelling_returns_everything_in_every_phase() public {
        _withKeeperFee();
        for (uint256 i = 0; i < 5; ++i) {
            OrderId bid = _submit(alice, _twap(BID, 1000, 100));
            OrderId ask = _submit(alice, _twap(ASK, 1000, 100));
            if (i == 1) exchange.haltMarket(MARKET);
            if (i == 2) exchange.haltMarket(MARKET);
            if (i == 3) exchange.closeMarket(MARKET);
            if (i == 4) exchange.delistMarket(MARKET);
            _expectEnd(bid, 100, 10 * FEE, IExchangeParents.ParentEnd.OWNER);
            vm.prank(alice);
            assertEq(exchange.cancelParent(bid), 100);
            vm.prank(alice);
            assertEq(exchange.cancelParent(ask), 100);
            assertEq(_money(alice), FUNDS);
            assertEq(_units(alice), UNITS);
            // an auction takes new ones
            if (i != 0 && i != 4) exchange.openMarket(MARKET);
        }
    }

    function test_C1_only_the_owner_cancels_and_only_once() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        exchange.cancelParent(id);
        vm.startPrank(alice);
        exchange.cancelParent(id);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, id));
        exchange.cancelParent(id);
        vm.stopPrank();
        assertEq(_money(alice), FUNDS);
    }

    function test_a_frozen_owner_gets_all_back_into_the_vault() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 1000, 100);
        gate.freeze(alice);
        _expectEnd(id, 100, 0, IExchangeParents.ParentEnd.INELIGIBLE);
        assertEq(_slice(id), 0);
        assertEq(_money(alice), FUNDS);
        assertEq(_levelLots(ASK, 1000), 100);
    }

    function test_a_delisted_market_returns_it() public {
        OrderId id = _submit(alice, _twap(ASK, 1000, 100));
        exchange.delistMarket(MARKET);
        _expectEnd(id, 100, 0, IExchangeParents.ParentEnd.MARKET_CLOSED);
        _slice(id);
        assertEq(_units(alice), UNITS);
    }

    function test_numbers_are_never_used_again() public {
        OrderId first = _submit(alice, _twap(BID, 1000, 100));
        vm.prank(alice);
        exchange.cancelParent(first);
        OrderId second = _submit(bob, _twap(BID, 1000, 100));
        assertTrue(OrderId.unwrap(second) != OrderId.unwrap(first));
        assertFalse(_parentLive(first));
        assertEq(exchange.parent(second).owner, bob);
    }
}
