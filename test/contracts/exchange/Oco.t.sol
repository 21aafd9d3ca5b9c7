// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice Two triggers, one order: whichever is met first goes on, and the other is gone with it.
contract OcoTest is ConditionalFixture {
    function _triggerCount() private view returns (uint256 count) {
        for (uint256 side = 0; side < 2; ++side) {
            IExchangeConditionals.TriggerLevel[] memory levels = exchange.triggerLevels(MARKET, side == 0, 0, 500);
            for (uint256 i = 0; i < levels.length; ++i) {
                count += levels[i].count;
            }
        }
    }

    function test_a_bid_escrows_the_dearer_leg_whichever_it_is() public {
        _oco(alice, BID, 1100, 1200, 900, 905);
        assertEq(_money(alice), FUNDS - _bidEscrow(1200, 10, TAKER_FEE));
        _oco(bob, BID, 1100, 1105, 900, 1300);
        assertEq(_money(bob), FUNDS - _bidEscrow(1300, 10, TAKER_FEE));
        assertEq(_triggerCount(), 4);
        _assertConserved(2);
    }

    function test_an_ask_escrows_its_credits_once() public {
        _oco(alice, ASK, 1100, 1095, 900, 850);
        assertEq(_units(alice), UNITS - 10 * LOT);
        assertEq(exchange.conditionalsOf(MARKET, alice), 1);
    }

    function test_the_leg_above_goes_on_at_its_own_price() public {
        OrderId id = _oco(alice, ASK, 1100, 1095, 900, 850);
        _settle(1100);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.ConditionalFired(id, _deferred(1), keeper, true, 1100, 1100, 0);
        assertEq(_fire(10), 1);
        assertEq(exchange.order(_deferred(1)).priceTicks, 1095);
        assertEq(_triggerCount(), 0);
        exchange.crank(MARKET, 10);
        assertEq(_levelLots(ASK, 1095), 10);
        _assertConserved(1);
    }

    function test_the_leg_below_goes_on_at_its_own_price_and_the_surplus_returns() public {
        OrderId id = _oco(alice, BID, 1100, 1200, 900, 905);
        _settle(880);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.ConditionalFired(id, _deferred(1), keeper, false, 900, 880, 0);
        assertEq(_fire(10), 1);
        assertEq(exchange.order(_deferred(1)).priceTicks, 905);
        assertEq(_money(alice), FUNDS - _bidEscrow(905, 10, TAKER_FEE));
        _assertConserved(1);
    }

    function test_F6_when_the_price_meets_one_trigger_and_then_the_other_only_one_leg_executes() public {
        _oco(alice, ASK, 1100, 1095, 900, 850);
        _settle(1100);
        assertEq(_fire(10), 1);
        _settle(890);
        assertEq(exchange.dueStops(MARKET), 0);
        assertEq(_fire(10), 0);
        assertEq(_queued(), 1);
        exchange.crank(MARKET, 10);
        _rest(bob, BID, 1095, 50);
        exchange.crank(MARKET, 10);
        assertEq(_units(alice), UNITS - 10 * LOT);
    }

    function test_F6_a_trigger_met_and_left_unfired_does_not_count_beside_the_other() public {
        OrderId id = _oco(alice, ASK, 1100, 1095, 900, 850);
        _settle(1100);
        // nobody fires before the price has gone to the other side
        _settle(890);
        assertEq(_fire(10), 1);
        assertFalse(_waits(id));
        assertEq(exchange.order(_deferred(1)).priceTicks, 850);
        assertEq(_fire(10), 0);
        _settle(1200);
        assertEq(_fire(10), 0);
        assertEq(_triggerCount(), 0);
        _assertConserved(1);
    }

    function testFuzz_F6_legs_never_both_execute(uint16[6] memory path, bool isBid, uint8 fireAt) public {
        _oco(alice, isBid ? BID : ASK, 1020, 1030, 980, 970);
        uint256 fired;
        for (uint256 i = 0; i < path.length; ++i) {
            _settle(uint16(bound(path[i], 950, 1050)));
            if ((fireAt >> i) & 1 != 0) fired += _fire(150);
            _assertConserved(1);
        }
        assertLe(fired, 1);
        assertEq(_queued(), fired);
        assertEq(_triggerCount(), fired == 1 ? 0 : 2);
        assertEq(exchange.conditionalsOf(MARKET, alice), 1 - fired);
    }

    function testFuzz_cancelling_returns_the_escrow_of_both_legs_once(
        bool isBid,
        uint16 limitAbove,
        uint16 limitBelow
    ) public {
        limitAbove = uint16(bound(limitAbove, 1, 65_535));
        limitBelow = uint16(bound(limitBelow, 1, 65_535));
        OrderId id = _oco(alice, isBid ? BID : ASK, 1100, limitAbove, 900, limitBelow);
        _assertConserved(1);
        assertEq(_cancelConditional(alice, id), 10);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
        assertEq(_triggerCount(), 0);
    }

    function testFuzz_what_fires_and_is_cancelled_returns_everything(bool isBid, bool up, uint16 a, uint16 b) public {
        _oco(alice, isBid ? BID : ASK, 1100, uint16(bound(a, 1, 65_535)), 900, uint16(bound(b, 1, 65_535)));
        _settle(up ? 1100 : 900);
        assertEq(_fire(10), 1);
        _cancel(alice, _deferred(1));
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    function test_F5_an_expired_one_goes_with_both_its_triggers() public {
        IExchangeConditionals.ConditionalRequest memory q = _request(OCO, BID, 0, 905, 10);
        q.limitAboveTicks = 1200;
        q.triggerAboveTicks = 1100;
        q.triggerBelowTicks = 900;
        q.expiry = uint32(block.timestamp + 5);
        OrderId id = _wait(alice, q);
        _settle(1100);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.ConditionalCancelled(id, alice, 10, IExchange.CancelReason.EXPIRED);
        assertEq(_fire(10), 1);
        assertEq(_triggerCount(), 0);
        assertEq(_money(alice), FUNDS);
        assertEq(_queued(), 0);
    }
}
