// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";

/// @notice Carrying out an auction: who trades, what each pays, and what can never stop it.
contract AuctionTest is AuctionFixture {
    // ------------------------------------------------------------------------------------------- settlement

    function test_both_pay_the_maker_fee_on_the_auctions_price_and_the_bid_gets_the_difference_back() public {
        _setTape(1002);
        uint256 moneyA = _money(alice);
        uint256 moneyB = _money(bob);
        uint256 fees = exchange.collectedFees(MARKET);
        _openAuction();
        _put(alice, BID, 1007, 10);
        _put(bob, ASK, 999, 10);
        assertEq(_uncross(), 1);
        uint256 n = _notional(1002, 10);
        assertEq(_money(alice), moneyA - n - _feeUp(n, MAKER_FEE));
        assertEq(_money(bob), moneyB + n - _feeUp(n, MAKER_FEE));
        assertEq(exchange.collectedFees(MARKET), fees + 2 * _feeUp(n, MAKER_FEE));
        assertEq(_units(alice), UNITS - LOT + 10 * LOT);
        assertEq(_units(bob), UNITS + LOT - 10 * LOT);
        _assertConserved();
    }

    function test_what_is_left_of_an_order_rests_with_exactly_its_escrow() public {
        _setTape(1000);
        uint256 before = _money(alice);
        _openAuction();
        OrderId id = _put(alice, BID, 1000, 10);
        _put(bob, ASK, 1000, 3);
        _uncross();
        assertEq(_lots(id), 7);
        _cancel(alice, id);
        uint256 whole = _feeUp(_notional(1000, 10), MAKER_FEE);
        uint256 back = _feeUp(_notional(1000, 7), MAKER_FEE);
        assertEq(_money(alice), before - _notional(1000, 3) - (whole - back));
        _assertConserved();
    }

    function test_the_tape_the_average_and_the_static_reference_follow_the_price() public {
        _setTape(1000);
        vm.warp(block.timestamp + 1000);
        _openAuction();
        _put(alice, BID, 1200, 10);
        _put(bob, ASK, 1100, 10);
        _uncross();
        IExchange.Tape memory t = exchange.tape(MARKET);
        assertEq(t.lastTicks, 1100);
        assertEq(t.averageTicks, 1100, "a whole auction agreed on it");
        assertEq(t.volumeLots, 11);
        assertEq(exchange.marketRules(MARKET).staticTicks, 1100);
        _assertPhase(CONTINUOUS);
    }

    function test_fees_that_do_not_fit_the_tape_are_kept_beside_it() public {
        // 2^96 base units of fees: a market whose ticks are worth a fortune
        uint32 m = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, 1, 1e18, 1, 20_000, 20_000, IExchange.MarketPhase.OPENING),
            _rules()
        );
        uint256 money = 65_535e18 * 1e8;
        deal(address(quote), alice, money * 2);
        vm.prank(alice);
        exchange.deposit(QUOTE, money * 2);
        IExchange.OrderRequest memory q = _gtc(BID, 65_535, 1e8);
        q.marketId = m;
        _place(alice, q);
        q.side = ASK;
        _place(bob, q);
        vm.warp(block.timestamp + 300);
        exchange.uncross(m, 1);
        assertEq(exchange.collectedFees(m), 2 * _feeUp(money, 20_000));
        assertGt(exchange.collectedFees(m), type(uint96).max);
    }

    // ------------------------------------------------------------------------------------------- what may not trade

    function test_expired_orders_are_removed_and_refunded_and_others_trade() public {
        _openAuction();
        IExchange.OrderRequest memory q = _gtc(BID, 1010, 5);
        q.expiry = uint32(block.timestamp + 1);
        OrderId dead = _put(carol, q);
        OrderId bid = _put(alice, BID, 1010, 5);
        OrderId ask = _put(bob, ASK, 1000, 5);
        _uncross();
        assertFalse(_live(dead));
        assertFalse(_live(bid));
        assertFalse(_live(ask));
        assertEq(_money(carol), FUNDS);
        assertEq(_units(alice), UNITS + 5 * LOT);
        _assertConserved();
    }

    function test_H4_frozen_owners_on_either_side_are_removed_and_refunded() public {
        _openAuction();
        _put(carol, BID, 1010, 5);
        _put(carol, ASK, 990, 5);
        _put(alice, BID, 1010, 5);
        _put(bob, ASK, 1000, 5);
        gate.freeze(carol);
        _uncross();
        assertEq(_money(carol), FUNDS);
        assertEq(_units(carol), UNITS);
        assertEq(_units(alice), UNITS + 5 * LOT);
        _assertPhase(CONTINUOUS);
        _assertConserved();
    }

    function test_D2_only_dead_orders_on_one_side_end_the_auction_without_a_trade() public {
        _openAuction();
        for (uint256 i = 0; i < 3; ++i) _put(carol, BID, 1010, 5);
        OrderId ask = _put(bob, ASK, 1000, 5);
        gate.freeze(carol);
        assertEq(_uncross(), 3);
        assertEq(_lots(ask), 5);
        assertEq(exchange.tape(MARKET).lastTicks, 0);
        assertEq(exchange.marketRules(MARKET).staticTicks, 0, "no trade, no reference");
        _assertConserved();
    }

    function test_the_smaller_of_two_orders_of_one_account_is_taken_off_both() public {
        _openAuction();
        OrderId bid = _put(alice, BID, 1010, 8);
        OrderId ask = _put(alice, ASK, 1000, 5);
        _put(bob, ASK, 1000, 2);
        _uncross();
        assertFalse(_live(ask));
        assertEq(_lots(bid), 1, "5 taken off, 2 traded");
        assertEq(_units(alice), UNITS + 2 * LOT);
        assertEq(exchange.tape(MARKET).volumeLots, 2);
        _assertConserved();
    }

    function test_one_account_alone_on_both_sides_trades_nothing() public {
        _openAuction();
        for (uint256 i = 0; i < 4; ++i) {
            _put(alice, BID, 1010, 3);
            _put(alice, ASK, 1000, 4);
        }
        _uncross();
        assertEq(exchange.tape(MARKET).lastTicks, 0);
        assertEq(exchange.collectedFees(MARKET), 0);
        assertEq(_levelLots(ASK, 1000), 4);
        _assertConserved();
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    /// @dev The expired bid set the price; without it what is left crosses at others only.
    function test_a_book_that_crosses_beyond_its_price_is_priced_anew() public {
        _setTape(1100);
        _openAuction();
        IExchange.OrderRequest memory q = _gtc(BID, 1050, 10);
        q.expiry = uint32(block.timestamp + 1);
        _put(carol, q);
        _put(alice, BID, 980, 10);
        _put(bob, ASK, 970, 10);
        _auctionOver();
        (uint16 p, ) = exchange.auctionPrice(MARKET);
        assertEq(p, 1050);
        exchange.uncross(MARKET, 150);
        _assertPhase(UNCROSSING);
        (p, ) = exchange.auctionPrice(MARKET);
        assertEq(p, 980, "found again");
        exchange.uncross(MARKET, 150);
        _assertPhase(CONTINUOUS);
        assertEq(exchange.tape(MARKET).lastTicks, 980);
        _assertConserved();
    }

    // ------------------------------------------------------------------------------------------- icebergs

    function test_B6_an_iceberg_refreshes_at_the_tail_within_an_auction() public {
        _openAuction();
        OrderId berg = _put(alice, _iceberg(BID, 1000, 10, 4));
        OrderId second = _put(carol, BID, 1000, 5);
        _put(bob, ASK, 1000, 6);
        _uncross();
        // 4 shown, then carol's 2: what alice hid stands behind her
        assertEq(_lots(second), 3);
        assertEq(_lots(berg), 4);
        assertEq(_units(alice), UNITS + 4 * LOT);
        assertEq(_units(carol), UNITS + 2 * LOT);
        _assertConserved();
    }

    function test_B6_what_an_iceberg_hides_trades_beyond_what_was_counted() public {
        _openAuction();
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 100, 3));
        _put(bob, BID, 1000, 50);
        (, uint64 counted) = exchange.auctionPrice(MARKET);
        assertEq(counted, 3);
        _uncross();
        assertEq(_units(bob), UNITS + 50 * LOT);
        assertEq(_lots(berg), 1);
        assertEq(_levelLots(ASK, 1000), 1);
        _assertConserved();
    }

    function test_hidden_lots_that_cross_at_another_price_only_are_priced_anew() public {
        _setTape(1);
        _openAuction();
        _put(alice, _iceberg(BID, 1050, 30, 10));
        _put(bob, ASK, 1000, 10);
        _put(carol, ASK, 1030, 50);
        _auctionOver();
        exchange.uncross(MARKET, 150);
        assertEq(exchange.tape(MARKET).lastTicks, 1000);
        _assertPhase(UNCROSSING);
        _uncrossBy(150);
        assertEq(exchange.tape(MARKET).lastTicks, 1030);
        assertEq(_levelLots(ASK, 1030), 30);
        _assertConserved();
    }

    function test_the_dead_iceberg_leaves_with_all_of_it() public {
        _openAuction();
        OrderId berg = _put(carol, _iceberg(BID, 1000, 100, 3));
        _put(bob, ASK, 1000, 5);
        gate.freeze(carol);
        _uncross();
        assertFalse(_live(berg));
        assertEq(_money(carol), FUNDS);
        _assertConserved();
    }

    // ------------------------------------------------------------------------------------------- steps

    function test_one_step_a_call_comes_to_the_end_and_counts() public {
        _openAuction();
        for (uint256 i = 0; i < 5; ++i) _cross(1000, 2);
        _auctionOver();
        for (uint256 i = 0; i < 4; ++i) {
            assertEq(exchange.uncross(MARKET, 1), 1);
            _assertPhase(UNCROSSING);
            (uint16 p, uint64 left) = exchange.auctionPrice(MARKET);
            assertEq(p, 1000);
            assertEq(left, 8 - 2 * i);
        }
        assertEq(exchange.uncross(MARKET, 1), 1);
        _assertPhase(CONTINUOUS);
        _assertConserved();
    }

    function test_an_unreasonable_number_of_steps_is_refused() public {
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        exchange.uncross(MARKET, 0);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MaxFillsAboveCap.selector, 151, 150));
        exchange.uncross(MARKET, 151);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 9, 1));
        exchange.uncross(9, 1);
    }

    function test_a_level_in_overflow_is_worked_in_time_order() public {
        _openAuction();
        for (uint256 i = 0; i < 160; ++i) _put(i % 2 == 0 ? alice : carol, BID, 1000, 1);
        _put(bob, ASK, 1000, 157);
        _uncross();
        for (uint256 i = 0; i < 160; ++i) assertEq(_live(placed[i]), i >= 157);
        _assertConserved();
    }

    function test_G2_two_keepers_race_and_the_later_one_changes_nothing() public {
        _openAuction();
        _cross(1000, 2);
        _auctionOver();
        exchange.uncross(MARKET, 10);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_BadMarketPhase.selector, MARKET, CONTINUOUS, UNCROSSING)
        );
        exchange.uncross(MARKET, 10);
    }

    function test_cancel_works_between_two_steps_and_the_auction_still_ends() public {
        _openAuction();
        for (uint256 i = 0; i < 3; ++i) _cross(1000, 2);
        _auctionOver();
        exchange.uncross(MARKET, 1);
        for (uint256 i = 0; i < placed.length; ++i) {
            if (_live(placed[i])) _cancel(exchange.order(placed[i]).owner, placed[i]);
        }
        assertEq(exchange.uncross(MARKET, 1), 0);
        _assertPhase(CONTINUOUS);
        _assertConserved();
    }

    /// @dev What is being carried out counts on the sizes it was computed from; a cancel takes an order out as a whole.
    function test_B5_no_order_is_amended_while_an_auction_is_carried_out() public {
        _openAuction();
        OrderId id = _put(alice, BID, 990, 5);
        _cross(1000, 3);
        _cross(1000, 3);
        _auctionOver();
        exchange.uncross(MARKET, 1);
        _assertPhase(UNCROSSING);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MarketNotOpen.selector, MARKET, UNCROSSING));
        exchange.amend(id, 2);
        assertEq(exchange.cancel(id), 5);
        vm.stopPrank();
        _uncrossBy(10);
    }

    function test_an_auction_that_was_closed_halfway_is_priced_afresh_when_it_reopens() public {
        _openAuction();
        for (uint256 i = 0; i < 2; ++i) _cross(1000, 2);
        _auctionOver();
        exchange.uncross(MARKET, 1);
        exchange.closeMarket(MARKET);
        exchange.openMarket(MARKET);
        _put(carol, ASK, 900, 2);
        (uint16 p, uint64 lots) = exchange.auctionPrice(MARKET);
        assertEq(p, 1000);
        assertEq(lots, 2);
        _uncross();
        assertEq(_units(carol), UNITS - 2 * LOT, "the better ask came first");
        assertEq(_levelLots(ASK, 1000), 2);
        _assertConserved();
    }

    function test_the_queue_waits_while_an_auction_is_uncrossed_and_goes_on_afterwards() public {
        OrderId waiting = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 1000, 1);
        placed.push(waiting);
        _bringTo(UNCROSSING);
        assertEq(exchange.crank(MARKET, 10), 0);
        assertTrue(_live(waiting));
        _uncrossBy(1);
        assertEq(exchange.crank(MARKET, 10), 1);
        assertEq(_levelLots(BID, 1000), 1);
    }
}
