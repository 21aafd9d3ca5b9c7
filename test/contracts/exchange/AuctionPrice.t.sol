// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAuctions } from "../../../contracts/interfaces/IExchangeAuctions.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";
import { NaiveAuction } from "./NaiveAuction.sol";

/// @notice The price of an auction: found by the contract, the same that trying every price finds.
contract AuctionPriceTest is AuctionFixture {
    NaiveAuction private naive;

    function setUp() public override {
        super.setUp();
        naive = new NaiveAuction();
    }

    function _both(bool isBid, uint16 ticks, uint40 lots) private {
        _put(isBid ? alice : bob, isBid ? BID : ASK, ticks, lots);
        naive.add(isBid, ticks, lots);
    }

    function _price() private view returns (uint16 ticks, uint64 lots) {
        return exchange.auctionPrice(MARKET);
    }

    function _setStatic(uint16 ticks) private {
        IExchange.MarketRules memory r = _rules();
        r.staticTicks = ticks;
        exchange.setMarketRules(MARKET, r);
    }

    /// @dev Books of up to 24 orders over 12 prices, with and without a last price and a static reference.
    function _randomBook(uint256 seed) private returns (uint256 anchor) {
        uint256 kind = seed % 3;
        if (kind > 0) {
            anchor = 995 + ((seed >> 8) % 25);
            if (kind == 1) _setTape(uint16(anchor));
            else _setStatic(uint16(anchor));
        }
        _openAuction();
        uint256 count = 2 + ((seed >> 16) % 23);
        for (uint256 i = 0; i < count; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, i)));
            _both(d % 2 == 0, uint16(1000 + ((d >> 8) % 12)), uint40(1 + ((d >> 16) % 9)));
        }
    }

    function testFuzz_G5_the_price_is_the_one_that_trying_every_price_finds(uint256 seed) public {
        uint256 anchor = _randomBook(seed);
        (uint256 expected, uint256 most) = naive.price(990, 1020, anchor);
        (uint16 ticks, uint64 lots) = _price();
        assertEq(ticks, expected, "price");
        assertEq(lots, most, "volume");
        _auctionOver();
        if (expected != 0) {
            vm.expectEmit(true, true, true, true, address(exchange));
            emit IExchangeAuctions.AuctionPriced(MARKET, uint16(expected), uint64(most));
        }
        exchange.uncross(MARKET, 150);
    }

    /// @dev One tick beside it is refused by the rule: less trades, or somebody with a better limit goes without, or it is
    /// further from the reference.
    function testFuzz_G5_one_tick_beside_the_price_is_worse_by_the_rule(uint256 seed) public {
        uint256 anchor = _randomBook(seed);
        (uint256 p, uint64 lots) = _price();
        if (p == 0) return;
        assertEq(naive.volume(p), lots);
        assertTrue(naive.clears(p));
        for (uint256 i = 0; i < 2; ++i) {
            uint256 q = i == 0 ? p - 1 : p + 1;
            assertLe(naive.volume(q), lots, "never better");
            if (!naive.clears(q) || anchor == 0) continue;
            bool closer = i == 0 ? anchor < p : anchor > p;
            assertFalse(closer, "never equally good and closer");
        }
    }

    function testFuzz_every_order_gets_what_price_and_time_give_it(uint256 seed) public {
        _randomBook(seed);
        (uint16 p, uint64 lots) = _price();
        naive.carryOut(p, lots);
        _uncross();
        for (uint256 i = 0; i < placed.length; ++i) {
            (, , uint256 size, uint256 filled) = naive.orders(i);
            assertEq(_lots(placed[i]), size - filled, "left");
        }
        _assertConserved();
    }

    function test_with_a_last_price_in_the_range_it_is_the_price() public {
        _setTape(1003);
        _openAuction();
        _put(alice, BID, 1005, 10);
        _put(bob, ASK, 1000, 10);
        (uint16 p, uint64 lots) = _price();
        assertEq(p, 1003);
        assertEq(lots, 10);
    }

    function test_a_last_price_outside_of_the_range_gives_its_nearer_end() public {
        _setTape(2000);
        _openAuction();
        _put(alice, BID, 1005, 10);
        _put(bob, ASK, 1000, 10);
        (uint16 p, ) = _price();
        assertEq(p, 1005);
        _uncross();
        // now the last price is 1005, below the next range
        _openAuction();
        _put(alice, BID, 1030, 10);
        _put(bob, ASK, 1020, 10);
        (p, ) = _price();
        assertEq(p, 1020);
    }

    function test_without_a_last_price_the_static_reference_counts_then_the_middle_rounded_down() public {
        _openAuction();
        _put(alice, BID, 1005, 10);
        _put(bob, ASK, 1000, 10);
        (uint16 p, ) = _price();
        assertEq(p, 1002);
        _setStatic(1004);
        (p, ) = _price();
        assertEq(p, 1004);
    }

    function test_the_side_with_too_much_sets_the_price() public {
        _openAuction();
        _put(alice, BID, 1005, 10);
        _put(bob, ASK, 1000, 4);
        (uint16 p, uint64 lots) = _price();
        assertEq(p, 1005);
        assertEq(lots, 4);
        _put(bob, ASK, 1001, 20);
        (p, lots) = _price();
        assertEq(p, 1001);
        assertEq(lots, 10);
    }

    function test_what_would_trade_next_bounds_the_price() public {
        _setTape(1);
        _openAuction();
        _put(alice, BID, 1010, 5);
        _put(bob, ASK, 1000, 5);
        _put(carol, BID, 1004, 5);
        (uint16 p, ) = _price();
        // at 1000 to 1003 carol, who would pay more, would go without
        assertEq(p, 1004);
    }

    function test_nothing_that_crosses_has_no_price_and_trading_goes_on_at_once() public {
        _openAuction();
        (uint16 p, uint64 lots) = _price();
        assertEq(p, 0);
        assertEq(lots, 0);
        _put(alice, BID, 1000, 5);
        _put(bob, ASK, 1001, 5);
        (p, ) = _price();
        assertEq(p, 0);
        assertEq(_uncross(), 0);
        _assertPhase(CONTINUOUS);
        assertEq(exchange.tape(MARKET).lastTicks, 0);
        assertEq(exchange.marketRules(MARKET).staticTicks, 0);
    }

    function test_the_ends_of_the_price_range() public {
        _openAuction();
        _put(alice, BID, 65_535, 3);
        _put(bob, ASK, 1, 3);
        (uint16 p, uint64 lots) = _price();
        assertEq(p, 32_768);
        assertEq(lots, 3);
        _put(alice, BID, 65_535, 1);
        (p, ) = _price();
        assertEq(p, 65_535);
        _put(bob, ASK, 1, 3);
        (p, ) = _price();
        assertEq(p, 1);
        _uncross();
        _assertConserved();
    }

    /// @dev 1,100 crossed levels: more than one price looks at.
    function test_D1_a_book_crossed_over_more_levels_than_one_price_reads_is_uncrossed_in_parts() public {
        _openAuction();
        IExchange.OrderRequest[] memory qs = new IExchange.OrderRequest[](50);
        for (uint16 i = 0; i < 1100; ++i) {
            bool isBid = i % 2 == 0;
            // bids from 3000 down, asks from 1000 up
            qs[i % 50] = _gtc(isBid ? BID : ASK, isBid ? 3000 - i / 2 : 1000 + i / 2, 1);
            if (i % 50 == 49) {
                for (uint256 side = 0; side < 2; ++side) _placeSide(qs, side == 0 ? BID : ASK);
            }
        }
        uint256 gasBefore = gasleft();
        (uint16 p, uint64 lots) = _price();
        assertLt(gasBefore - gasleft(), 5_000_000, "a bounded search");
        assertEq(lots, 512, "the best 1,024 levels");
        assertGe(p, 1000 + 511);
        assertLe(p, 3000 - 511);
        _uncross();
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(bid, 0);
        assertEq(ask, 0);
        assertEq(exchange.tape(MARKET).volumeLots, 550);
        _assertConserved();
    }

    function _placeSide(IExchange.OrderRequest[] memory qs, IExchange.Side side) private {
        IExchange.OrderRequest[] memory part = new IExchange.OrderRequest[](25);
        uint256 length;
        for (uint256 i = 0; i < qs.length; ++i) {
            if (qs[i].side == side) part[length++] = qs[i];
        }
        vm.prank(side == BID ? alice : bob);
        IExchange.PlaceResult[] memory r = exchange.placeBatch(part);
        for (uint256 i = 0; i < r.length; ++i) {
            OrderId id = r[i].orderId;
            placed.push(id);
        }
    }
}
