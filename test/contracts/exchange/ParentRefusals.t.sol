// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ParentsFixture } from "./ParentsFixture.sol";

/// @notice What placing an order to be worked off in slices refuses, each with the value and its bound.
contract ParentRefusalsTest is ParentsFixture {
    function _refuses(IExchangeParents.ParentRequest memory q, bytes memory why) private {
        vm.prank(alice);
        vm.expectRevert(why);
        exchange.placeParent(q);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    function _good() private pure returns (IExchangeParents.ParentRequest memory) {
        return _twap(BID, 1000, 100);
    }

    function test_a_price_of_zero() public {
        IExchangeParents.ParentRequest memory q = _good();
        q.limitTicks = 0;
        _refuses(q, abi.encodeWithSelector(IExchange.Exchange_PriceOutOfRange.selector, 0, 1, type(uint16).max));
    }

    function test_an_interval_below_thirty_seconds() public {
        IExchangeParents.ParentRequest memory q = _good();
        (q.interval, q.slices) = (29, 100);
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_IntervalTooShort.selector, 29, 30));
    }

    function test_too_few_and_too_many_slices() public {
        IExchangeParents.ParentRequest memory q = _good();
        (q.interval, q.slices) = (400, 1);
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_SlicesOutOfRange.selector, 1, 2, 2880));
        (q.interval, q.slices) = (30, 2881);
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_SlicesOutOfRange.selector, 2881, 2, 2880));
        q.kind = IExchangeParents.ParentKind.VWAP;
        q.slices = 33;
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_SlicesOutOfRange.selector, 33, 2, 32));
    }

    function test_a_window_outside_of_five_minutes_to_a_day() public {
        IExchangeParents.ParentRequest memory q = _good();
        (q.interval, q.slices) = (149, 2);
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_WindowOutOfRange.selector, 298, 300, 86_400));
        (q.interval, q.slices) = (43_201, 2);
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_WindowOutOfRange.selector, 86_402, 300, 86_400));
    }

    function test_the_bounds_themselves_are_accepted() public {
        IExchangeParents.ParentRequest memory q = _good();
        (q.interval, q.slices) = (150, 2);
        _submit(alice, q);
        (q.interval, q.slices, q.lots) = (30, 2880, 2880);
        _submit(alice, q);
        (q.toleranceBps, q.participationBps) = (10_000, 10_000);
        q.startAt = uint32(block.timestamp + 30 days);
        assertTrue(_parentLive(_submit(alice, q)));
    }

    function test_a_start_in_the_past_or_too_far_ahead() public {
        IExchangeParents.ParentRequest memory q = _good();
        uint256 today = block.timestamp;
        q.startAt = uint32(today - 1);
        bytes4 why = IExchangeParents.Exchange_StartOutOfRange.selector;
        _refuses(q, abi.encodeWithSelector(why, today - 1, today, today + 30 days));
        q.startAt = uint32(today + 30 days + 1);
        _refuses(q, abi.encodeWithSelector(why, today + 30 days + 1, today, today + 30 days));
    }

    function test_a_tolerance_or_a_participation_above_the_whole() public {
        IExchangeParents.ParentRequest memory q = _good();
        q.toleranceBps = 10_001;
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_BpsAboveCap.selector, 10_001, 10_000));
        (q.toleranceBps, q.participationBps) = (0, 10_002);
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_BpsAboveCap.selector, 10_002, 10_000));
    }

    function test_slices_below_the_smallest_order() public {
        IExchangeParents.ParentRequest memory q = _good();
        q.lots = 9;
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_SliceBelowMinimum.selector, 0, 1));
        q.lots = 0;
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_SliceBelowMinimum.selector, 0, 1));
        q.kind = IExchangeParents.ParentKind.VWAP;
        q.slices = 5;
        // five parts of 1, 1, 1, 1 and 100 in 104
        (q.weights, q.lots) = (bytes32(hex"0101010164"), 103);
        _refuses(q, abi.encodeWithSelector(IExchangeParents.Exchange_SliceBelowMinimum.selector, 0, 1));
        q.lots = 104;
        _submit(alice, q);
    }

    function test_weights_that_do_not_match_the_slices() public {
        IExchangeParents.ParentRequest memory q = _good();
        bytes4 why = IExchangeParents.Exchange_BadWeights.selector;
        q.weights = bytes32(hex"01");
        _refuses(q, abi.encodeWithSelector(why, q.weights, 10));
        q.kind = IExchangeParents.ParentKind.VWAP;
        q.slices = 5;
        q.weights = 0;
        _refuses(q, abi.encodeWithSelector(why, q.weights, 5));
        q.weights = bytes32(hex"0101010001");
        _refuses(q, abi.encodeWithSelector(why, q.weights, 5));
        q.weights = bytes32(hex"010101010101");
        _refuses(q, abi.encodeWithSelector(why, q.weights, 5));
        q.weights = bytes32(hex"0101010101");
        _submit(alice, q);
    }

    function test_markets_that_do_not_exist_or_do_not_take_orders() public {
        IExchangeParents.ParentRequest memory q = _good();
        q.marketId = 2;
        _refuses(q, abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 2, 1));
        q.marketId = MARKET;
        exchange.haltMarket(MARKET);
        bytes4 why = IExchange.Exchange_MarketNotOpen.selector;
        _refuses(q, abi.encodeWithSelector(why, MARKET, IExchange.MarketPhase.HALTED));
        exchange.closeMarket(MARKET);
        _refuses(q, abi.encodeWithSelector(why, MARKET, IExchange.MarketPhase.CLOSED));
        exchange.openMarket(MARKET);
        // an auction collects orders, and these wait for it to be over
        OrderId id = _submit(alice, q);
        vm.expectRevert(abi.encodeWithSelector(why, MARKET, IExchange.MarketPhase.AUCTION));
        exchange.executeSlice(id, 100);
    }

    function test_more_than_the_owner_has() public {
        IExchangeParents.ParentRequest memory q = _twap(ASK, 1000, uint40(UNITS / LOT + 1));
        _refuses(q, abi.encodeWithSelector(IExchange.Exchange_InsufficientBalance.selector, BASE, UNITS, UNITS + LOT));
    }

    function test_an_owner_who_may_not_trade() public {
        gate.freeze(alice);
        _refuses(_good(), abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
    }

    function test_ids_of_other_kinds_and_of_orders_that_are_over() public {
        OrderId bid = _rest(alice, BID, 900, 1);
        bytes memory why = abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, bid);
        vm.expectRevert(why);
        exchange.executeSlice(bid, 100);
        vm.expectRevert(why);
        exchange.cancelParent(bid);
        vm.expectRevert(why);
        exchange.parent(bid);
        OrderId unknown = OrderIdLib.pack(MARKET, OrderKind.PARENT, 0, 1);
        why = abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, unknown);
        vm.expectRevert(why);
        exchange.executeSlice(unknown, 100);
        vm.expectRevert(why);
        exchange.nextSlice(unknown);
        vm.expectRevert(why);
        exchange.cancelParent(unknown);
        assertFalse(_parentLive(unknown));
    }

    function test_B2_a_price_in_the_id_does_not_make_another_parent_of_it() public {
        OrderId id = _submit(alice, _good());
        OrderId alias_ = OrderIdLib.pack(MARKET, OrderKind.PARENT, 7, id.sequence());
        bytes memory why = abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, alias_);
        vm.expectRevert(why);
        exchange.executeSlice(alias_, 100);
        vm.expectRevert(why);
        vm.prank(alice);
        exchange.cancelParent(alias_);
        vm.expectRevert(why);
        exchange.parent(alias_);
        vm.expectRevert(why);
        exchange.nextSlice(alias_);
    }

    function test_work_of_nothing_or_beyond_the_cap() public {
        OrderId id = _submit(alice, _good());
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        exchange.executeSlice(id, 0);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MaxFillsAboveCap.selector, 151, 150));
        exchange.executeSlice(id, 151);
    }

    /// @dev Events name an order by the id that the caller gave: a second form of it would hide what happens to the order.
    function test_the_id_of_a_parent_has_one_form() public {
        OrderId id = _submit(alice, _good());
        OrderId other = OrderIdLib.pack(MARKET, OrderKind.PARENT, 5, id.sequence());
        bytes memory malformed = abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, other);
        vm.startPrank(alice);
        vm.expectRevert(malformed);
        exchange.cancel(other);
        vm.expectRevert(malformed);
        exchange.cancelParent(other);
        vm.expectRevert(malformed);
        exchange.executeSlice(other, 1);
        vm.expectRevert(malformed);
        exchange.parent(other);
        vm.expectRevert(malformed);
        exchange.order(other);
        vm.stopPrank();
        assertTrue(_parentLive(id));
    }
}
