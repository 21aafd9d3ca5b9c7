// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId, OrderKind } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";

/// @notice A post-only order that would cross rests one tick behind the best opposite price instead.
contract PostOnlySlideTest is AuctionFixture {
    function _slide(
        IExchange.Side side,
        uint16 ticks,
        uint40 lots
    ) private pure returns (IExchange.OrderRequest memory) {
        return _request(side, IExchange.OrderType.LIMIT_POST_ONLY_SLIDE, ticks, lots);
    }

    function test_a_bid_that_would_cross_slides_below_the_best_ask() public {
        _put(bob, ASK, 1000, 5);
        uint16[3] memory limits = [uint16(1000), 1001, 65_535];
        for (uint256 i = 0; i < 3; ++i) {
            OrderId id = _put(alice, _slide(BID, limits[i], 2));
            assertEq(id.priceTicks(), 999);
            assertTrue(exchange.order(id).orderType == IExchange.OrderType.LIMIT_POST_ONLY_SLIDE);
        }
        assertEq(_levelLots(BID, 999), 6);
        assertEq(_money(alice), FUNDS - 3 * _bidEscrow(999, 2, MAKER_FEE), "escrow at the price it rests at");
        _assertConserved();
    }

    function test_an_ask_that_would_cross_slides_above_the_best_bid() public {
        _put(bob, BID, 1000, 5);
        assertEq(_put(alice, _slide(ASK, 1000, 2)).priceTicks(), 1001);
        assertEq(_put(alice, _slide(ASK, 1, 2)).priceTicks(), 1001);
        _assertConserved();
    }

    function test_one_that_does_not_cross_stays_where_it_is() public {
        _put(bob, ASK, 1000, 5);
        assertEq(_put(alice, _slide(BID, 999, 2)).priceTicks(), 999);
        assertEq(_put(alice, _slide(BID, 998, 2)).priceTicks(), 998);
        assertEq(_put(alice, _slide(ASK, 1000, 2)).priceTicks(), 1000);
        _assertConserved();
    }

    function test_where_no_price_is_left_it_is_refused() public {
        _put(bob, ASK, 1, 5);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_PostOnlyWouldCross.selector, 5, 1));
        exchange.place(_slide(BID, 5, 1));
        _cancel(bob, placed[0]);
        _put(bob, BID, 65_535, 5);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_PostOnlyWouldCross.selector, 5, 65_535));
        exchange.place(_slide(ASK, 5, 1));
    }

    function test_H3_it_slides_away_from_an_own_or_an_expired_order_too() public {
        OrderId dying = _restUntil(bob, ASK, 1000, 5, uint32(block.timestamp + 1));
        vm.warp(block.timestamp + 1);
        assertEq(_put(alice, _slide(BID, 1000, 2)).priceTicks(), 999);
        exchange.prune(_one(dying));
        OrderId own = _put(alice, ASK, 1000, 5);
        assertEq(_put(alice, _slide(BID, 1005, 2)).priceTicks(), 999);
        assertTrue(_live(own), "nothing was met");
        _assertConserved();
    }

    function test_H3_post_only_sees_an_iceberg_by_what_it_shows() public {
        _put(bob, _iceberg(ASK, 1000, 50, 1));
        assertEq(_put(alice, _slide(BID, 1000, 20)).priceTicks(), 999);
        _assertConserved();
    }

    function test_a_sliding_iceberg_rests_as_one_at_the_price_it_slid_to() public {
        _put(bob, ASK, 1000, 5);
        IExchange.OrderRequest memory q = _slide(BID, 1003, 10);
        q.displayLots = 4;
        OrderId berg = _put(alice, q);
        assertTrue(berg.kind() == OrderKind.ICEBERG_BID);
        assertEq(berg.priceTicks(), 999);
        assertEq(_levelLots(BID, 999), 4);
        _assertConserved();
        assertEq(_money(alice), FUNDS);
    }

    function test_it_cannot_be_deferred() public {
        IExchange.OrderRequest memory q = _slide(BID, 1000, 1);
        q.maxFills = 0;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MaxFillsRequired.selector, q.orderType));
        exchange.place(q);
    }

    function testFuzz_it_never_takes_and_never_crosses(uint16 bid, uint16 ask, uint16 limit, bool isBid) public {
        bid = uint16(bound(bid, 2, 60_000));
        ask = uint16(bound(ask, uint256(bid) + 1, 65_534));
        limit = uint16(bound(limit, 1, 65_535));
        _put(bob, BID, bid, 5);
        _put(bob, ASK, ask, 5);
        IExchange.PlaceResult memory r = _place(alice, _slide(isBid ? BID : ASK, limit, 1));
        placed.push(r.orderId);
        assertEq(r.filledLots, 0);
        uint256 expected = limit;
        if (isBid && limit >= ask) expected = ask - 1;
        if (!isBid && limit <= bid) expected = bid + 1;
        assertEq(r.orderId.priceTicks(), expected);
        (uint16 bestBid, uint16 bestAsk) = exchange.best(MARKET);
        assertLt(bestBid, bestAsk);
        _assertConserved();
    }
}
