// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice Every refusal of a conditional order, by its name and with its values; and an upgrade under live ones.
contract StopRefusalsTest is ConditionalFixture {
    function _refused(IExchangeConditionals.ConditionalRequest memory q, bytes memory why) private {
        vm.prank(alice);
        vm.expectRevert(why);
        exchange.placeConditional(q);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
        assertEq(exchange.conditionalsOf(MARKET, alice), 0);
    }

    function _badTriggers(IExchangeConditionals.ConditionalRequest memory q) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IExchangeConditionals.Exchange_BadTriggers.selector,
                q.kind,
                q.side,
                q.triggerAboveTicks,
                q.triggerBelowTicks
            );
    }

    function test_a_trigger_that_the_last_trade_or_the_reference_has_met_is_refused() public {
        bytes4 met = IExchangeConditionals.Exchange_TriggerAlreadyMet.selector;
        uint16 at = START_TICKS;
        _refused(_request(STOP_MARKET, BID, 1000, 1200, 1), abi.encodeWithSelector(met, at, at));
        _refused(_request(STOP_MARKET, ASK, 1000, 900, 1), abi.encodeWithSelector(met, at, at));
        _refused(_request(TAKE_PROFIT, ASK, 1, 900, 1), abi.encodeWithSelector(met, uint16(1), at));
        _refused(_request(TAKE_PROFIT, BID, 65_535, 900, 1), abi.encodeWithSelector(met, uint16(65_535), at));
        // the last trade has met it, though it does not count as the reference yet
        _trade(1100);
        _refused(_request(STOP_MARKET, BID, 1050, 1200, 1), abi.encodeWithSelector(met, uint16(1050), uint16(1100)));
        // and the other way round
        _nextBlock();
        _trade(1000);
        _refused(_request(STOP_MARKET, BID, 1050, 1200, 1), abi.encodeWithSelector(met, uint16(1050), uint16(1100)));
    }

    function test_nothing_waits_in_a_market_that_has_not_traded_before_this_block() public {
        uint32 fresh = _createMarket(int16(MAKER_FEE), TAKER_FEE);
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_MARKET, BID, 1100, 1200, 1);
        q.marketId = fresh;
        bytes memory why = abi.encodeWithSelector(IExchange.Exchange_NoReferencePrice.selector, fresh);
        _refused(q, why);
        IExchange.OrderRequest memory trade = _gtc(BID, 1000, 1);
        trade.marketId = fresh;
        _place(buyer, trade);
        trade.side = ASK;
        _place(seller, trade);
        _refused(q, why);
        assertEq(exchange.fireStops(fresh, 10), 0);
        assertEq(exchange.dueStops(fresh), 0);
        assertEq(exchange.referencePrice(fresh), 0);
        _nextBlock();
        _wait(alice, q);
        assertEq(exchange.referencePrice(fresh), 1000);
    }

    function test_triggers_on_the_wrong_side_missing_or_too_many_are_refused() public {
        IExchangeConditionals.ConditionalKind[3] memory kinds = [STOP_MARKET, STOP_LIMIT, TAKE_PROFIT];
        for (uint256 i = 0; i < kinds.length; ++i) {
            for (uint256 s = 0; s < 2; ++s) {
                IExchangeConditionals.ConditionalRequest memory q = _request(kinds[i], IExchange.Side(s), 0, 1000, 1);
                _refused(q, _badTriggers(q));
                bool above = (kinds[i] == TAKE_PROFIT) == (s == 1);
                (q.triggerAboveTicks, q.triggerBelowTicks) = above ? (uint16(0), uint16(900)) : (1100, 0);
                _refused(q, _badTriggers(q));
                (q.triggerAboveTicks, q.triggerBelowTicks) = (1100, 900);
                _refused(q, _badTriggers(q));
            }
        }
    }

    function test_an_oco_needs_two_triggers_apart_and_two_prices() public {
        IExchangeConditionals.ConditionalRequest memory q = _request(OCO, BID, 0, 905, 1);
        (q.triggerAboveTicks, q.triggerBelowTicks) = (1100, 900);
        _refused(
            q,
            abi.encodeWithSelector(IExchange.Exchange_PriceOutOfRange.selector, uint16(0), uint16(1), type(uint16).max)
        );
        q.limitAboveTicks = 1200;
        (q.triggerAboveTicks, q.triggerBelowTicks) = (900, 900);
        _refused(q, _badTriggers(q));
        (q.triggerAboveTicks, q.triggerBelowTicks) = (900, 1100);
        _refused(q, _badTriggers(q));
        (q.triggerAboveTicks, q.triggerBelowTicks) = (1100, 0);
        _refused(q, _badTriggers(q));
        (q.triggerAboveTicks, q.triggerBelowTicks) = (0, 900);
        _refused(q, _badTriggers(q));
    }

    function test_what_a_kind_does_not_use_is_zero() public {
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_MARKET, BID, 1100, 1200, 1);
        q.limitAboveTicks = 1300;
        _refused(
            q,
            abi.encodeWithSelector(
                IExchangeConditionals.Exchange_LimitAboveNotAllowed.selector,
                STOP_MARKET,
                uint16(1300)
            )
        );
        q.limitAboveTicks = 0;
        q.trailTicks = 5;
        bytes4 trail = IExchangeConditionals.Exchange_TrailOutOfRange.selector;
        _refused(q, abi.encodeWithSelector(trail, uint16(5), uint16(0), uint16(0)));
        q = _request(TRAILING, BID, 0, 1200, 1);
        _refused(q, abi.encodeWithSelector(trail, uint16(0), uint16(1), type(uint16).max));
        q.trailTicks = 5;
        q.triggerAboveTicks = 1005;
        _refused(q, _badTriggers(q));
    }

    function test_price_size_and_expiry_are_checked_as_of_any_order() public {
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_LIMIT, BID, 1100, 0, 1);
        _refused(
            q,
            abi.encodeWithSelector(IExchange.Exchange_PriceOutOfRange.selector, uint16(0), uint16(1), type(uint16).max)
        );
        q = _request(STOP_LIMIT, BID, 1100, 1200, 0);
        _refused(q, abi.encodeWithSelector(IExchange.Exchange_SizeBelowMinimum.selector, uint40(0), uint32(1)));
        q.lots = 1;
        q.expiry = uint32(block.timestamp);
        _refused(q, abi.encodeWithSelector(IExchange.Exchange_Expired.selector, q.expiry, block.timestamp));
        q.expiry = 0;
        q.marketId = 9;
        _refused(q, abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, uint32(9), uint32(1)));
    }

    function test_nothing_is_placed_while_the_market_does_not_trade() public {
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_LIMIT, BID, 1100, 1200, 1);
        bytes4 notOpen = IExchange.Exchange_MarketNotOpen.selector;
        exchange.haltMarket(MARKET);
        _refused(q, abi.encodeWithSelector(notOpen, MARKET, IExchange.MarketPhase.HALTED));
        exchange.openMarket(MARKET);
        _refused(q, abi.encodeWithSelector(notOpen, MARKET, IExchange.MarketPhase.AUCTION));
        exchange.closeMarket(MARKET);
        _refused(q, abi.encodeWithSelector(notOpen, MARKET, IExchange.MarketPhase.CLOSED));
        exchange.delistMarket(MARKET);
        _refused(q, abi.encodeWithSelector(notOpen, MARKET, IExchange.MarketPhase.DELISTED));
    }

    function test_an_order_that_cannot_be_paid_or_whose_owner_may_not_trade_is_refused() public {
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_LIMIT, ASK, 900, 800, 1);
        q.lots = uint40(UNITS / LOT + 1);
        _refused(q, abi.encodeWithSelector(IExchange.Exchange_InsufficientBalance.selector, BASE, UNITS, UNITS + LOT));
        q.lots = 1;
        gate.freeze(alice);
        _refused(q, abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
    }

    // ------------------------------------------------------------------------------------------- calls on orders

    function test_C1_only_the_owner_cancels() public {
        OrderId id = _stop(alice, BID, 1100, 1200, 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        _cancelConditional(bob, id);
    }

    function testFuzz_ids_of_anything_else_are_malformed(uint96 raw) public {
        OrderId id = OrderId.wrap(raw);
        bool fits = id.isWellFormed() && id.kind() == OrderKind.CONDITIONAL && id.priceTicks() == 0;
        vm.assume(!fits);
        bytes memory why = abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, id);
        vm.expectRevert(why);
        exchange.cancelConditional(id);
        vm.expectRevert(why);
        exchange.conditional(id);
        assertEq(exchange.trail(MARKET, _one(id)), 0);
        assertEq(exchange.pruneConditionals(_one(id)), 0);
    }

    function test_B2_a_price_in_the_id_does_not_make_another_order_of_it() public {
        OrderId id = _stop(alice, BID, 1100, 1200, 1);
        OrderId alias_ = OrderIdLib.pack(MARKET, OrderKind.CONDITIONAL, 7, id.sequence());
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, alias_));
        _cancelConditional(alice, alias_);
        assertEq(_cancelConditional(alice, id), 1);
    }

    function test_pruning_the_book_does_not_know_conditional_ids() public {
        OrderId id = _stop(alice, BID, 1100, 1200, 1);
        assertEq(exchange.prune(_one(id)), 0);
        assertTrue(_waits(id));
    }

    function test_work_is_bounded_by_its_arguments() public {
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        exchange.fireStops(MARKET, 0);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MaxFillsAboveCap.selector, uint16(151), uint16(150)));
        exchange.fireStops(MARKET, 151);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, uint32(9), uint32(1)));
        exchange.fireStops(9, 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 151, 150));
        exchange.pruneConditionals(new OrderId[](151));
        assertEq(exchange.pruneConditionals(new OrderId[](150)), 0);
    }

    function test_levels_and_triggers_are_listed_from_the_nearest_outward() public {
        _stop(alice, BID, 1100, 1200, 1);
        _stop(bob, BID, 1100, 1200, 1);
        _stop(alice, BID, 1050, 1200, 1);
        _stop(alice, ASK, 900, 1, 1);
        _stop(alice, ASK, 950, 1, 1);
        IExchangeConditionals.TriggerLevel[] memory levels = exchange.triggerLevels(MARKET, true, 0, 10);
        assertEq(levels.length, 2);
        assertEq(levels[0].ticks, 1050);
        assertEq(levels[1].ticks, 1100);
        assertEq(levels[1].count, 2);
        assertEq(exchange.triggerLevels(MARKET, true, 1051, 10)[0].ticks, 1100);
        levels = exchange.triggerLevels(MARKET, false, 0, 1);
        assertEq(levels.length, 1);
        assertEq(levels[0].ticks, 950);
        assertEq(exchange.triggersAt(MARKET, true, 1100, 1).length, 1);
    }

    // ------------------------------------------------------------------------------------------- upgrade

    function test_C2_live_conditional_orders_survive_an_upgrade() public {
        _setKeeperFee(30);
        OrderId stop = _stop(alice, BID, 1100, 1200, 5);
        OrderId both = _oco(bob, ASK, 1150, 1140, 900, 850);
        OrderId trails = _trailing(carol, ASK, 50, 1, 5);
        bytes memory before = abi.encode(
            exchange.conditional(stop),
            exchange.conditional(both),
            exchange.conditional(trails)
        );
        exchange.upgradeToAndCall(_exchangeCode(), "");
        bytes memory afterwards = abi.encode(
            exchange.conditional(stop),
            exchange.conditional(both),
            exchange.conditional(trails)
        );
        assertEq(before, afterwards);
        _assertConserved(3);
        _settle(1100);
        assertEq(exchange.trail(MARKET, _one(trails)), 1);
        assertEq(_fire(10), 1);
        assertFalse(_waits(stop));
        assertEq(_cancelConditional(bob, both), 10);
        assertEq(_money(bob), FUNDS);
        assertEq(_units(bob), UNITS);
        assertEq(exchange.triggerLevels(MARKET, true, 0, 10).length, 0);
        assertEq(exchange.conditionalsOf(MARKET, carol), 1);
        _assertConserved(3);
    }
}
