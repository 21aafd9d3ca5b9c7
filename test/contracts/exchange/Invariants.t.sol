// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { OpenCredits } from "./OpenCredits.sol";
import { FullDay } from "./FullDay.sol";
import { PlannedInvariants } from "./PlannedInvariants.sol";

/// @notice Stands in this file because Hardhat fuzzes only contracts of the files that it was given.
contract Handler is FullDay {
    constructor(
        DeployedExchange exchange_,
        IComplianceGate gate_,
        TestQuoteToken quote_,
        OpenCredits credits_,
        uint256 batch,
        address admin,
        address[] memory traders_
    ) FullDay(exchange_, gate_, quote_, credits_, batch, admin, traders_) {}
}

/// @notice What holds after any sequence of calls.
contract InvariantsTest is PlannedInvariants {
    function setUp() public override {
        super.setUp();
        address[] memory traders = new address[](4);
        traders[0] = alice;
        traders[1] = bob;
        traders[2] = carol;
        traders[3] = makeAddr("dave");
        _join(traders[3]);
        handler = new Handler(exchange, gate, quote, credits, BATCH, address(this), traders);
        first = handler.FIRST_TICK();
        last = handler.LAST_TICK();
        targetContract(address(handler));
    }

    function invariant_A9_quote_held_covers_balances_escrow_and_fees() public view {
        (uint256 money, ) = _escrow();
        assertGe(quote.balanceOf(address(exchange)), _free(QUOTE) + money + exchange.collectedFees(MARKET));
    }

    function invariant_A9_credits_held_equal_balances_and_escrow() public view {
        (, uint256 units) = _escrow();
        assertEq(credits.balanceOf(address(exchange), BATCH), _free(BASE) + units);
    }

    function invariant_quote_is_neither_made_nor_lost() public view {
        (uint256 money, ) = _escrow();
        uint256 outside = quote.balanceOf(address(this));
        for (uint256 i = 0; i < handler.traderCount(); ++i) {
            outside += quote.balanceOf(handler.traders(i));
        }
        uint256 inside = _free(QUOTE) + money + exchange.collectedFees(MARKET);
        // what is missing from the supply is exactly what was given to the contract for nothing
        uint256 donated = quote.balanceOf(address(exchange)) - inside;
        assertEq(quote.totalSupply(), outside + inside + donated);
        assertEq(donated, handler.donated());
    }

    function invariant_B4_level_totals_equal_the_sum_of_their_orders() public view {
        for (uint256 side = 0; side < 2; ++side) {
            IExchange.Side s = side == 0 ? BID : ASK;
            for (uint16 ticks = first; ticks <= last; ++ticks) {
                (, IExchange.OrderView[] memory orders) = exchange.ordersAt(MARKET, s, ticks, 500);
                uint256 sum;
                for (uint256 i = 0; i < orders.length; ++i) {
                    assertGt(orders[i].lots, 0);
                    assertTrue(orders[i].live);
                    sum += orders[i].lots;
                }
                // `depth` finds a level by its bit, so this also says: the bit is set if and only if lots live
                assertEq(_levelLots(s, ticks), sum);
            }
        }
    }

    function invariant_B3_no_level_without_lots_is_in_the_bitmap() public view {
        for (uint256 side = 0; side < 2; ++side) {
            IExchange.LevelView[] memory levels = exchange.depth(MARKET, side == 0 ? BID : ASK, 0, 100);
            for (uint256 i = 0; i < levels.length; ++i) {
                assertGt(levels[i].lots, 0);
                if (i == 0) continue;
                if (side == 0) assertLt(levels[i].priceTicks, levels[i - 1].priceTicks);
                else assertGt(levels[i].priceTicks, levels[i - 1].priceTicks);
            }
        }
    }

    /// @dev Only an auction's book may be crossed, and what was halted or closed out of one.
    function invariant_B4_the_book_is_uncrossed_while_it_trades() public view {
        if (exchange.market(MARKET).phase != IExchange.MarketPhase.CONTINUOUS) return;
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        if (bid != 0 && ask != 0) assertLt(bid, ask);
    }

    function invariant_the_best_is_the_first_level() public view {
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        IExchange.LevelView[] memory levels = exchange.depth(MARKET, BID, 0, 1);
        assertEq(bid, levels.length == 0 ? 0 : levels[0].priceTicks);
        levels = exchange.depth(MARKET, ASK, 0, 1);
        assertEq(ask, levels.length == 0 ? 0 : levels[0].priceTicks);
    }

    function invariant_B2_ids_only_rise_and_are_never_reused() public view {
        assertEq(handler.reusedIds(), 0);
    }

    function invariant_orders_of_a_level_stand_in_time_order() public view {
        for (uint256 side = 0; side < 2; ++side) {
            for (uint16 ticks = first; ticks <= last; ++ticks) {
                (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, side == 0 ? BID : ASK, ticks, 500);
                for (uint256 i = 1; i < ids.length; ++i) {
                    assertLt(ids[i - 1].sequence(), ids[i].sequence());
                }
            }
        }
    }

    function invariant_cancels_refund_exactly() public view {
        assertEq(handler.wrongRefunds(), 0);
    }

    function invariant_expired_and_frozen_never_trade() public view {
        assertEq(handler.tradedExpired(), 0);
        assertEq(handler.tradedFrozen(), 0);
    }

    function invariant_every_fill_names_an_order_that_was_placed() public view {
        assertEq(handler.unknownFills(), 0);
    }

    function invariant_no_price_is_worse_than_a_limit() public view {
        assertEq(handler.worseThanLimit(), 0);
        assertEq(handler.beyondLimit(), 0);
    }

    function invariant_taker_fees_are_what_is_published() public view {
        assertEq(handler.overcharged(), 0);
    }

    function invariant_no_fill_is_outside_of_its_band() public view {
        assertEq(handler.outOfBand(), 0);
    }

    function invariant_an_auction_buys_what_it_sells() public view {
        assertEq(handler.unbalancedAuctions(), 0);
    }

    function invariant_pruning_changes_nobodys_value() public view {
        assertEq(handler.prunedValue(), 0);
    }

    /// @dev The handler sends every keeper's call.
    function invariant_a_keeper_gains_nothing() public view {
        assertEq(exchange.balanceOf(address(handler), QUOTE), 0);
        assertEq(exchange.balanceOf(address(handler), BASE), 0);
        assertEq(quote.balanceOf(address(handler)), 0);
        assertEq(credits.balanceOf(address(handler), BATCH), 0);
    }

    function invariant_every_live_order_has_an_owner_and_was_announced() public view {
        for (uint256 side = 0; side < 2; ++side) {
            for (uint16 ticks = first; ticks <= last; ++ticks) {
                (OrderId[] memory ids, IExchange.OrderView[] memory orders) = exchange.ordersAt(
                    MARKET,
                    side == 0 ? BID : ASK,
                    ticks,
                    500
                );
                for (uint256 i = 0; i < ids.length; ++i) {
                    (address owner, uint32 expiry) = handler.known(OrderId.unwrap(ids[i]));
                    assertTrue(owner != address(0));
                    assertEq(orders[i].owner, owner);
                    assertEq(orders[i].expiry, expiry);
                }
            }
        }
    }

    function invariant_nothing_of_an_iceberg_is_hidden_unless_a_part_shows() public view {
        for (uint256 i = 0; i < handler.idCount(); ++i) {
            OrderId part = handler.ids(i);
            OrderId berg = handler.icebergOf(OrderId.unwrap(part));
            if (OrderId.unwrap(berg) == 0) continue;
            (uint256 hidden, uint256 peak) = handler.icebergs(OrderId.unwrap(berg));
            IExchange.OrderView memory v = exchange.order(berg);
            if (hidden != 0) assertTrue(v.live);
            if (v.live) assertLe(v.lots, peak);
        }
    }

    function invariant_auctions_and_halts_have_an_end_and_nothing_else() public view {
        (, uint40 endsAt) = exchange.marketPhase(MARKET);
        IExchange.MarketPhase phase = exchange.market(MARKET).phase;
        bool ends = phase == IExchange.MarketPhase.AUCTION || phase == IExchange.MarketPhase.HALTED;
        assertEq(endsAt != 0, ends);
        if (ends) assertLe(endsAt, block.timestamp + 1 days);
    }

    function invariant_last_and_average_price_are_prices_that_traded() public view {
        IExchange.Tape memory t = exchange.tape(MARKET);
        assertEq(t.lastTicks == 0, t.volumeLots == 0);
        if (t.lastTicks == 0) return;
        assertGe(t.lastTicks, first);
        assertLe(t.lastTicks, last);
        assertGe(t.averageTicks, first);
        assertLe(t.averageTicks, last);
    }

    function invariant_C1_an_operator_never_holds_anything() public view {
        assertEq(exchange.balanceOf(handler.operator(), QUOTE), 0);
        assertEq(exchange.balanceOf(handler.operator(), BASE), 0);
    }

    function invariant_what_a_simulation_promises_is_what_the_order_gets() public view {
        assertEq(handler.quoteDiffers(), 0);
    }

    function invariant_A6_nobody_pays_more_than_the_market_asks_nor_is_promised_more_than_takers_pay() public view {
        IExchange.Market memory m = exchange.market(MARKET);
        for (uint256 i = 0; i < handler.traderCount(); ++i) {
            (uint16 taker, int16 maker, ) = exchange.feesOf(handler.traders(i), MARKET);
            assertLe(taker, m.takerFeePips);
            assertLe(maker, m.makerFeePips);
        }
        assertLe(m.takerFeePips, 20_000);
        assertGe(int256(m.makerFeePips) + int256(uint256(m.takerFeePips)), 0);
    }

    /// @dev Whatever state a run ends in, everybody can leave with everything.
    function afterInvariant() public {
        for (uint256 i = 0; i < handler.traderCount(); ++i) {
            gate.setFrozen(handler.traders(i), false);
        }
        exchange.delistMarket(MARKET);
        while (exchange.fireStops(MARKET, 150) > 0) continue;
        for (uint256 i = 0; i < handler.parentCount(); ++i) {
            if (exchange.parent(handler.parents(i)).live) exchange.executeSlice(handler.parents(i), 1);
        }
        (uint32 head, uint32 tail) = exchange.queue(MARKET);
        for (uint256 i = 0; head != tail && i < 100; ++i) {
            exchange.crank(MARKET, 150);
            (head, tail) = exchange.queue(MARKET);
        }
        assertEq(head, tail, "the queue gives everything back");
        for (uint256 i = 0; i < handler.idCount(); ++i) {
            OrderId id = handler.ids(i);
            if (_live(id)) _cancel(exchange.order(id).owner, id);
        }
        for (uint256 i = 0; i < handler.traderCount(); ++i) {
            address trader = handler.traders(i);
            uint256 money = _money(trader);
            uint256 units = _units(trader);
            vm.startPrank(trader);
            if (money > 0) exchange.withdraw(QUOTE, money, trader);
            if (units > 0) exchange.withdraw(BASE, units, trader);
            vm.stopPrank();
        }
        assertEq(credits.balanceOf(address(exchange), BATCH), 0);
        assertEq(quote.balanceOf(address(exchange)), exchange.collectedFees(MARKET) + handler.donated());
    }

    /// @dev One random call, most of them ordinary orders.
    function _step(uint256 d) private {
        uint256 action = d % 32;
        uint256 dice = uint256(keccak256(abi.encode(d)));
        if (action < 11) handler.place(d >> 8, uint16(d >> 16), uint40(d >> 32), dice);
        else if (action == 11) handler.cancel(d >> 8);
        else if (action < 14) handler.crank(uint16(d >> 8));
        else if (action == 14) handler.prune(d >> 8);
        else if (action == 15) handler.advance(uint16(d >> 8));
        else if (action < 18) handler.disturb(d >> 8, uint8(d >> 16), uint16(d >> 24), uint16(d >> 40));
        else if (action == 18) handler.moveFunds(d >> 8, uint8(d >> 16), uint128(d >> 24));
        else if (action < 21) handler.wait(d >> 8, dice);
        else if (action == 21) handler.cancelConditional(d >> 8);
        else if (action < 24) handler.keepWaiting(dice);
        else if (action == 24) handler.plan(d >> 8, dice);
        else if (action < 28) handler.slice(d >> 8, dice);
        else if (action == 28 && d % 5 == 0) handler.cancelParent(d >> 8);
        else if (action == 29) handler.amend(d >> 8, uint40(d >> 32));
        else if (action == 30) handler.operate(d >> 8, uint16(d >> 16), uint40(d >> 32), dice);
        else if (d % 3 == 0) handler.arrange(d >> 8, dice);
        else handler.simulateAndPlace(d >> 8, uint16(d >> 16), uint40(d >> 32), dice);
    }

    /// @dev The handler's own reach: in a long mixed life every kind of call has done its work.
    function test_the_handler_really_trades() public {
        for (uint256 i = 0; i < 2500; ++i) _step(uint256(keccak256(abi.encode("life", i))));
        string[27] memory names = [
            "place",
            "fill",
            "removal",
            "cancel",
            "crank",
            "prune",
            "refresh",
            "breach",
            "uncross",
            "auctionFill",
            "deposit",
            "withdraw",
            "wait",
            "cancelConditional",
            "trail",
            "fire",
            "fired",
            "pruneConditionals",
            "plan",
            "sliceTraded",
            "parentEnded",
            "cancelParent",
            "amend",
            "placeBy",
            "placeEach",
            "simulated",
            "tiers"
        ];
        for (uint256 i = 0; i < names.length; ++i) assertGt(handler.calls(names[i]), 0, names[i]);
        invariant_A9_quote_held_covers_balances_escrow_and_fees();
        invariant_A9_credits_held_equal_balances_and_escrow();
        invariant_quote_is_neither_made_nor_lost();
        invariant_B4_level_totals_equal_the_sum_of_their_orders();
        invariant_expired_and_frozen_never_trade();
        invariant_no_fill_is_outside_of_its_band();
        invariant_an_auction_buys_what_it_sells();
        invariant_cancels_refund_exactly();
        invariant_F5_a_conditional_order_ends_once_and_one_that_ended_does_not_live();
        invariant_F8_what_slices_traded_and_what_came_back_is_the_whole_order();
        invariant_what_a_simulation_promises_is_what_the_order_gets();
        afterInvariant();
    }
}
