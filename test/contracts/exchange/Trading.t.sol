// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice Placing on an empty book, meeting resting orders, and who pays what.
contract TradingTest is ExchangeFixture {
    function test_a_bid_rests_and_escrows_notional_and_maker_fee() public {
        OrderId id = _rest(alice, BID, 1250, 8);
        assertEq(_money(alice), FUNDS - _bidEscrow(1250, 8, MAKER_FEE));
        IExchange.OrderView memory v = exchange.order(id);
        assertEq(v.owner, alice);
        assertEq(v.priceTicks, 1250);
        assertEq(v.lots, 8);
        assertEq(v.feePips, int16(MAKER_FEE));
        assertTrue(v.live);
        assertTrue(v.side == BID);
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(bid, 1250);
        assertEq(ask, 0);
    }

    function test_an_ask_rests_and_escrows_its_units() public {
        OrderId id = _rest(alice, ASK, 1250, 8);
        assertEq(_units(alice), UNITS - 8 * LOT);
        assertEq(OrderId.unwrap(id), OrderId.unwrap(OrderIdLib.pack(MARKET, OrderKind.ASK, 1250, 1)));
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(bid, 0);
        assertEq(ask, 1250);
    }

    function test_A4_a_bid_takes_at_the_resting_price() public {
        OrderId id = _rest(alice, ASK, 1000, 10);
        IExchange.PlaceResult memory r = _ioc(bob, BID, 1500, 4);
        uint256 n = _notional(1000, 4);
        assertEq(r.filledLots, 4);
        assertEq(r.notional, n);
        assertEq(r.takerFee, _feeUp(n, TAKER_FEE));
        assertEq(_money(bob), FUNDS - n - _feeUp(n, TAKER_FEE));
        assertEq(_units(bob), UNITS + 4 * LOT);
        assertEq(_money(alice), FUNDS + n - _feeUp(n, MAKER_FEE));
        assertEq(_lots(id), 6);
        assertEq(_levelLots(ASK, 1000), 6);
        assertEq(exchange.collectedFees(MARKET), _feeUp(n, TAKER_FEE) + _feeUp(n, MAKER_FEE));
    }

    function test_A4_an_ask_takes_at_the_resting_price() public {
        _rest(alice, BID, 1000, 10);
        IExchange.PlaceResult memory r = _ioc(bob, ASK, 500, 10);
        uint256 n = _notional(1000, 10);
        assertEq(r.notional, n);
        assertEq(_money(bob), FUNDS + n - _feeUp(n, TAKER_FEE));
        assertEq(_units(bob), UNITS - 10 * LOT);
        assertEq(_units(alice), UNITS + 10 * LOT);
        assertEq(_money(alice), FUNDS - n - _feeUp(n, MAKER_FEE));
        (uint16 bid, ) = exchange.best(MARKET);
        assertEq(bid, 0);
    }

    function test_price_then_time_decide_who_is_met() public {
        OrderId late = _rest(alice, ASK, 1001, 5);
        OrderId first = _rest(bob, ASK, 1000, 5);
        OrderId second = _rest(alice, ASK, 1000, 5);
        _ioc(carol, BID, 1001, 7);
        assertFalse(_live(first));
        assertEq(_lots(second), 3);
        assertEq(_lots(late), 5);
    }

    function test_best_bid_is_the_highest_across_bitmap_words() public {
        _rest(alice, BID, 1, 1);
        _rest(alice, BID, 256, 1);
        _rest(alice, BID, 65_535, 1);
        (uint16 bid, ) = exchange.best(MARKET);
        assertEq(bid, 65_535);
        _ioc(bob, ASK, 65_535, 1);
        (bid, ) = exchange.best(MARKET);
        assertEq(bid, 256);
        _ioc(bob, ASK, 1, 1);
        (bid, ) = exchange.best(MARKET);
        assertEq(bid, 1);
    }

    function test_a_gtc_fills_then_rests_its_remainder() public {
        _rest(alice, ASK, 1000, 3);
        IExchange.PlaceResult memory r = _place(bob, _gtc(BID, 1000, 10));
        assertEq(r.filledLots, 3);
        assertEq(_lots(r.orderId), 7);
        assertEq(
            _money(bob),
            FUNDS - _notional(1000, 3) - _feeUp(_notional(1000, 3), TAKER_FEE) - _bidEscrow(1000, 7, MAKER_FEE)
        );
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(bid, 1000);
        assertEq(ask, 0);
    }

    function test_H3_an_ioc_drops_its_remainder() public {
        _rest(alice, ASK, 1000, 3);
        IExchange.PlaceResult memory r = _ioc(bob, BID, 1000, 10);
        assertEq(OrderId.unwrap(r.orderId), 0);
        assertEq(r.filledLots, 3);
        (uint16 bid, ) = exchange.best(MARKET);
        assertEq(bid, 0);
    }

    function test_an_ioc_that_meets_nothing_costs_nothing() public {
        IExchange.PlaceResult memory r = _ioc(bob, BID, 1000, 10);
        assertEq(r.filledLots, 0);
        assertEq(_money(bob), FUNDS);
    }

    function test_a_market_order_stops_at_its_worst_price() public {
        _rest(alice, ASK, 1000, 3);
        _rest(alice, ASK, 1100, 3);
        _rest(alice, ASK, 1200, 3);
        IExchange.PlaceResult memory r = _place(bob, _request(BID, IExchange.OrderType.MARKET, 1100, 9));
        assertEq(r.filledLots, 6);
        assertEq(r.notional, _notional(1000, 3) + _notional(1100, 3));
        assertEq(_levelLots(ASK, 1200), 3);
    }

    function test_A4_min_fill_is_kept_or_reverts() public {
        _rest(alice, ASK, 1000, 3);
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.MARKET, 1000, 9);
        q.minFillLots = 4;
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, 3, 4));
        exchange.place(q);
        q.minFillLots = 3;
        assertEq(_place(bob, q).filledLots, 3);
    }

    function test_fok_fills_wholly_or_reverts() public {
        _rest(alice, ASK, 1000, 3);
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_FOK, 1000, 4);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, 3, 4));
        exchange.place(q);
        q.lots = 3;
        assertEq(_place(bob, q).filledLots, 3);
    }

    function test_H3_fok_goes_around_expired_and_own_orders_in_its_way() public {
        OrderId own = _rest(bob, ASK, 1000, 2);
        OrderId expiring = _restUntil(alice, ASK, 1000, 2, uint32(block.timestamp + 10));
        _rest(alice, ASK, 1001, 4);
        vm.warp(block.timestamp + 10);
        IExchange.PlaceResult memory r = _place(bob, _request(BID, IExchange.OrderType.LIMIT_FOK, 1001, 4));
        assertEq(r.notional, _notional(1001, 4));
        assertFalse(_live(own));
        assertFalse(_live(expiring));
    }

    function test_H3_post_only_rests_or_reverts() public {
        _rest(alice, ASK, 1000, 3);
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_POST_ONLY, 1000, 4);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_PostOnlyWouldCross.selector, 1000, 1000));
        exchange.place(q);
        q.priceTicks = 999;
        OrderId id = _place(bob, q).orderId;
        assertTrue(exchange.order(id).orderType == IExchange.OrderType.LIMIT_POST_ONLY);

        q = _request(ASK, IExchange.OrderType.LIMIT_POST_ONLY, 999, 4);
        vm.prank(carol);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_PostOnlyWouldCross.selector, 999, 999));
        exchange.place(q);
    }

    function test_D2_an_expired_maker_is_removed_and_refunded() public {
        OrderId id = _restUntil(alice, BID, 1000, 5, uint32(block.timestamp + 60));
        vm.warp(block.timestamp + 60);
        IExchange.PlaceResult memory r = _ioc(bob, ASK, 1000, 5);
        assertEq(r.filledLots, 0);
        assertFalse(_live(id));
        assertEq(_money(alice), FUNDS);
        (uint16 bid, ) = exchange.best(MARKET);
        assertEq(bid, 0);
    }

    function test_a_maker_trades_until_the_second_before_expiry() public {
        _restUntil(alice, BID, 1000, 5, uint32(block.timestamp + 60));
        vm.warp(block.timestamp + 59);
        assertEq(_ioc(bob, ASK, 1000, 5).filledLots, 5);
    }

    function test_own_orders_are_cancelled_rather_than_met() public {
        OrderId own = _rest(alice, ASK, 1000, 5);
        OrderId other = _rest(bob, ASK, 1000, 5);
        IExchange.PlaceResult memory r = _place(alice, _gtc(BID, 1000, 5));
        assertEq(r.filledLots, 5);
        assertFalse(_live(own));
        assertFalse(_live(other));
        assertEq(_units(alice), UNITS + 5 * LOT);
        assertEq(_money(alice), FUNDS - _notional(1000, 5) - _feeUp(_notional(1000, 5), TAKER_FEE));
    }

    function test_D2_removed_makers_count_towards_max_fills() public {
        for (uint256 i = 0; i < 3; ++i) {
            _restUntil(alice, ASK, 1000, 1, uint32(block.timestamp + 60));
        }
        _rest(carol, ASK, 1000, 1);
        vm.warp(block.timestamp + 60);
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 1);
        q.maxFills = 3;
        assertEq(_place(bob, q).filledLots, 0);
        q.maxFills = 1;
        assertEq(_place(bob, q).filledLots, 1);
    }

    function test_A1_the_taker_fee_is_rounded_once_over_all_makers() public {
        uint32 m = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, 1, 1, 1, 1, 1, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        for (uint256 i = 0; i < 10; ++i) {
            IExchange.OrderRequest memory ask = _gtc(ASK, 1, 1);
            ask.marketId = m;
            _place(alice, ask);
        }
        IExchange.OrderRequest memory q = _gtc(BID, 1, 10);
        q.marketId = m;
        IExchange.PlaceResult memory r = _place(bob, q);
        assertEq(r.notional, 10);
        assertEq(r.takerFee, 1);
        // each maker's own fee is rounded up and never above its notional
        assertEq(exchange.collectedFees(m), 11);
        assertEq(_money(alice), FUNDS);
    }

    function test_A6_a_fee_change_leaves_resting_orders_alone() public {
        OrderId id = _rest(alice, BID, 1000, 5);
        exchange.setMarketFees(MARKET, 0, 20_000);
        assertEq(exchange.order(id).feePips, int16(MAKER_FEE));
        IExchange.PlaceResult memory r = _ioc(bob, ASK, 1000, 5);
        uint256 n = _notional(1000, 5);
        assertEq(r.takerFee, _feeUp(n, 20_000));
        assertEq(_money(alice), FUNDS - n - _feeUp(n, MAKER_FEE));
    }

    function test_place_batch_places_each_and_reverts_as_one() public {
        IExchange.OrderRequest[] memory qs = new IExchange.OrderRequest[](3);
        qs[0] = _gtc(BID, 900, 1);
        qs[1] = _gtc(BID, 901, 2);
        qs[2] = _gtc(ASK, 1001, 3);
        vm.prank(alice);
        IExchange.PlaceResult[] memory r = exchange.placeBatch(qs);
        assertEq(_lots(r[1].orderId), 2);
        qs[2].lots = 0;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_SizeBelowMinimum.selector, 0, 1));
        exchange.placeBatch(qs);
        assertEq(_levelLots(BID, 900), 1);
    }

    function testFuzz_A2_escrow_telescopes_over_any_split(uint40 lots, uint16 ticks, uint256 seed) public {
        lots = uint40(bound(lots, 1, 1000));
        ticks = uint16(bound(ticks, 1, 4000));
        OrderId id = _rest(alice, BID, ticks, lots);
        uint256 left = lots;
        uint256 takerFees;
        for (uint256 i = 0; i < 6 && left > 0; ++i) {
            uint40 take = uint40(bound(uint256(keccak256(abi.encode(seed, i))), 1, left));
            takerFees += _ioc(bob, ASK, ticks, take).takerFee;
            left -= take;
        }
        if (left > 0) _cancel(alice, id);
        uint256 traded = lots - left;
        // what alice paid: the notional traded and the fee on it as escrowed, never a unit more
        uint256 paid = FUNDS - _money(alice);
        uint256 n = _notional(ticks, traded);
        assertEq(
            paid,
            n + _feeUp(_notional(ticks, lots), MAKER_FEE) - (left == 0 ? 0 : _feeUp(_notional(ticks, left), MAKER_FEE))
        );
        assertEq(exchange.collectedFees(MARKET), paid - n + takerFees);
    }

    function testFuzz_A9_value_is_conserved(uint16 a, uint16 b, uint40 x, uint40 y, bool bidRests) public {
        a = uint16(bound(a, 1, 65_535));
        b = uint16(bound(b, 1, 65_535));
        x = uint40(bound(x, 1, 50_000));
        y = uint40(bound(y, 1, 50_000));
        _place(alice, _gtc(bidRests ? BID : ASK, a, x));
        IExchange.PlaceResult memory r = _ioc(bob, bidRests ? ASK : BID, b, y);
        uint256 escrow = 0;
        uint256 unitsInOrders = 0;
        uint256 left = x - r.filledLots;
        if (bidRests && left > 0) escrow = _bidEscrow(a, left, MAKER_FEE);
        if (!bidRests) unitsInOrders = left * LOT;
        assertEq(_money(alice) + _money(bob) + escrow + exchange.collectedFees(MARKET), 2 * FUNDS);
        assertEq(_units(alice) + _units(bob) + unitsInOrders, 2 * UNITS);
    }
}
