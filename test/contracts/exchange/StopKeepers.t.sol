// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice What a keeper gets for firing, and cannot get.
contract StopKeepersTest is ConditionalFixture {
    function _stopUntil(uint16 trigger, uint32 expiry) private returns (OrderId) {
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_MARKET, BID, trigger, 1200, 5);
        q.expiry = expiry;
        return _wait(alice, q);
    }

    function test_G2_of_two_keepers_one_finds_the_work_done_and_nothing_happens_twice() public {
        _setKeeperFee(30);
        _stopUntil(1100, 0);
        _settle(1100);
        uint256 paid = _money(alice);
        assertEq(_fire(10), 1);
        vm.prank(bob);
        assertEq(exchange.fireStops(MARKET, 10), 0);
        assertEq(_money(keeper), 30 * TICK);
        assertEq(_money(bob), FUNDS);
        assertEq(_money(alice), paid);
        assertEq(_queued(), 1);
        _assertConserved(1);
    }

    function test_G7_a_keeper_gets_what_the_order_prepaid_and_not_what_is_asked_later() public {
        _setKeeperFee(30);
        OrderId id = _stop(alice, ASK, 900, 800, 5);
        assertEq(_money(alice), FUNDS - 30 * TICK);
        _setKeeperFee(60_000);
        _settle(900);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.ConditionalFired(id, _deferred(1), keeper, false, 900, 900, 30 * TICK);
        _fire(10);
        assertEq(_money(keeper), 30 * TICK);
        assertEq(_money(alice), FUNDS - 30 * TICK);
        _assertConserved(1);
    }

    function test_G7_firing_ones_own_orders_earns_nothing() public {
        _setKeeperFee(30);
        for (uint256 i = 0; i < 10; ++i) {
            _stop(alice, ASK, 900, 800, 1);
        }
        _settle(900);
        vm.prank(alice);
        assertEq(exchange.fireStops(MARKET, 150), 10);
        for (uint32 i = 1; i <= 10; ++i) {
            _cancel(alice, _deferred(i));
        }
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
        _assertConserved(10);
    }

    function test_G7_a_keeper_that_may_not_trade_works_for_nothing() public {
        _setKeeperFee(30);
        _stop(alice, ASK, 900, 800, 5);
        _settle(900);
        vm.prank(stranger);
        assertEq(exchange.fireStops(MARKET, 10), 1);
        assertEq(_money(stranger), 0);
        assertEq(_money(alice), FUNDS);
        _assertConserved(1);
    }

    function test_G7_removing_pays_nobody_and_returns_the_fee() public {
        _setKeeperFee(30);
        _stopUntil(1100, uint32(block.timestamp + 10));
        OrderId second = _stopUntil(1200, uint32(block.timestamp + 10));
        _settle(1100);
        assertEq(_fire(10), 1);
        assertEq(exchange.pruneConditionals(_one(second)), 1);
        assertEq(_money(keeper), 0);
        assertEq(_money(alice), FUNDS);
    }

    function test_a_fee_that_the_owner_cannot_pay_refuses_the_order() public {
        _setKeeperFee(30);
        vm.prank(alice);
        exchange.withdraw(QUOTE, FUNDS, alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_InsufficientBalance.selector, QUOTE, 0, 30 * TICK));
        _stop(alice, ASK, 900, 800, 5);
    }
}
