// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice Stops whose trigger follows the price in their owner's favour.
contract TrailingStopsTest is ConditionalFixture {
    function _trail(OrderId id) private returns (uint256) {
        vm.prank(stranger);
        return exchange.trail(MARKET, _one(id));
    }

    function _trigger(OrderId id) private view returns (uint16) {
        IExchangeConditionals.ConditionalView memory v = exchange.conditional(id);
        return v.side == BID ? v.triggerAboveTicks : v.triggerBelowTicks;
    }

    function test_the_first_trigger_stands_at_the_distance_from_the_reference_price() public {
        assertEq(_trigger(_trailing(alice, ASK, 50, 1, 5)), 950);
        assertEq(_trigger(_trailing(alice, BID, 50, 1200, 5)), 1050);
        assertEq(_units(alice), UNITS - 5 * LOT);
        assertEq(_money(alice), FUNDS - _bidEscrow(1200, 5, TAKER_FEE));
        _assertConserved(2);
    }

    function test_a_sell_trigger_follows_up_and_never_down() public {
        OrderId id = _trailing(alice, ASK, 50, 1, 5);
        _settle(1100);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.TriggerMoved(id, 950, 1050, 1100);
        assertEq(_trail(id), 1);
        assertEq(_trigger(id), 1050);
        assertEq(exchange.triggerLevels(MARKET, false, 0, 10).length, 1);
        assertEq(exchange.triggersAt(MARKET, false, 950, 10).length, 0);
        _settle(1060);
        assertEq(_trail(id), 0);
        assertEq(_trigger(id), 1050);
        assertEq(_fire(10), 0);
        _settle(1050);
        assertEq(_fire(10), 1);
        assertEq(uint8(exchange.order(_deferred(1)).orderType), uint8(IExchange.OrderType.MARKET));
        _assertConserved(1);
    }

    function test_a_buy_trigger_follows_down_and_never_up() public {
        OrderId id = _trailing(alice, BID, 50, 1200, 5);
        _settle(900);
        assertEq(_trail(id), 1);
        assertEq(_trigger(id), 950);
        _settle(940);
        assertEq(_trail(id), 0);
        assertEq(_trigger(id), 950);
        _settle(960);
        assertEq(_fire(10), 1);
        assertEq(exchange.order(_deferred(1)).priceTicks, 1200);
        _assertConserved(1);
    }

    function testFuzz_the_trigger_only_ever_moves_in_its_owners_favour(bool isBid, uint16[8] memory path) public {
        OrderId id = _trailing(alice, isBid ? BID : ASK, 30, 1000, 1);
        uint16 best = START_TICKS;
        for (uint256 i = 0; i < path.length; ++i) {
            uint16 price = uint16(bound(path[i], 971, 1029));
            _settle(price);
            uint16 before = _trigger(id);
            bool moved = _trail(id) == 1;
            bool better = isBid ? price < best : price > best;
            assertEq(moved, better);
            if (better) best = price;
            assertEq(_trigger(id), isBid ? best + 30 : best - 30);
            if (isBid) assertLe(_trigger(id), before);
            else assertGe(_trigger(id), before);
        }
        _cancelConditional(alice, id);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
        assertEq(exchange.triggerLevels(MARKET, isBid, 0, 10).length, 0);
    }

    function test_a_missed_high_is_lost_but_no_more_than_that() public {
        OrderId id = _trailing(alice, ASK, 50, 1, 5);
        _settle(1200);
        _settle(1010);
        assertEq(_trail(id), 1);
        // called at 1200 it would stand at 1150
        assertEq(_trigger(id), 960);
    }

    function test_F2_a_price_of_the_same_block_moves_no_trigger() public {
        OrderId id = _trailing(alice, ASK, 50, 1, 5);
        _trade(1500);
        assertEq(_trail(id), 0);
        _trade(1000);
        _nextBlock();
        assertEq(_trail(id), 0);
        assertEq(_trigger(id), 950);
    }

    function test_F2_a_flash_price_moves_a_trigger_no_further_than_the_band() public {
        _setTriggerBand(100);
        OrderId id = _trailing(alice, ASK, 50, 1, 5);
        _settle(1500);
        uint16 price = exchange.referencePrice(MARKET);
        // the average is at 1010 after 12 of 600 seconds, and the band reaches 1020
        assertEq(price, 1020);
        assertEq(_trail(id), 1);
        assertEq(_trigger(id), 970);
        _settle(1000);
        assertEq(_fire(10), 0);
    }

    function test_F1_a_moved_trigger_goes_behind_those_already_there() public {
        OrderId trails = _trailing(alice, ASK, 100, 1, 1);
        OrderId stands = _stop(bob, ASK, 950, 1, 1);
        _settle(1050);
        assertEq(_trail(trails), 1);
        OrderId[] memory ids = exchange.triggersAt(MARKET, false, 950, 10);
        assertEq(OrderId.unwrap(ids[0]), OrderId.unwrap(stands));
        assertEq(OrderId.unwrap(ids[1]), OrderId.unwrap(trails));
        _settle(950);
        assertEq(_fire(1), 1);
        assertTrue(_waits(trails));
    }

    function test_D6_ids_that_do_not_qualify_are_skipped() public {
        OrderId[] memory ids = new OrderId[](7);
        ids[0] = _stop(alice, ASK, 950, 1, 1);
        ids[1] = _trailing(alice, ASK, 50, 1, 1);
        _cancelConditional(alice, ids[1]);
        IExchangeConditionals.ConditionalRequest memory q = _request(TRAILING, ASK, 0, 1, 1);
        q.trailTicks = 50;
        q.expiry = uint32(block.timestamp + 5);
        ids[2] = _wait(alice, q);
        ids[3] = OrderId.wrap(type(uint96).max);
        ids[4] = _rest(alice, BID, 10, 1);
        // the same order under another market's name, and under a name of no order
        ids[5] = OrderId.wrap(OrderId.unwrap(_conditionalId(4)) + (uint96(1) << 56));
        ids[6] = _trailing(alice, ASK, 50, 1, 1);
        _settle(1100);
        assertEq(exchange.trail(MARKET, ids), 1);
        assertEq(_trigger(ids[6]), 1050);
        assertEq(_trigger(ids[2]), 950);
        assertEq(_trigger(ids[0]), 950);
        // twice in one call is once
        _settle(1200);
        ids[0] = ids[6];
        assertEq(exchange.trail(MARKET, ids), 1);
    }

    function test_a_distance_that_leaves_no_price_is_refused() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IExchangeConditionals.Exchange_TrailOutOfRange.selector,
                uint16(1000),
                uint16(1),
                uint16(999)
            )
        );
        _trailing(alice, ASK, 1000, 1, 1);
        assertEq(_trigger(_trailing(alice, ASK, 999, 1, 1)), 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IExchangeConditionals.Exchange_TrailOutOfRange.selector,
                uint16(64_536),
                uint16(1),
                uint16(64_535)
            )
        );
        _trailing(alice, BID, 64_536, 1, 1);
        assertEq(_trigger(_trailing(alice, BID, 64_535, 1, 1)), 65_535);
    }

    function test_a_distance_that_the_last_trade_has_already_gone_is_refused() public {
        _trade(940);
        vm.expectRevert(
            abi.encodeWithSelector(IExchangeConditionals.Exchange_TriggerAlreadyMet.selector, uint16(950), uint16(940))
        );
        _trailing(alice, ASK, 50, 1, 1);
    }

    function test_nothing_trails_while_the_market_does_not_trade() public {
        OrderId id = _trailing(alice, ASK, 50, 1, 1);
        _settle(1100);
        exchange.haltMarket(MARKET);
        assertEq(_trail(id), 0);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 151, 150));
        exchange.trail(MARKET, new OrderId[](151));
    }

    function test_D5_endless_trailing_never_locks_a_price() public {
        OrderId stays = _stop(bob, ASK, 955, 1, 1);
        OrderId id = _trailing(alice, ASK, 50, 1, 1);
        // more visits to one price than a level's ring holds, with a first order that stays
        for (uint256 i = 0; i < 160; ++i) {
            OrderId visitor = _stop(carol, ASK, 955, 1, 1);
            _cancelConditional(carol, visitor);
        }
        _settle(1005);
        assertEq(_trail(id), 1);
        OrderId[] memory ids = exchange.triggersAt(MARKET, false, 955, 10);
        assertEq(ids.length, 2);
        _settle(955);
        assertEq(_fire(10), 2);
        assertEq(exchange.order(_deferred(1)).owner, bob);
        assertEq(exchange.order(_deferred(2)).owner, alice);
        assertFalse(_waits(stays));
    }
}
