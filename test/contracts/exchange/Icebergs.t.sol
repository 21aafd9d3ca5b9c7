// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";

/// @notice Icebergs: what shows, what it holds, and that it loses its place each time it shows anew.
contract IcebergsTest is AuctionFixture {
    function _part(OrderId berg, uint32 sequence) private pure returns (OrderId) {
        OrderKind kind = berg.kind() == OrderKind.ICEBERG_BID ? OrderKind.BID : OrderKind.ASK;
        return OrderIdLib.pack(MARKET, kind, berg.priceTicks(), sequence);
    }

    /// @dev Parts round one by one: peak by peak, and the last.
    function _escrowOf(uint256 ticks, uint256 lots, uint256 peak) private pure returns (uint256 sum) {
        for (; lots > peak; lots -= peak) sum += _bidEscrow(ticks, peak, MAKER_FEE);
        sum += _bidEscrow(ticks, lots, MAKER_FEE);
    }

    function test_B6_the_whole_size_is_escrowed_and_a_part_shows() public {
        OrderId berg = _put(alice, _iceberg(BID, 999, 10, 3));
        assertTrue(berg.kind() == OrderKind.ICEBERG_BID);
        assertEq(_levelLots(BID, 999), 3);
        assertEq(_lots(berg), 3);
        assertEq(_money(alice), FUNDS - _escrowOf(999, 10, 3));
        OrderId ask = _put(alice, _iceberg(ASK, 1999, 10, 3));
        assertEq(_units(alice), UNITS - 10 * LOT);
        assertEq(exchange.order(ask).owner, alice);
        _assertConserved();
    }

    function test_B6_the_next_part_stands_behind_everybody() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 10, 3));
        OrderId behind = _put(bob, ASK, 1000, 5);
        _ioc(carol, BID, 1000, 3);
        assertEq(_lots(berg), 3);
        assertEq(_levelLots(ASK, 1000), 8);
        _ioc(carol, BID, 1000, 5);
        assertFalse(_live(behind), "bob came before the second part");
        assertEq(_lots(berg), 3);
        assertEq(_units(alice), UNITS - 10 * LOT);
        _assertConserved();
    }

    function test_B6_a_part_that_is_not_used_up_keeps_its_place() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 10, 3));
        OrderId behind = _put(bob, ASK, 1000, 5);
        _ioc(carol, BID, 1000, 2);
        assertEq(_lots(berg), 1, "refreshed only when used up");
        _ioc(carol, BID, 1000, 2);
        assertEq(_lots(behind), 4);
        assertEq(_lots(berg), 3);
        _assertConserved();
    }

    function test_B6_one_taker_goes_through_parts_in_turn_with_the_others() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 10, 3));
        OrderId behind = _put(bob, ASK, 1000, 5);
        // 3 of alice, 5 of bob, then 3, 3 and 1 of alice
        IExchange.PlaceResult memory r = _ioc(carol, BID, 1000, 14);
        assertEq(r.filledLots, 14);
        assertFalse(_live(behind));
        assertEq(_lots(berg), 1);
        _ioc(carol, BID, 1000, 1);
        assertFalse(_live(berg));
        (, uint16 ask) = exchange.best(MARKET);
        assertEq(ask, 0);
        _assertConserved();
    }

    function test_each_part_counts_as_one_of_max_fills() public {
        _put(alice, _iceberg(ASK, 1000, 10, 2));
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 10);
        q.maxFills = 3;
        assertEq(_place(carol, q).filledLots, 6);
        _assertConserved();
    }

    function test_cancel_by_the_icebergs_id_or_by_the_shown_parts_returns_everything() public {
        OrderId berg = _put(alice, _iceberg(BID, 999, 10, 3));
        _ioc(bob, ASK, 999, 4);
        uint256 state = vm.snapshotState();
        assertEq(_cancel(alice, berg), 6);
        uint256 afterwards = _money(alice);
        vm.revertToState(state);
        assertEq(_cancel(alice, _part(berg, 2)), 6);
        assertEq(_money(alice), afterwards);
        assertFalse(_live(berg));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, berg));
        exchange.cancel(berg);
        // 4 lots traded at its own limit, and nothing else is missing
        assertLe(FUNDS - afterwards - _notional(999, 4), _feeUp(_notional(999, 3), MAKER_FEE) * 2);
        _assertConserved();
    }

    function test_B2_the_id_of_a_part_that_was_used_up_touches_nothing() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 10, 3));
        _ioc(carol, BID, 1000, 3);
        OrderId used = _part(berg, 1);
        assertFalse(_live(used));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, used));
        exchange.cancel(used);
        assertTrue(_live(_part(berg, 2)));
        _assertConserved();
    }

    function test_B2_an_icebergs_id_with_another_price_or_side_touches_nothing() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 10, 3));
        // each is alice's first at its price and side, and so has the sequence of the part that shows
        OrderId dearer = _put(alice, ASK, 1001, 5);
        OrderId bid = _put(alice, BID, 999, 5);
        OrderId[] memory forged = new OrderId[](2);
        forged[0] = OrderIdLib.pack(MARKET, OrderKind.ICEBERG_ASK, 1001, berg.sequence());
        forged[1] = OrderIdLib.pack(MARKET, OrderKind.ICEBERG_BID, 999, berg.sequence());
        for (uint256 i = 0; i < 2; ++i) {
            assertFalse(exchange.order(forged[i]).live);
            vm.prank(alice);
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, forged[i]));
            exchange.cancel(forged[i]);
        }
        vm.prank(alice);
        uint40[] memory lots = exchange.cancelBatch(forged);
        assertEq(lots[0] + lots[1], 0);
        assertTrue(_live(berg) && _live(dearer) && _live(bid));
        _assertConserved();
    }

    function test_C1_nobody_else_cancels_an_iceberg() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 10, 3));
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        exchange.cancel(berg);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        exchange.cancel(_part(berg, 1));
    }

    function test_an_expired_iceberg_leaves_with_all_of_it_in_a_takers_way_or_by_prune() public {
        IExchange.OrderRequest memory q = _iceberg(ASK, 1000, 10, 3);
        q.expiry = uint32(block.timestamp + 60);
        OrderId berg = _put(alice, q);
        vm.warp(block.timestamp + 60);
        uint256 state = vm.snapshotState();
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.IcebergEnded(berg, 7);
        assertEq(_ioc(carol, BID, 1000, 5).filledLots, 0);
        assertEq(_units(alice), UNITS);
        vm.revertToState(state);
        assertEq(exchange.prune(_one(_part(berg, 1))), 1);
        assertEq(_units(alice), UNITS);
        assertFalse(_live(berg));
    }

    function test_H4_a_frozen_iceberg_is_removed_whole() public {
        OrderId berg = _put(alice, _iceberg(BID, 1000, 10, 3));
        gate.freeze(alice);
        assertEq(_ioc(carol, ASK, 1000, 5).filledLots, 0);
        assertFalse(_live(berg));
        assertEq(_money(alice), FUNDS);
    }

    function test_an_arriving_iceberg_trades_with_its_whole_size_first() public {
        _put(bob, ASK, 1000, 6);
        IExchange.PlaceResult memory r = _place(alice, _iceberg(BID, 1000, 10, 3));
        placed.push(r.orderId);
        assertEq(r.filledLots, 6);
        assertEq(_lots(r.orderId), 3, "4 are left, 3 of them show");
        assertEq(
            _money(alice),
            FUNDS - _notional(1000, 6) - _feeUp(_notional(1000, 6), TAKER_FEE) - _escrowOf(1000, 4, 3)
        );
        _assertConserved();
    }

    function test_a_rest_no_larger_than_the_peak_is_an_ordinary_order() public {
        _put(bob, ASK, 1000, 7);
        OrderId rest = _put(alice, _iceberg(BID, 1000, 10, 3));
        assertTrue(rest.kind() == OrderKind.BID);
        assertEq(_lots(rest), 3);
        _assertConserved();
    }

    function test_a_deferred_iceberg_rests_as_one() public {
        IExchange.OrderRequest memory q = _iceberg(BID, 1000, 10, 3);
        q.maxFills = 0;
        _place(alice, q);
        exchange.crank(MARKET, 10);
        assertEq(_levelLots(BID, 1000), 3);
        (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, BID, 1000, 5);
        placed.push(ids[0]);
        assertEq(_money(alice), FUNDS - _escrowOf(1000, 10, 3));
        _ioc(bob, ASK, 1000, 10);
        assertEq(_units(alice), UNITS + 10 * LOT);
        _assertConserved();
    }

    function test_what_may_show_is_checked() public {
        IExchange.OrderRequest memory q = _iceberg(BID, 1000, 10, 10);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_DisplayAboveSize.selector, 10, 10));
        vm.prank(alice);
        exchange.place(q);
        q.orderType = IExchange.OrderType.LIMIT_IOC;
        q.displayLots = 3;
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_DisplayNotAllowed.selector, q.orderType, 3));
        vm.prank(alice);
        exchange.place(q);
    }

    function test_events_tell_each_part_and_the_end() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 5, 3));
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.IcebergShown(berg, _part(berg, 2), alice, 2, 0, 2);
        _ioc(carol, BID, 1000, 3);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.IcebergEnded(berg, 0);
        _ioc(carol, BID, 1000, 2);
    }

    /// @dev Whatever its peak and however it is taken, an iceberg fills wholly, one part after the other.
    function testFuzz_B6_an_iceberg_is_escrowed_and_fills_to_the_last_unit(
        uint16 ticks,
        uint40 lots,
        uint24 peak,
        uint256 seed,
        bool isBid
    ) public {
        ticks = uint16(bound(ticks, 1, 4000));
        lots = uint40(bound(lots, 2, 60));
        peak = uint24(bound(peak, 1, lots - 1));
        OrderId berg = _put(alice, _iceberg(isBid ? BID : ASK, ticks, lots, peak));
        if (isBid) assertEq(_money(alice), FUNDS - _escrowOf(ticks, lots, peak));
        uint256 left = lots;
        for (uint256 i = 0; i < 6 && left > 0; ++i) {
            uint40 take = uint40(bound(uint256(keccak256(abi.encode(seed, i))), 1, left));
            assertEq(_ioc(bob, isBid ? ASK : BID, ticks, take).filledLots, take);
            left -= take;
            uint256 shown = _levelLots(isBid ? BID : ASK, ticks);
            assertLe(shown, peak);
            assertEq(shown == 0, left == 0);
        }
        if (left > 0) assertEq(_cancel(alice, berg), left);
        assertEq(_units(alice), isBid ? UNITS + (lots - left) * LOT : UNITS - (lots - left) * LOT);
        _assertConserved();
    }
}
