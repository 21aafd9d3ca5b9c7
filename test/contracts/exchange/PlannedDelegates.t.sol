// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice A second key that plans for an account: conditional orders and parents.
contract PlannedDelegatesTest is ConditionalFixture {
    address private key = makeAddr("key");
    uint40 private until;

    function setUp() public override {
        super.setUp();
        until = uint40(block.timestamp + 100);
        vm.prank(alice);
        exchange.setOperator(key, until);
    }

    function _planned() private pure returns (IExchangeConditionals.ConditionalRequest memory) {
        return _request(STOP_MARKET, ASK, 950, 850, 3);
    }

    function _parent() private pure returns (IExchangeParents.ParentRequest memory q) {
        q.marketId = MARKET;
        q.side = BID;
        q.lots = 20;
        q.limitTicks = 900;
        q.interval = 60;
        q.slices = 10;
    }

    function _notOperator(address caller, uint256 time) private view returns (bytes memory) {
        return abi.encodeWithSelector(IExchangeAccounts.Exchange_NotOperator.selector, alice, caller, time);
    }

    function test_what_an_operator_plans_is_the_accounts() public {
        vm.startPrank(key);
        OrderId conditional = exchange.placeConditionalBy(alice, _planned());
        OrderId parent = exchange.placeParentBy(alice, _parent());
        vm.stopPrank();
        assertEq(exchange.conditional(conditional).owner, alice);
        assertEq(exchange.parent(parent).owner, alice);
        assertEq(_units(alice), UNITS - 3 * LOT);
        assertEq(_money(alice), FUNDS - _bidEscrow(900, 20, TAKER_FEE));
        assertEq(_money(key) + _units(key), 0);
    }

    function test_an_operator_cancels_what_it_planned_with_everything_else() public {
        vm.startPrank(key);
        OrderId[] memory ids = new OrderId[](2);
        ids[0] = exchange.placeConditionalBy(alice, _planned());
        ids[1] = exchange.placeParentBy(alice, _parent());
        uint40[] memory lots = exchange.cancelBy(alice, ids);
        assertEq(lots[0], 3);
        assertEq(lots[1], 20);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
        assertEq(_money(key) + _units(key), 0);
    }

    function test_C1_an_operator_reaches_no_one_elses_plans() public {
        OrderId other = _stop(bob, ASK, 950, 850, 3);
        vm.prank(key);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, alice, bob));
        exchange.cancelBy(alice, _one(other));
    }

    function test_C1_nobody_else_plans_for_an_account() public {
        vm.startPrank(stranger);
        vm.expectRevert(_notOperator(stranger, 0));
        exchange.placeConditionalBy(alice, _planned());
        vm.expectRevert(_notOperator(stranger, 0));
        exchange.placeParentBy(alice, _parent());
        vm.stopPrank();
        vm.warp(until);
        vm.startPrank(key);
        vm.expectRevert(_notOperator(key, until));
        exchange.placeConditionalBy(alice, _planned());
        vm.expectRevert(_notOperator(key, until));
        exchange.placeParentBy(alice, _parent());
    }

    function test_an_account_plans_for_itself_by_the_same_calls() public {
        vm.startPrank(bob);
        assertEq(exchange.conditional(exchange.placeConditionalBy(bob, _planned())).owner, bob);
        assertEq(exchange.parent(exchange.placeParentBy(bob, _parent())).owner, bob);
    }

    function test_a_frozen_account_does_not_plan_through_its_operator() public {
        gate.freeze(alice);
        vm.startPrank(key);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.placeConditionalBy(alice, _planned());
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.placeParentBy(alice, _parent());
    }

    function test_the_account_acted_for_is_forgotten_after_the_call() public {
        vm.startPrank(key);
        OrderId id = exchange.placeConditionalBy(alice, _planned());
        exchange.placeParentBy(alice, _parent());
        vm.stopPrank();
        vm.prank(address(exchange));
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, address(0), alice));
        exchange.cancelConditional(id);
    }

    /// @dev Whatever an operator calls, with whatever arguments: what the account owns stays inside, in its name, and no one else
    /// becomes its operator. The calls that move money out or appoint act for the caller alone.
    function testFuzz_C1_an_operator_never_withdraws_or_appoints(uint256 seed) public {
        vm.startPrank(key);
        exchange.placeConditionalBy(alice, _planned());
        exchange.placeBy(alice, new IExchange.OrderRequest[](0));
        bytes[6] memory calls = [
            abi.encodeCall(IExchange.withdraw, (seed % 2 == 0 ? QUOTE : BASE, 1 + (seed % 1e9), key)),
            abi.encodeCall(IExchangeAccounts.setOperator, (stranger, until)),
            abi.encodeCall(IExchangeAccounts.setDeadMan, (until)),
            abi.encodeCall(IExchangeAccounts.invalidateNonces, (seed, seed)),
            abi.encodeCall(IExchange.withdraw, (QUOTE, 1, alice)),
            abi.encodeCall(IExchange.deposit, (QUOTE, 1 + (seed % 1e9)))
        ];
        for (uint256 i = 0; i < 12; ++i) {
            (bool ok, ) = address(exchange).call(calls[(seed >> (i * 8)) % 6]);
            ok;
        }
        vm.stopPrank();
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS - 3 * LOT);
        assertEq(quote.balanceOf(key) + credits.balanceOf(key, BATCH), 0);
        assertEq(exchange.operatorUntil(alice, stranger), 0);
        assertEq(exchange.deadMan(alice), 0);
        assertFalse(exchange.isNonceUsed(alice, seed));
    }
}
