// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";

/// @notice The bands that a price may not leave: judged before each fill, kept by nobody, walked by nobody.
contract BreakersTest is AuctionFixture {
    function _bands(uint16 dynamic, uint16 fixed_, uint16 move, uint16 staticTicks) private {
        IExchange.MarketRules memory r = _rules();
        r.dynamicBandBps = dynamic;
        r.staticBandBps = fixed_;
        r.moveCapBps = move;
        r.staticTicks = staticTicks;
        exchange.setMarketRules(MARKET, r);
    }

    /// @dev A price that has stood for long: last, settled and average are all `ticks`.
    function _settle(uint16 ticks) private {
        _setTape(ticks);
        vm.roll(block.number + 1);
        vm.warp(block.timestamp + 3600);
    }

    function _expectTrip(uint16 ticks, uint16 low, uint16 high) private {
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.BreakerTripped(MARKET, ticks, low, high);
    }

    // ------------------------------------------------------------------------------------------- each band

    function test_H2_the_dynamic_band_stops_a_rise_before_the_fill_commits() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        _rest(alice, ASK, 1050, 5);
        OrderId beyond = _rest(alice, ASK, 1051, 5);
        _expectTrip(1051, 950, 1050);
        IExchange.PlaceResult memory r = _place(bob, _gtc(BID, 1100, 10));
        assertEq(r.filledLots, 5, "at the band's edge");
        assertEq(_lots(beyond), 5, "nothing beyond it");
        assertEq(exchange.tape(MARKET).lastTicks, 1050);
        _assertPhase(AUCTION);
    }

    function test_H2_the_dynamic_band_stops_a_fall_before_the_fill_commits() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        _rest(alice, BID, 950, 5);
        OrderId beyond = _rest(alice, BID, 949, 5);
        _expectTrip(949, 950, 1050);
        assertEq(_place(bob, _gtc(ASK, 900, 10)).filledLots, 5);
        assertEq(_lots(beyond), 5);
        _assertPhase(AUCTION);
    }

    function test_H2_the_static_band_in_both_directions() public {
        _bands(0, 1000, 0, 1000);
        uint256 state = vm.snapshotState();
        _rest(alice, ASK, 1101, 5);
        _expectTrip(1101, 900, 1100);
        assertEq(_ioc(bob, BID, 1200, 5).filledLots, 0);
        vm.revertToState(state);
        _rest(alice, BID, 899, 5);
        _expectTrip(899, 900, 1100);
        assertEq(_ioc(bob, ASK, 800, 5).filledLots, 0);
        _assertPhase(AUCTION);
    }

    function test_H2_one_transaction_moves_the_price_no_further_than_the_cap() public {
        _settle(1000);
        _bands(0, 0, 300, 0);
        uint256 state = vm.snapshotState();
        _rest(alice, ASK, 1030, 5);
        _rest(alice, ASK, 1031, 5);
        _expectTrip(1031, 970, 1030);
        assertEq(_ioc(bob, BID, 1200, 10).filledLots, 5);
        vm.revertToState(state);
        _rest(alice, BID, 970, 5);
        _rest(alice, BID, 969, 5);
        _expectTrip(969, 970, 1030);
        assertEq(_ioc(bob, ASK, 800, 10).filledLots, 5);
    }

    function testFuzz_H2_no_fill_is_ever_outside_of_the_narrowest_band(
        uint16 dynamic,
        uint16 fixed_,
        uint16 move,
        uint16 center,
        uint16 ask
    ) public {
        _settle(1000);
        center = uint16(bound(center, 900, 1100));
        dynamic = uint16(bound(dynamic, 0, 12_000));
        fixed_ = uint16(bound(fixed_, 0, 12_000));
        move = uint16(bound(move, 0, 12_000));
        ask = uint16(bound(ask, 1, 3000));
        _bands(dynamic, fixed_, move, center);
        bool inside = _inside(ask, 1000, dynamic) && _inside(ask, center, fixed_) && _inside(ask, 1000, move);
        (uint16 low, uint16 high) = exchange.priceBand(MARKET);
        assertEq(ask >= low && ask <= high, inside, "the view says the same");
        _rest(alice, ASK, ask, 1);
        assertEq(_ioc(bob, BID, 65_535, 1).filledLots, inside ? 1 : 0);
        _assertPhase(inside ? CONTINUOUS : AUCTION);
    }

    /// @dev Written apart from the library: |price - center| x 10,000 <= center x bps.
    function _inside(uint256 price, uint256 center, uint256 bps) private pure returns (bool) {
        if (bps == 0) return true;
        uint256 distance = price > center ? price - center : center - price;
        return distance * 10_000 <= center * bps;
    }

    // ------------------------------------------------------------------------------------------- what becomes of the order

    function test_the_rest_of_a_gtc_joins_the_book_of_the_auction() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        OrderId ask = _rest(alice, ASK, 1060, 5);
        uint256 before = _money(bob);
        OrderId rest = _place(bob, _gtc(BID, 1070, 10)).orderId;
        assertEq(_lots(rest), 10);
        assertEq(_money(bob), before - _bidEscrow(1070, 10, MAKER_FEE));
        placed.push(ask);
        placed.push(rest);
        // the book is crossed: the auction has work
        (uint16 p, uint64 lots) = exchange.auctionPrice(MARKET);
        assertEq(p, 1070, "five more are wanted at 1070");
        assertEq(lots, 5);
        _uncross();
        assertEq(_lots(rest), 5);
        _assertPhase(CONTINUOUS);
        _assertConserved();
    }

    function test_an_ioc_lapses_and_a_market_order_too() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        _rest(alice, ASK, 1060, 5);
        uint256 state = vm.snapshotState();
        uint256 before = _money(bob);
        assertEq(OrderId.unwrap(_ioc(bob, BID, 1070, 10).orderId), 0);
        assertEq(_money(bob), before);
        _assertPhase(AUCTION);
        vm.revertToState(state);
        IExchange.PlaceResult memory r = _place(bob, _request(BID, IExchange.OrderType.MARKET, 1070, 10));
        assertEq(OrderId.unwrap(r.orderId), 0);
        _assertPhase(AUCTION);
    }

    function test_a_fok_and_a_minimum_revert_and_trip_nothing() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        _rest(alice, ASK, 1050, 5);
        _rest(alice, ASK, 1060, 5);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, 5, 10));
        exchange.place(_request(BID, IExchange.OrderType.LIMIT_FOK, 1070, 10));
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1070, 10);
        q.minFillLots = 6;
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, 5, 6));
        exchange.place(q);
        _assertPhase(CONTINUOUS);
    }

    function test_F7_a_deferred_order_that_breaches_waits_and_goes_on_after_the_auction() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        _rest(alice, ASK, 1050, 5);
        placed.push(_rest(alice, ASK, 1060, 5));
        OrderId first = _defer(bob, BID, IExchange.OrderType.LIMIT_GTC, 1070, 10);
        OrderId second = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 1070, 1);
        placed.push(first);
        placed.push(second);
        exchange.crank(MARKET, 150);
        _assertPhase(AUCTION);
        assertEq(_lots(first), 5, "what it could not fill waits");
        assertEq(_lots(second), 1, "nobody overtakes it");
        assertEq(exchange.crank(MARKET, 150), 0);
        _uncross();
        // a lone ask does not cross: the auction gives no price, and the average has long followed the last
        vm.warp(block.timestamp + 3600);
        exchange.crank(MARKET, 150);
        assertFalse(_live(first));
        assertEq(_units(bob), UNITS + LOT + 10 * LOT);
        // carol's met nothing any more and rests
        (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, BID, 1070, 1);
        placed.push(ids[0]);
        _assertConserved();
    }

    function test_after_the_auction_trading_goes_on_around_its_price() public {
        _settle(1000);
        _bands(500, 500, 300, 1000);
        _rest(alice, ASK, 1500, 5);
        _place(bob, _gtc(BID, 1600, 3));
        _assertPhase(AUCTION);
        _uncross();
        assertEq(exchange.tape(MARKET).lastTicks, 1500);
        (uint16 low, uint16 high) = exchange.priceBand(MARKET);
        assertEq(low, 1455);
        assertEq(high, 1545);
        assertEq(_ioc(bob, BID, 1500, 2).filledLots, 2);
        _assertPhase(CONTINUOUS);
    }

    function test_a_limit_inside_of_the_band_trips_nothing() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        _rest(alice, ASK, 1060, 5);
        // a limit inside of the band never reaches what lies beyond
        assertEq(OrderId.unwrap(_ioc(bob, BID, 1050, 5).orderId), 0);
        _assertPhase(CONTINUOUS);
    }

    // ------------------------------------------------------------------------------------------- walking it

    /// @dev Two accounts of one hand trade one lot after another, each a little higher.
    function _walk(uint16 from, uint16 by, uint256 times) private returns (uint16 reached) {
        reached = from;
        for (uint256 i = 0; i < times && _phase() == CONTINUOUS; ++i) {
            uint16 next = reached + by;
            _rest(alice, ASK, next, 1);
            if (_ioc(bob, BID, next, 1).filledLots == 1) reached = next;
        }
    }

    function test_H2_wash_trades_of_one_lot_cannot_walk_the_average_within_a_block() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        uint16 reached = _walk(1000, 10, 50);
        assertEq(reached, 1050, "the band's edge");
        assertEq(exchange.tape(MARKET).averageTicks, 1000, "the average has not moved");
        _assertPhase(AUCTION);
    }

    function test_H2_the_average_follows_a_price_only_by_how_long_it_stood() public {
        _settle(1000);
        _bands(500, 0, 0, 0);
        _walk(1000, 50, 1);
        // a twentieth of the averaging time
        vm.warp(block.timestamp + 30);
        assertEq(exchange.tape(MARKET).averageTicks, 1002);
        vm.warp(block.timestamp + 570);
        assertEq(exchange.tape(MARKET).averageTicks, 1050);
    }

    function test_H2_the_settled_price_is_not_moved_within_its_block() public {
        _settle(1000);
        _walk(1000, 100, 5);
        assertEq(exchange.tape(MARKET).lastTicks, 1500);
        assertEq(exchange.tape(MARKET).settledTicks, 1000);
        assertEq(exchange.referencePrice(MARKET), 1000);
        vm.roll(block.number + 1);
        assertEq(exchange.referencePrice(MARKET), 1500);
    }

    function test_F2_the_reference_price_stays_near_the_average_when_a_band_is_set() public {
        _settle(1000);
        IExchange.MarketRules memory r = _rules();
        r.triggerBandBps = 200;
        exchange.setMarketRules(MARKET, r);
        _walk(1000, 500, 1);
        vm.roll(block.number + 1);
        assertEq(exchange.referencePrice(MARKET), 1020);
        // the longer it stands, the more it counts
        vm.warp(block.timestamp + 300);
        assertEq(exchange.referencePrice(MARKET), 1275);
        vm.warp(block.timestamp + 300);
        assertEq(exchange.referencePrice(MARKET), 1500);
    }

    function test_a_market_that_never_traded_has_no_reference_price() public {
        assertEq(exchange.referencePrice(MARKET), 0);
        _setTape(1000);
        assertEq(exchange.referencePrice(MARKET), 0, "not in the same block");
        vm.roll(block.number + 1);
        assertEq(exchange.referencePrice(MARKET), 1000);
    }
}
