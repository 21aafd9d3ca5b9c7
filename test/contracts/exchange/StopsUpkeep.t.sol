// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice Conditional orders that cannot go on, in phases that do not trade, and in crowds.
contract StopsUpkeepTest is ConditionalFixture {
    IExchange.CancelReason private constant EXPIRED = IExchange.CancelReason.EXPIRED;
    IExchange.CancelReason private constant INELIGIBLE = IExchange.CancelReason.INELIGIBLE;
    IExchange.CancelReason private constant MARKET_CLOSED = IExchange.CancelReason.MARKET_CLOSED;

    function _stopUntil(address account, uint16 trigger, uint32 expiry) private returns (OrderId) {
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_MARKET, BID, trigger, 1200, 5);
        q.expiry = expiry;
        return _wait(account, q);
    }

    function _expectCancelled(OrderId id, address owner, uint40 lots, IExchange.CancelReason reason) private {
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.ConditionalCancelled(id, owner, lots, reason);
    }

    function _expectNotLive(OrderId id) private {
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, id));
    }

    function _nextSequenceIsTheLast() private {
        // the queue's tail shares its word with nothing that this test needs: see Book
        bytes32 slot = _bookSlot(1);
        vm.store(address(exchange), slot, bytes32((uint256(type(uint32).max) << 32) | type(uint32).max));
    }

    /// @dev Storage slot `offset` words into the market's book.
    function _bookSlot(uint256 offset) private pure returns (bytes32) {
        uint256 layout = 0xead006db4737c36d85f67d09d2dbe4fc4c5e74427ef71ae2f0dc6e403b2cd200;
        // gate, credits and five mappings stand before the books
        return bytes32(uint256(keccak256(abi.encode(uint256(MARKET), layout + 7))) + offset);
    }

    // ------------------------------------------------------------------------------------------- F5

    function test_F5_what_cannot_go_on_is_refunded_with_a_reason_and_the_batch_goes_on() public {
        OrderId expired = _stopUntil(alice, 1100, uint32(block.timestamp + 20));
        OrderId frozen = _stopUntil(bob, 1100, 0);
        OrderId good = _stopUntil(carol, 1100, 0);
        gate.freeze(bob);
        _nextBlock();
        _settle(1100);
        _expectCancelled(expired, alice, 5, EXPIRED);
        _expectCancelled(frozen, bob, 5, INELIGIBLE);
        assertEq(_fire(10), 3);
        assertEq(_money(alice), FUNDS);
        assertEq(_money(bob), FUNDS);
        assertEq(_queued(), 1);
        assertEq(exchange.order(_deferred(1)).owner, carol);
        assertFalse(_waits(good));
        _assertConserved(3);
    }

    function test_F5_an_account_that_let_its_time_lapse_is_told_from_one_that_was_barred() public {
        OrderId fired = _stopUntil(alice, 1100, 0);
        OrderId pruned = _stopUntil(alice, 1150, 0);
        vm.prank(alice);
        exchange.setDeadMan(uint40(block.timestamp + 1));
        _nextBlock();
        _settle(1100);
        _expectCancelled(fired, alice, 5, IExchange.CancelReason.DEAD_MAN);
        assertEq(_fire(10), 1);
        _expectCancelled(pruned, alice, 5, IExchange.CancelReason.DEAD_MAN);
        assertEq(exchange.pruneConditionals(_one(pruned)), 1);
        assertEq(_money(alice), FUNDS);
    }

    function test_F5_a_fired_order_is_cancelled_by_what_it_became() public {
        OrderId id = _stopUntil(alice, 1100, 0);
        _settle(1100);
        _fire(10);
        _expectNotLive(id);
        _cancelConditional(alice, id);
        assertEq(_cancel(alice, _deferred(1)), 5);
        assertEq(_money(alice), FUNDS);
        exchange.crank(MARKET, 10);
        _assertConserved(1);
    }

    function test_F5_nothing_follows_a_cancel() public {
        OrderId id = _stopUntil(alice, 1100, 0);
        OrderId trails = _trailing(alice, ASK, 50, 1, 5);
        _cancelConditional(alice, id);
        _cancelConditional(alice, trails);
        _expectNotLive(id);
        _cancelConditional(alice, id);
        _settle(1100);
        assertEq(exchange.trail(MARKET, _one(trails)), 0);
        assertEq(exchange.pruneConditionals(_one(id)), 0);
        assertEq(_fire(10), 0);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    function test_F5_a_stop_that_the_full_queue_does_not_take_is_refunded() public {
        OrderId id = _stopUntil(alice, 1100, 0);
        _settle(1100);
        _nextSequenceIsTheLast();
        _expectCancelled(id, alice, 5, IExchange.CancelReason.LEVEL_FULL);
        assertEq(_fire(10), 1);
        assertEq(_money(alice), FUNDS);
    }

    function test_a_trail_to_a_price_whose_sequences_are_used_up_moves_nothing() public {
        OrderId id = _wait(alice, _trailingRequest(50));
        _settle(1100);
        // the trigger would move to 1050: position of `below` in a Book, of `levels` in a BookSide
        uint256 side = 1 + 256 + 65_536 + 16_777_216 + 3;
        vm.store(address(exchange), _bookSlot(11 + 3 * side + 257 + 1050), bytes32(uint256(type(uint32).max) << 160));
        vm.recordLogs();
        assertEq(exchange.trail(MARKET, _one(id)), 0);
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(exchange.conditional(id).triggerBelowTicks, 950);
        // every other price goes on
        _settle(1101);
        assertEq(exchange.trail(MARKET, _one(id)), 1);
        assertEq(exchange.conditional(id).triggerBelowTicks, 1051);
    }

    function _trailingRequest(
        uint16 distance
    ) private pure returns (IExchangeConditionals.ConditionalRequest memory q) {
        q = _request(TRAILING, ASK, 0, 1, 5);
        q.trailTicks = distance;
    }

    function test_pruning_removes_only_what_may_not_go_on() public {
        OrderId[] memory ids = new OrderId[](5);
        ids[0] = _stopUntil(alice, 1100, uint32(block.timestamp + 10));
        ids[1] = _stopUntil(bob, 1100, 0);
        ids[2] = _stopUntil(carol, 1100, 0);
        ids[3] = OrderIdLib.pack(MARKET, OrderKind.BID, 1000, 1);
        ids[4] = OrderId.wrap(type(uint96).max);
        assertEq(exchange.pruneConditionals(ids), 0);
        gate.freeze(bob);
        _nextBlock();
        vm.prank(stranger);
        assertEq(exchange.pruneConditionals(ids), 2);
        assertFalse(_waits(ids[0]));
        assertFalse(_waits(ids[1]));
        assertTrue(_waits(ids[2]));
        assertEq(_money(alice), FUNDS);
        assertEq(_money(bob), FUNDS);
        assertEq(exchange.triggersAt(MARKET, true, 1100, 10).length, 1);
    }

    // ------------------------------------------------------------------------------------------- phases

    function test_C4_cancel_works_in_every_phase_and_firing_only_in_one() public {
        OrderId[4] memory ids;
        for (uint256 i = 0; i < ids.length; ++i) {
            ids[i] = _stopUntil(alice, 1100, 0);
        }
        _settle(1100);
        exchange.haltMarket(MARKET);
        assertEq(_fire(10), 0);
        assertEq(exchange.dueStops(MARKET), 0);
        assertEq(_cancelConditional(alice, ids[0]), 5);
        exchange.openMarket(MARKET);
        assertEq(_fire(10), 0);
        assertEq(_cancelConditional(alice, ids[1]), 5);
        exchange.closeMarket(MARKET);
        assertEq(_fire(10), 0);
        assertEq(_cancelConditional(alice, ids[2]), 5);
        exchange.delistMarket(MARKET);
        assertEq(_cancelConditional(alice, ids[3]), 5);
        assertEq(_money(alice), FUNDS);
    }

    function test_a_delisted_market_returns_everything_even_of_those_who_are_gone() public {
        _setKeeperFee(30);
        OrderId sell = _stop(alice, ASK, 900, 800, 5);
        OrderId both = _oco(bob, BID, 1100, 1200, 900, 950);
        OrderId trails = _trailing(carol, BID, 10, 1100, 5);
        gate.freeze(bob);
        exchange.delistMarket(MARKET);
        assertGt(exchange.dueStops(MARKET), 0);
        _expectCancelled(trails, carol, 5, MARKET_CLOSED);
        assertEq(_fire(1), 1);
        _expectCancelled(both, bob, 10, MARKET_CLOSED);
        _expectCancelled(sell, alice, 5, MARKET_CLOSED);
        assertEq(_fire(10), 2);
        assertEq(exchange.dueStops(MARKET), 0);
        assertEq(_units(alice), UNITS);
        assertEq(_money(alice), FUNDS);
        assertEq(_money(bob), FUNDS);
        assertEq(_money(carol), FUNDS);
        assertEq(_money(keeper), 0);
        _assertConserved(3);
    }

    // ------------------------------------------------------------------------------------------- F7

    function test_F7_a_cascade_goes_no_faster_than_the_crank_and_a_breaker_stops_it() public {
        _setDynamicBand(1000);
        // each stop sold into the bids would set off the next one
        for (uint16 i = 0; i < 6; ++i) {
            _stop(i % 2 == 0 ? alice : bob, ASK, 990 - i * 40, 1, 10);
            _rest(carol, BID, 945 - i * 40, 10);
        }
        _settle(990);
        assertEq(_fire(150), 1);
        // firing again without new trades finds nothing: nothing has traded
        assertEq(_fire(150), 0);
        uint256 rounds;
        while (exchange.market(MARKET).phase == IExchange.MarketPhase.CONTINUOUS) {
            exchange.crank(MARKET, 150);
            // what the crank traded counts from the next block on
            assertEq(_fire(150), 0);
            _nextBlock();
            _fire(150);
            require(++rounds < 10, "the breaker never stopped it");
        }
        assertEq(uint8(exchange.market(MARKET).phase), uint8(IExchange.MarketPhase.AUCTION));
        // two stops have sold, the third met a bid below the band of ten per cent: it waits, and so do the other three
        assertEq(_levelLots(BID, 905), 0);
        assertEq(_levelLots(BID, 865), 10);
        assertEq(_lots(_deferred(3)), 10);
        assertEq(exchange.conditionalsOf(MARKET, alice) + exchange.conditionalsOf(MARKET, bob), 3);
        assertEq(_fire(150), 0);
        assertEq(exchange.dueStops(MARKET), 0);
        _assertConserved(6);
    }

    // ------------------------------------------------------------------------------------------- D5

    function test_D5_an_account_has_at_most_twenty_live_conditionals_per_market() public {
        OrderId first = _stop(alice, BID, 1100, 1200, 1);
        for (uint256 i = 1; i < 20; ++i) {
            _stop(alice, ASK, 900, 800, 1);
        }
        vm.expectRevert(abi.encodeWithSelector(IExchangeConditionals.Exchange_TooManyConditionals.selector, 20, 20));
        _stop(alice, ASK, 900, 800, 1);
        // others are not held up, and what ends makes room
        _stop(bob, ASK, 900, 800, 1);
        _cancelConditional(alice, first);
        _stop(alice, BID, 1100, 1200, 1);
        _settle(900);
        assertEq(_fire(150), 20);
        assertEq(exchange.conditionalsOf(MARKET, alice), 1);
        assertEq(exchange.conditionalsOf(MARKET, bob), 0);
        _stop(alice, BID, 1100, 1200, 1);
    }

    function _crowd(uint256 accounts, uint16 trigger) private returns (address[] memory crowd) {
        crowd = new address[](accounts);
        for (uint256 i = 0; i < accounts; ++i) {
            crowd[i] = makeAddr(string.concat("flooder ", vm.toString(trigger), " ", vm.toString(i)));
            _join(crowd[i]);
            for (uint256 k = 0; k < 20; ++k) {
                _stop(crowd[i], BID, trigger, 1200, 1);
            }
        }
    }

    function test_D5_a_flood_at_one_price_fires_in_time_order_in_bounded_calls() public {
        // more than a level's ring holds
        address[] memory crowd = _crowd(9, 1100);
        OrderId last = _stop(alice, BID, 1100, 1200, 1);
        OrderId[] memory ids = exchange.triggersAt(MARKET, true, 1100, 500);
        assertEq(ids.length, 181);
        for (uint256 i = 0; i < ids.length; ++i) {
            assertEq(ids[i].sequence(), i + 1);
        }
        _settle(1100);
        assertEq(exchange.dueStops(MARKET), 150);
        assertEq(_fire(150), 150);
        assertTrue(_waits(last));
        assertEq(exchange.dueStops(MARKET), 31);
        assertEq(_fire(150), 31);
        assertFalse(_waits(last));
        for (uint32 i = 0; i < 180; ++i) {
            assertEq(exchange.order(_deferred(i + 1)).owner, crowd[i / 20]);
        }
        assertEq(exchange.order(_deferred(181)).owner, alice);
        assertEq(exchange.triggerLevels(MARKET, true, 0, 10).length, 0);
    }

    function test_D5_a_crowd_of_triggers_does_not_make_another_order_dearer() public {
        _stop(bob, BID, 1100, 1200, 1);
        _stop(bob, BID, 1101, 1200, 1);
        uint256 before = gasleft();
        OrderId id = _stop(alice, BID, 1100, 1200, 1);
        uint256 alone = before - gasleft();
        _cancelConditional(alice, id);
        for (uint16 i = 0; i < 6; ++i) {
            _crowd(1, 1102 + i * 300);
        }
        before = gasleft();
        id = _stop(alice, BID, 1100, 1200, 1);
        assertLe(before - gasleft(), alone);
        before = gasleft();
        _cancelConditional(alice, id);
        assertLe(before - gasleft(), alone);
    }
}
