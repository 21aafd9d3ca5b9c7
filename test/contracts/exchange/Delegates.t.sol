// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice A second key that trades for an account and can do nothing else.
contract DelegatesTest is ExchangeFixture {
    address private key = makeAddr("key");
    uint40 private until;

    function setUp() public override {
        super.setUp();
        until = uint40(block.timestamp + 100);
        vm.prank(alice);
        exchange.setOperator(key, until);
    }

    function _orders(uint16 ticks, uint40 lots) private pure returns (IExchange.OrderRequest[] memory list) {
        list = new IExchange.OrderRequest[](2);
        list[0] = _gtc(BID, ticks, lots);
        list[1] = _gtc(ASK, ticks + 10, lots);
    }

    function _notOperator(address caller, uint256 time) private view returns (bytes memory) {
        return abi.encodeWithSelector(IExchangeAccounts.Exchange_NotOperator.selector, alice, caller, time);
    }

    function test_what_an_operator_places_is_the_accounts() public {
        vm.prank(key);
        IExchange.PlaceResult[] memory placed = exchange.placeBy(alice, _orders(1000, 5));
        assertEq(exchange.order(placed[0].orderId).owner, alice);
        assertEq(exchange.order(placed[1].orderId).owner, alice);
        assertEq(_money(alice), FUNDS - _bidEscrow(1000, 5, MAKER_FEE));
        assertEq(_units(alice), UNITS - 5 * LOT);
        assertEq(_money(key) + _units(key), 0);
    }

    function test_what_an_operator_buys_goes_to_the_account() public {
        _rest(bob, ASK, 1000, 5);
        vm.prank(key);
        exchange.placeBy(alice, _orders(1000, 5));
        assertEq(_units(alice), UNITS);
        assertEq(_units(key), 0);
    }

    function test_an_operator_cancels_the_accounts_orders_and_no_one_elses() public {
        OrderId own = _rest(alice, BID, 1000, 5);
        OrderId other = _rest(bob, BID, 1000, 5);
        vm.startPrank(key);
        assertEq(exchange.cancelBy(alice, _one(own))[0], 5);
        assertEq(exchange.cancelBy(alice, _one(own))[0], 0);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, alice, bob));
        exchange.cancelBy(alice, _one(other));
        vm.stopPrank();
        assertEq(_money(alice), FUNDS);
    }

    function test_C1_nobody_else_trades_for_an_account() public {
        vm.prank(stranger);
        vm.expectRevert(_notOperator(stranger, 0));
        exchange.placeBy(alice, _orders(1000, 1));
        OrderId own = _rest(alice, BID, 1000, 5);
        vm.prank(bob);
        vm.expectRevert(_notOperator(bob, 0));
        exchange.cancelBy(alice, _one(own));
        // the account is no operator of its operator
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_NotOperator.selector, key, alice, 0));
        exchange.placeBy(key, _orders(1000, 1));
    }

    function test_C1_an_operator_has_nothing_to_withdraw_and_no_others_approval() public {
        vm.startPrank(key);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_InsufficientBalance.selector, QUOTE, 0, 1));
        exchange.withdraw(QUOTE, 1, key);
        // nor does it appoint others
        exchange.setOperator(stranger, until);
        vm.stopPrank();
        vm.prank(stranger);
        vm.expectRevert(_notOperator(stranger, 0));
        exchange.placeBy(alice, _orders(1000, 1));
    }

    function test_the_permission_ends_at_its_second_or_when_taken_back() public {
        assertEq(exchange.operatorUntil(alice, key), until);
        vm.warp(until - 1);
        vm.prank(key);
        exchange.placeBy(alice, _orders(1000, 1));
        vm.warp(until);
        vm.prank(key);
        vm.expectRevert(_notOperator(key, until));
        exchange.placeBy(alice, _orders(1000, 1));
        vm.startPrank(alice);
        exchange.setOperator(key, until + 100);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAccounts.OperatorSet(alice, key, 0);
        exchange.setOperator(key, 0);
        vm.stopPrank();
        vm.prank(key);
        vm.expectRevert(_notOperator(key, 0));
        exchange.placeBy(alice, _orders(1000, 1));
    }

    function test_no_operator_at_address_zero_and_none_for_the_past() public {
        vm.startPrank(alice);
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        exchange.setOperator(address(0), until);
        uint40 today = uint40(block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_UntilInPast.selector, today, today));
        exchange.setOperator(key, today);
    }

    function test_an_account_uses_the_same_calls_for_itself() public {
        vm.startPrank(bob);
        IExchange.PlaceResult[] memory placed = exchange.placeBy(bob, _orders(1000, 1));
        assertEq(exchange.cancelBy(bob, _one(placed[0].orderId))[0], 1);
    }

    function test_a_frozen_account_does_not_trade_through_its_operator() public {
        gate.freeze(alice);
        vm.prank(key);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.placeBy(alice, _orders(1000, 1));
    }

    /// @dev After a call for somebody the contract must not go on acting for it.
    function test_the_account_acted_for_is_forgotten_after_the_call() public {
        OrderId own = _rest(alice, BID, 900, 5);
        vm.prank(key);
        exchange.placeBy(alice, _orders(1000, 1));
        vm.startPrank(address(exchange));
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, address(0), alice));
        exchange.cancel(own);
    }

    function test_C2_operators_nonces_and_switches_survive_an_upgrade() public {
        vm.startPrank(alice);
        exchange.invalidateNonces(3, 5);
        exchange.setDeadMan(until);
        vm.stopPrank();
        exchange.upgradeToAndCall(_exchangeCode(), "");
        assertTrue(exchange.isNonceUsed(alice, 770));
        assertEq(exchange.deadMan(alice), until);
        vm.prank(key);
        exchange.placeBy(alice, _orders(1000, 1));
        assertEq(_levelLots(BID, 1000), 1);
    }
}
