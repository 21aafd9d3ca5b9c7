// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../contracts/interfaces/IExchangeMarkets.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";
import { SettableLabels } from "./SettableLabels.sol";

/// @notice A market that asks for labels fills nothing while its batch lacks one, and holds nobody's funds for it.
contract MarketLabelsTest is AuctionFixture {
    uint128 private constant WANTED = (1 << 3) | (1 << 121);
    uint256 private constant FOREVER = type(uint256).max;

    SettableLabels private labels;

    function setUp() public override {
        super.setUp();
        labels = new SettableLabels();
        exchange.setLabels(address(labels));
        labels.set(BATCH, WANTED, FOREVER);
        exchange.setMarketLabels(MARKET, WANTED);
    }

    function _lose(uint128 missing) private {
        labels.set(BATCH, WANTED & ~missing, FOREVER);
    }

    function _missing(uint128 missing) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IExchange.Exchange_LabelsMissing.selector, MARKET, missing);
    }

    function _later() private {
        vm.warp(vm.getBlockTimestamp() + 60);
        vm.roll(vm.getBlockNumber() + 1);
    }

    // ------------------------------------------------------------------------------------------- the rule

    function test_a_batch_with_its_labels_trades() public {
        _rest(alice, ASK, 1000, 5);
        assertEq(_place(bob, _gtc(BID, 1000, 3)).filledLots, 3);
        (uint128 required, uint128 missing) = exchange.marketLabels(MARKET);
        assertEq(required, WANTED);
        assertEq(missing, 0);
    }

    function test_a_market_that_asks_for_nothing_asks_nobody() public {
        exchange.setMarketLabels(MARKET, 0);
        exchange.setLabels(stranger);
        _rest(alice, ASK, 1000, 5);
        assertEq(_place(bob, _gtc(BID, 1000, 5)).filledLots, 5);
    }

    function test_what_crosses_is_refused_with_the_missing_labels() public {
        _rest(alice, ASK, 1000, 5);
        _lose(1 << 121);
        for (uint8 kind = 0; kind < 3; ++kind) {
            IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType(kind), 1000, 3);
            vm.prank(bob);
            vm.expectRevert(_missing(1 << 121));
            exchange.place(q);
        }
        assertEq(_levelLots(ASK, 1000), 5);
        (, uint128 missing) = exchange.marketLabels(MARKET);
        assertEq(missing, 1 << 121);
    }

    function test_a_label_is_asked_for_in_the_second_of_the_fill() public {
        uint256 end = vm.getBlockTimestamp() + 100;
        labels.set(BATCH, WANTED, end);
        _rest(alice, ASK, 1000, 5);
        vm.warp(end - 1);
        assertEq(_place(bob, _gtc(BID, 1000, 1)).filledLots, 1);
        vm.warp(end);
        vm.prank(bob);
        vm.expectRevert(_missing(WANTED));
        exchange.place(_gtc(BID, 1000, 1));
    }

    function test_without_anyone_to_ask_no_batch_has_a_label() public {
        _rest(alice, ASK, 1000, 5);
        exchange.setLabels(address(0));
        vm.prank(bob);
        vm.expectRevert(_missing(WANTED));
        exchange.place(_gtc(BID, 1000, 1));
    }

    function test_orders_that_do_not_cross_rest_and_everything_may_leave() public {
        OrderId ask = _rest(alice, ASK, 1000, 5);
        _lose(WANTED);
        OrderId bid = _rest(bob, BID, 999, 5);
        OrderId waiting = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 1000, 2);
        assertEq(_cancel(alice, ask), 5);
        assertEq(_cancel(bob, bid), 5);
        assertEq(_cancel(carol, waiting), 2);
        assertEq(_money(carol), FUNDS);
        vm.prank(alice);
        exchange.withdraw(BASE, UNITS, alice);
        assertEq(credits.balanceOf(alice, BATCH), UNITS);
    }

    // ------------------------------------------------------------------------------------------- what waits

    function test_the_queue_waits_in_its_order_and_goes_on() public {
        _rest(alice, ASK, 1000, 5);
        OrderId first = _defer(bob, BID, IExchange.OrderType.LIMIT_GTC, 1000, 2);
        OrderId second = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 1000, 2);
        _lose(1 << 3);
        assertFalse(exchange.dueWork(MARKET).crank);
        vm.recordLogs();
        assertEq(exchange.crank(MARKET, 100), 0);
        assertEq(vm.getRecordedLogs().length, 0);
        assertTrue(_live(first) && _live(second));
        labels.set(BATCH, WANTED, FOREVER);
        assertTrue(exchange.dueWork(MARKET).crank);
        assertEq(exchange.crank(MARKET, 100), 4);
        assertEq(_levelLots(ASK, 1000), 1);
        assertFalse(_live(first) || _live(second));
    }

    function test_a_dead_head_is_finished_all_the_same() public {
        _rest(alice, ASK, 1000, 5);
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 2);
        (q.maxFills, q.expiry) = (0, uint32(vm.getBlockTimestamp() + 10));
        _place(bob, q);
        _lose(WANTED);
        vm.warp(q.expiry);
        assertEq(exchange.crank(MARKET, 100), 1);
        assertEq(_money(bob), FUNDS);
    }

    function test_a_delisted_market_returns_everything() public {
        _rest(alice, ASK, 1000, 5);
        _defer(bob, BID, IExchange.OrderType.LIMIT_GTC, 1000, 2);
        _lose(WANTED);
        exchange.delistMarket(MARKET);
        assertTrue(exchange.dueWork(MARKET).crank);
        exchange.crank(MARKET, 100);
        assertEq(_money(bob), FUNDS);
    }

    function test_a_slice_waits() public {
        IExchangeParents.ParentRequest memory q;
        (q.marketId, q.side, q.lots, q.limitTicks) = (MARKET, BID, 10, 1000);
        (q.interval, q.slices) = (60, 10);
        vm.prank(carol);
        OrderId id = exchange.placeParent(q);
        _rest(alice, ASK, 1000, 50);
        _ioc(bob, BID, 1000, 1);
        _later();
        _lose(1 << 3);
        vm.expectRevert(_missing(1 << 3));
        exchange.executeSlice(id, 100);
        labels.set(BATCH, WANTED, FOREVER);
        (uint40 filled, ) = exchange.executeSlice(id, 100);
        assertGt(filled, 0);
    }

    function test_an_auction_waits_and_then_trades() public {
        _openAuction();
        _cross(1000, 4);
        _auctionOver();
        _lose(1 << 121);
        assertFalse(exchange.dueWork(MARKET).uncross);
        vm.expectRevert(_missing(1 << 121));
        exchange.uncross(MARKET, 100);
        _assertPhase(AUCTION);
        labels.set(BATCH, WANTED, FOREVER);
        assertTrue(exchange.dueWork(MARKET).uncross);
        _uncrossBy(100);
        assertEq(exchange.tape(MARKET).lastTicks, 1000);
    }

    function test_an_uncrossing_under_way_waits_as_well() public {
        _bringTo(UNCROSSING);
        _lose(WANTED);
        assertFalse(exchange.dueWork(MARKET).uncross);
        vm.expectRevert(_missing(WANTED));
        exchange.uncross(MARKET, 100);
        labels.set(BATCH, WANTED, FOREVER);
        assertTrue(exchange.dueWork(MARKET).uncross);
        _uncrossBy(100);
        _assertConserved();
    }

    // ------------------------------------------------------------------------------------------- setting it

    function test_tiers_phases_and_fees_leave_the_rule_standing() public {
        IExchange.FeeTier[] memory tiers = new IExchange.FeeTier[](1);
        tiers[0] = IExchangeMarkets.FeeTier(100, 10, 0);
        exchange.setFeeTiers(MARKET, tiers);
        exchange.setMarketFees(MARKET, 500, 2000);
        exchange.haltMarket(MARKET);
        _lose(WANTED);
        (uint128 required, uint128 missing) = exchange.marketLabels(MARKET);
        assertEq(required, WANTED);
        assertEq(missing, WANTED);
        exchange.setMarketLabels(MARKET, 0);
        (required, missing) = exchange.marketLabels(MARKET);
        assertEq(required + missing, 0);
        assertEq(exchange.feeTiers(MARKET).length, 1);
        assertEq(exchange.market(MARKET).takerFeePips, 2000);
    }

    function test_only_the_admin_sets_it_and_only_for_a_batch() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        exchange.setMarketLabels(MARKET, 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 9, 1));
        exchange.setMarketLabels(9, 1);
        vm.expectEmit(address(exchange));
        emit IExchangeMarkets.MarketLabelsSet(MARKET, 5);
        exchange.setMarketLabels(MARKET, 5);
    }
}
