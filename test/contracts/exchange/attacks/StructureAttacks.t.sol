// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "../AuctionFixture.sol";

/// @notice Attack cases B: the queue at a price and the index of prices.
contract StructureAttacksTest is AuctionFixture {
    uint16 private constant WINDOW = 152;

    /// @dev The first of the level at `ticks` on both sides of a two-level book leaves by `way`; no empty tick may stay.
    function _assertGone(IExchange.Side side, uint16 ticks, uint16 nextTicks) private view {
        assertEq(_levelLots(side, ticks), 0);
        IExchange.LevelView[] memory levels = exchange.depth(MARKET, side, 0, 10);
        for (uint256 i = 0; i < levels.length; ++i) assertTrue(levels[i].priceTicks != ticks, "an empty tick");
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(side == BID ? bid : ask, nextTicks);
    }

    // ------------------------------------------------------------------------------------------- B3

    function test_B3_expiry_in_a_takers_way_leaves_no_empty_tick() public {
        _restUntil(alice, ASK, 1000, 5, uint32(block.timestamp + 1));
        _rest(bob, ASK, 1001, 5);
        vm.warp(block.timestamp + 1);
        assertEq(_ioc(carol, BID, 1000, 5).filledLots, 0);
        _assertGone(ASK, 1000, 1001);
    }

    function test_B3_a_self_trade_leaves_no_empty_tick_in_any_mode_that_removes() public {
        IExchange.SelfTrade[3] memory modes = [
            IExchange.SelfTrade.CANCEL_MAKER,
            IExchange.SelfTrade.CANCEL_BOTH,
            IExchange.SelfTrade.DECREMENT
        ];
        _rest(bob, BID, 900, 5);
        for (uint256 i = 0; i < 3; ++i) {
            _rest(alice, BID, 1000, 5);
            IExchange.OrderRequest memory q = _request(ASK, IExchange.OrderType.LIMIT_IOC, 1000, 5);
            q.selfTrade = modes[i];
            _place(alice, q);
            _assertGone(BID, 1000, 900);
        }
    }

    function test_B3_pruning_and_freezing_leave_no_empty_tick() public {
        OrderId id = _restUntil(alice, ASK, 1000, 5, uint32(block.timestamp + 1));
        _rest(bob, ASK, 1001, 5);
        vm.warp(block.timestamp + 1);
        exchange.prune(_one(id));
        _assertGone(ASK, 1000, 1001);
        gate.freeze(bob);
        assertEq(_ioc(carol, BID, 1001, 5).filledLots, 0);
        _assertGone(ASK, 1001, 0);
    }

    function test_B3_the_end_of_an_iceberg_leaves_no_empty_tick() public {
        _place(alice, _iceberg(ASK, 1000, 5, 2));
        _rest(bob, ASK, 1001, 5);
        assertEq(_ioc(carol, BID, 1000, 5).filledLots, 5);
        _assertGone(ASK, 1000, 1001);
    }

    function test_B3_an_auction_leaves_no_empty_tick() public {
        _openAuction();
        _put(alice, ASK, 1000, 5);
        _put(bob, BID, 1000, 5);
        _put(bob, BID, 900, 1);
        _put(alice, ASK, 1100, 1);
        _uncross();
        _assertGone(ASK, 1000, 1100);
        _assertGone(BID, 1000, 900);
    }

    /// @dev The last of a level in overflow, by every way out; the level is usable again afterwards.
    function test_B3_a_level_that_was_in_overflow_leaves_no_empty_tick() public {
        OrderId[] memory ids = new OrderId[](WINDOW + 4);
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = _rest(alice, BID, 1000, 1);
        for (uint256 i = 0; i < ids.length; ++i) _cancel(alice, ids[ids.length - 1 - i]);
        _assertGone(BID, 1000, 0);
        OrderId again = _rest(bob, BID, 1000, 3);
        assertEq(again.sequence(), ids.length + 1);
        assertEq(_ioc(carol, ASK, 1000, 3).filledLots, 3);
        _assertGone(BID, 1000, 0);
    }

    // ------------------------------------------------------------------------------------------- B2

    /// @dev Ids from the ring, from overflow, and after both were left: each once.
    function test_B2_ids_go_on_counting_through_overflow_and_back() public {
        uint32 last;
        for (uint256 round = 0; round < 3; ++round) {
            OrderId[] memory ids = new OrderId[](WINDOW + 10);
            for (uint256 i = 0; i < ids.length; ++i) {
                ids[i] = _rest(alice, ASK, 1000, 1);
                assertEq(ids[i].sequence(), last + 1);
                last = ids[i].sequence();
            }
            // the oldest by trading, through the move out of overflow, the others by their owner
            while (_levelLots(ASK, 1000) > 3) _ioc(bob, BID, 1000, 60);
            for (uint256 i = 0; i < ids.length; ++i) if (_live(ids[i])) _cancel(alice, ids[i]);
        }
        assertEq(last, 3 * (WINDOW + 10));
    }

    function test_B2_a_stale_id_reaches_nothing_however_often_the_ring_wraps() public {
        OrderId stale = _rest(alice, BID, 1000, 2);
        _cancel(alice, stale);
        for (uint256 wraps = 1; wraps <= 3; ++wraps) {
            for (uint256 i = 1; i < WINDOW; ++i) _cancel(bob, _rest(bob, BID, 1000, 1));
            OrderId heir = _rest(bob, BID, 1000, 7);
            assertEq(heir.sequence(), stale.sequence() + wraps * WINDOW);
            assertFalse(_live(stale));
            vm.startPrank(alice);
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, stale));
            exchange.cancel(stale);
            exchange.cancelBatch(_one(stale));
            vm.stopPrank();
            gate.freeze(alice);
            assertEq(exchange.prune(_one(stale)), 0);
            gate.unfreeze(alice);
            assertEq(_cancel(bob, heir), 7);
        }
    }

    /// @dev Bits that no id uses do not make another name of one: every door refuses it as malformed.
    function testFuzz_B2_an_order_has_one_id_and_no_other(uint8 bits) public {
        bits = uint8(bound(bits, 1, 255));
        OrderId id = _rest(alice, BID, 1000, 2);
        OrderId other = OrderId.wrap(OrderId.unwrap(id) | (uint96(bits) << 88));
        bytes memory malformed = abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, other);
        vm.startPrank(alice);
        vm.expectRevert(malformed);
        exchange.cancel(other);
        vm.expectRevert(malformed);
        exchange.cancelBatch(_one(other));
        vm.stopPrank();
        gate.freeze(alice);
        assertEq(exchange.prune(_one(other)), 0);
        assertEq(_lots(id), 2);
    }

    // ------------------------------------------------------------------------------------------- B7, B8

    /// @dev An attacker stuffs a level; an honest order behind it still trades in its turn, and one at another price at once.
    function test_B7_block_stuffing_of_a_level_delays_nobody_beyond_its_turn() public {
        for (uint256 i = 0; i < 2 * uint256(WINDOW); ++i) _rest(alice, ASK, 1000, 1);
        OrderId honest = _rest(bob, ASK, 1000, 5);
        OrderId better = _rest(bob, ASK, 999, 5);
        assertEq(_ioc(carol, BID, 1000, 5).filledLots, 5);
        assertFalse(_live(better));
        for (uint256 i = 0; i < 20 && _live(honest); ++i) {
            IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 400);
            q.maxFills = 150;
            _place(carol, q);
        }
        assertFalse(_live(honest));
        assertEq(_units(carol), UNITS + (2 * uint256(WINDOW) + 10) * LOT);
    }

    /// @dev There is no rule by which an order is pushed out by others: what rests leaves by its owner, its terms, or a trade.
    function test_B8_no_order_is_evicted_by_any_number_of_others() public {
        OrderId worst = _rest(alice, BID, 1, 1);
        OrderId first = _rest(alice, BID, 1000, 1);
        for (uint256 i = 0; i < 300; ++i) _rest(bob, BID, 1000, 1000);
        for (uint16 i = 0; i < 300; ++i) _rest(carol, BID, 600 + i, 1);
        assertTrue(_live(worst));
        (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, BID, 1000, 1);
        assertEq(OrderId.unwrap(ids[0]), OrderId.unwrap(first));
        assertEq(_ioc(stranger2(), ASK, 1000, 1).filledLots, 1);
        assertFalse(_live(first));
        assertTrue(_live(worst));
    }

    function stranger2() private returns (address account) {
        account = makeAddr("one more trader");
        _join(account);
    }

    // ------------------------------------------------------------------------------------------- B1, B4

    /// @dev Cancels in any order: who is left is met in the order of arrival, for the lots that were announced.
    function testFuzz_B1_whatever_leaves_the_rest_keeps_its_turn(uint256 seed) public {
        OrderId[] memory ids = new OrderId[](20);
        for (uint256 i = 0; i < 20; ++i) ids[i] = _rest([alice, bob][i % 2], ASK, 1000, uint40(i + 1));
        uint256 left;
        for (uint256 i = 0; i < 20; ++i) {
            if ((seed >> i) & 1 == 1) _cancel([alice, bob][i % 2], ids[i]);
            else left += i + 1;
        }
        assertEq(_levelLots(ASK, 1000), left);
        for (uint256 i = 0; i < 20; ++i) {
            if ((seed >> i) & 1 == 1) continue;
            assertEq(_ioc(carol, BID, 1000, uint40(i + 1)).filledLots, i + 1);
            assertFalse(_live(ids[i]));
            left -= i + 1;
            assertEq(_levelLots(ASK, 1000), left);
        }
    }
}
