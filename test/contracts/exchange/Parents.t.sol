// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ParentsFixture } from "./ParentsFixture.sol";

/// @notice Orders that are worked off in slices: placing and executing.
contract ParentsTest is ParentsFixture {
    uint256 private constant FEE = 5 * TICK;

    function _withKeeperFee() private {
        IExchange.MarketRules memory rules = _rules();
        rules.keeperFeeTicks = 5;
        exchange.setMarketRules(MARKET, rules);
    }

    // ------------------------------------------------------------------------------------------- placing

    function test_a_bid_escrows_its_limit_the_taker_fee_and_every_keeper_fee() public {
        _withKeeperFee();
        IExchangeParents.ParentRequest memory q = _twap(BID, 1000, 100);
        q.startAt = uint32(block.timestamp);
        OrderId id = OrderIdLib.pack(MARKET, OrderKind.PARENT, 0, 1);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeParents.ParentPlaced(id, alice, q, TAKER_FEE, FEE);
        q.startAt = 0;
        assertTrue(OrderId.unwrap(_submit(alice, q)) == OrderId.unwrap(id));
        assertEq(_money(alice), FUNDS - _bidEscrow(1000, 100, TAKER_FEE) - 10 * FEE);
        assertEq(_units(alice), UNITS);
    }

    function test_an_ask_escrows_its_credits_and_the_keeper_fees_in_quote() public {
        _withKeeperFee();
        _submit(alice, _twap(ASK, 1000, 100));
        assertEq(_units(alice), UNITS - 100 * LOT);
        assertEq(_money(alice), FUNDS - 10 * FEE);
    }

    function test_the_view_shows_what_was_asked_for_and_what_is_left() public {
        _withKeeperFee();
        IExchangeParents.ParentRequest memory q = _twap(BID, 1000, 100);
        q.kind = IExchangeParents.ParentKind.VWAP;
        q.weights = bytes32(hex"010203040506070809ff");
        (q.toleranceBps, q.participationBps) = (50, 2000);
        q.selfTrade = IExchange.SelfTrade.DECREMENT;
        q.startAt = uint32(block.timestamp + 100);
        q.lots = 500;
        OrderId id = _submit(alice, q);
        IExchangeParents.ParentView memory v = exchange.parent(id);
        assertEq(abi.encode(v.request), abi.encode(q));
        assertEq(v.owner, alice);
        assertEq(v.lotsLeft, 500);
        assertEq(v.nextSlice, 0);
        assertEq(v.feePips, TAKER_FEE);
        assertEq(v.keeperFee, FEE);
        assertEq(v.slicesPaid, 0);
        assertTrue(v.live);
    }

    // ------------------------------------------------------------------------------------------- executing

    function test_ten_slices_buy_the_whole_order_at_resting_prices() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 103));
        _rest(bob, ASK, 900, 200);
        uint256 bought;
        uint256 paid;
        for (uint256 i = 0; i < 10; ++i) {
            uint40 filled = _slice(id);
            bought += filled;
            uint256 n = _notional(900, filled);
            paid += n + _feeUp(n, TAKER_FEE);
            assertEq(_units(alice), UNITS + bought * LOT);
            _later(INTERVAL);
        }
        assertEq(bought, 103);
        assertFalse(_parentLive(id));
        assertEq(_money(alice), FUNDS - paid);
    }

    function test_a_selling_parent_pays_the_taker_fee_from_what_it_earns() public {
        OrderId id = _submit(alice, _twap(ASK, 1000, 100));
        _rest(bob, BID, 1100, 200);
        assertEq(_slice(id), 10);
        uint256 n = _notional(1100, 10);
        assertEq(_money(alice), FUNDS + n - _feeUp(n, TAKER_FEE));
        assertEq(_units(alice), UNITS - 100 * LOT);
    }

    function test_events_say_what_is_left_of_the_slice_and_of_the_order() public {
        _withKeeperFee();
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 900, 7);
        vm.expectEmit(true, true, true, false, address(exchange));
        emit IExchange.Taken(MARKET, alice, id, BID, 7, 0, 0, 9, "");
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeParents.SliceExecuted(id, carol, 0, 7, 0, 93, FEE);
        vm.prank(carol);
        (uint40 filled, uint40 left) = exchange.executeSlice(id, 100);
        assertEq(filled, 7);
        assertEq(left, 93);
        assertEq(_left(id), 93);
    }

    function test_a_volume_weighted_parent_follows_its_weights() public {
        IExchangeParents.ParentRequest memory q = _twap(BID, 1000, 100);
        q.kind = IExchangeParents.ParentKind.VWAP;
        q.slices = 5;
        q.weights = bytes32(hex"0a140a1e1e");
        OrderId id = _submit(alice, q);
        _rest(bob, ASK, 900, 200);
        uint40[5] memory sizes = [uint40(10), 20, 10, 30, 30];
        for (uint256 i = 0; i < 5; ++i) {
            assertEq(exchange.nextSlice(id).lots, sizes[i]);
            assertEq(_slice(id), sizes[i]);
            _later(INTERVAL);
        }
        assertFalse(_parentLive(id));
    }

    function test_a_slice_takes_no_worse_price_than_the_limit() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 1000, 4);
        _rest(bob, ASK, 1001, 100);
        assertEq(_slice(id), 4);
        assertEq(_levelLots(ASK, 1001), 100);
    }

    function test_where_nothing_crosses_nothing_happens_and_the_slice_stays_due() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 1001, 100);
        vm.expectRevert(abi.encodeWithSelector(IExchangeParents.Exchange_NothingCrosses.selector, id, 1000));
        exchange.executeSlice(id, 100);
        _rest(bob, ASK, 1000, 100);
        assertEq(_slice(id), 10);
    }

    function test_own_orders_in_the_way_leave_as_the_parent_says() public {
        OrderId own = _rest(alice, ASK, 900, 4);
        _rest(bob, ASK, 950, 100);
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        assertEq(_slice(id), 10);
        assertFalse(_live(own));
        IExchangeParents.ParentRequest memory q = _twap(BID, 1000, 100);
        q.selfTrade = IExchange.SelfTrade.DECREMENT;
        id = _submit(alice, q);
        own = _rest(alice, ASK, 900, 4);
        assertEq(_slice(id), 6);
        assertEq(_left(id), 90);
        q.selfTrade = IExchange.SelfTrade.CANCEL_TAKER;
        id = _submit(alice, q);
        own = _rest(alice, ASK, 900, 4);
        vm.expectRevert(abi.encodeWithSelector(IExchangeParents.Exchange_NothingCrosses.selector, id, 1000));
        exchange.executeSlice(id, 100);
        assertTrue(_live(own));
    }

    function test_the_fee_of_submission_stays_with_the_order() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        exchange.setMarketFees(MARKET, 0, 0);
        _rest(bob, ASK, 1000, 100);
        _slice(id);
        vm.prank(alice);
        exchange.cancelParent(id);
        uint256 n = _notional(1000, 10);
        assertEq(_money(alice), FUNDS - n - _feeUp(n, TAKER_FEE));
    }

    // ------------------------------------------------------------------------------------------- a slice in parts

    function test_a_slice_whose_work_ran_out_is_carried_on_until_the_next_falls_due() public {
        _withKeeperFee();
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        for (uint256 i = 0; i < 5; ++i) _rest(bob, ASK, 900, 2);
        uint256 before = _money(carol);
        vm.startPrank(carol);
        exchange.executeSlice(id, 2);
        assertEq(exchange.parent(id).openLots, 6);
        assertEq(_money(carol), before);
        IExchangeParents.SliceView memory slice = exchange.nextSlice(id);
        assertEq(slice.slice, 0);
        assertEq(slice.lots, 6);
        exchange.executeSlice(id, 100);
        vm.stopPrank();
        assertEq(_left(id), 90);
        // once for the slice, to the one who finished it
        assertEq(_money(carol), before + FEE);
        vm.expectRevert(_notDue(START + INTERVAL));
        exchange.executeSlice(id, 100);
    }

    function test_what_was_open_rolls_into_the_next_slice() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        for (uint256 i = 0; i < 5; ++i) _rest(bob, ASK, 900, 2);
        exchange.executeSlice(id, 1);
        _later(INTERVAL);
        _rest(bob, ASK, 900, 100);
        assertEq(_left(id), 98);
        // ceil(98 / 9)
        assertEq(_slice(id), 11);
        assertEq(exchange.parent(id).openLots, 0);
    }

    function test_orders_that_are_only_removed_do_not_use_a_slice_up() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _restUntil(bob, ASK, 900, 1, uint32(START + 10));
        _later(10);
        assertEq(_slice(id), 0);
        assertEq(_levelLots(ASK, 900), 0);
        _rest(bob, ASK, 900, 100);
        assertEq(_slice(id), 10);
    }

    function test_a_breach_opens_the_auction_and_the_rest_waits_for_its_end() public {
        IExchange.MarketRules memory rules = _rules();
        rules.moveCapBps = 500;
        exchange.setMarketRules(MARKET, rules);
        _tradeAt(1000, 1);
        _rest(bob, ASK, 1000, 3);
        _rest(bob, ASK, 1060, 100);
        OrderId id = _submit(alice, _twap(BID, 2000, 100));
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.BreakerTripped(MARKET, 1060, 950, 1050);
        assertEq(_slice(id), 3);
        (IExchange.MarketPhase phase, ) = exchange.marketPhase(MARKET);
        assertTrue(phase == IExchange.MarketPhase.AUCTION);
        assertEq(exchange.parent(id).openLots, 7);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_MarketNotOpen.selector, MARKET, IExchange.MarketPhase.AUCTION)
        );
        exchange.executeSlice(id, 100);
        vm.prank(alice);
        assertEq(exchange.cancelParent(id), 97);
    }

    // ------------------------------------------------------------------------------------------- participation

    function test_a_slice_takes_no_more_than_its_part_of_the_volume() public {
        IExchangeParents.ParentRequest memory q = _twap(BID, 1000, 100);
        q.participationBps = 2500;
        OrderId id = _submit(alice, q);
        _rest(bob, ASK, 900, 500);
        assertEq(exchange.nextSlice(id).lots, 0);
        vm.expectRevert(abi.encodeWithSelector(IExchangeParents.Exchange_ParticipationReached.selector, id, 2500));
        exchange.executeSlice(id, 100);
        _ioc(carol, BID, 900, 27);
        assertEq(_slice(id), 6);
        _later(INTERVAL);
        // its own six lots are no volume of the market
        assertEq(exchange.nextSlice(id).lots, 0);
        _ioc(carol, BID, 900, 400);
        assertEq(exchange.nextSlice(id).lots, 11);
        assertEq(_slice(id), 11);
    }
}
