// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ParentsFixture } from "./ParentsFixture.sol";

/// @notice What nobody can make an order do that is worked off in slices.
contract ParentAttacksTest is ParentsFixture {
    // ------------------------------------------------------------------------------------------- F8, the window

    function test_F8_no_slice_is_early() public {
        IExchangeParents.ParentRequest memory q = _twap(BID, 1000, 100);
        q.startAt = uint32(START + 500);
        OrderId id = _submit(alice, q);
        _rest(bob, ASK, 1000, 100);
        vm.expectRevert(_notDue(START + 500));
        exchange.executeSlice(id, 100);
        _later(499);
        vm.expectRevert(_notDue(START + 500));
        exchange.executeSlice(id, 100);
        _later(1);
        assertEq(_slice(id), 10);
        _later(INTERVAL - 1);
        vm.expectRevert(_notDue(START + 500 + INTERVAL));
        exchange.executeSlice(id, 100);
        _later(1);
        assertEq(_slice(id), 10);
    }

    function test_F8_no_interval_has_two_slices() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 1000, 5);
        assertEq(_slice(id), 5);
        // more to trade with, but the slice was immediate or cancel
        _rest(bob, ASK, 1000, 100);
        vm.expectRevert(_notDue(START + INTERVAL));
        exchange.executeSlice(id, 100);
        _later(INTERVAL + 30);
        assertEq(_slice(id), 11);
        // late in its interval, it does not move the ones after
        _later(29);
        vm.expectRevert(_notDue(START + 2 * INTERVAL));
        exchange.executeSlice(id, 100);
        _later(1);
        assertEq(_slice(id), 11);
    }

    function test_F8_slices_missed_roll_forward_up_to_three_times() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 1000, 200);
        _later(4 * INTERVAL);
        // 100 over the six that are left
        assertEq(exchange.nextSlice(id).slice, 4);
        assertEq(_slice(id), 17);
        _later(4 * INTERVAL);
        // 83 over two would be 42
        assertEq(_slice(id), 30);
        _later(INTERVAL);
        _slice(id);
        assertFalse(_parentLive(id));
        assertEq(_units(alice), UNITS + 77 * LOT);
    }

    function test_F8_the_last_slice_takes_the_last_dust() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 101));
        _rest(bob, ASK, 1000, 200);
        for (uint256 i = 0; i < 9; ++i) {
            if (i != 4) _slice(id);
            _later(INTERVAL);
        }
        uint40 left = _left(id);
        assertTrue(left != 0);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeParents.ParentEnded(id, alice, 0, 0, IExchangeParents.ParentEnd.FILLED);
        assertEq(_slice(id), left);
        assertEq(_units(alice), UNITS + 101 * LOT);
    }

    function test_F8_after_the_window_nothing_trades_and_all_comes_back() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 1000, 200);
        _later(10 * INTERVAL);
        assertEq(exchange.nextSlice(id).slice, 10);
        assertEq(exchange.nextSlice(id).lots, 0);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeParents.ParentEnded(id, alice, 100, 0, IExchangeParents.ParentEnd.WINDOW_OVER);
        assertEq(_slice(id), 0);
        assertEq(_money(alice), FUNDS);
        assertEq(_levelLots(ASK, 1000), 200);
    }

    function test_F8_two_parents_due_in_one_second_both_trade() public {
        OrderId first = _submit(alice, _twap(BID, 1000, 100));
        OrderId second = _submit(alice, _twap(BID, 1000, 200));
        OrderId third = _submit(carol, _twap(BID, 1000, 300));
        _rest(bob, ASK, 1000, 1000);
        assertEq(_slice(second), 20);
        assertEq(_slice(first), 10);
        assertEq(_slice(third), 30);
        assertEq(_left(first), 90);
        assertEq(_left(second), 180);
    }

    function test_F8_a_halted_window_waits_makes_up_within_bounds_and_ends_in_time() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        OrderId other = _submit(carol, _twap(ASK, 1000, 100));
        _rest(bob, ASK, 1000, 200);
        exchange.haltMarket(MARKET);
        _later(5 * INTERVAL);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_MarketNotOpen.selector, MARKET, IExchange.MarketPhase.HALTED)
        );
        exchange.executeSlice(id, 100);
        assertEq(exchange.nextSlice(id).lots, 20);
        _later(5 * INTERVAL);
        // halted or not, the window is over
        _slice(id);
        _slice(other);
        assertFalse(_parentLive(id));
        assertEq(_money(alice), FUNDS);
        assertEq(_units(carol), UNITS);
    }

    // ------------------------------------------------------------------------------------------- G, keepers

    function test_G2_of_two_keepers_who_race_one_executes_and_the_other_changes_nothing() public {
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        _rest(bob, ASK, 1000, 100);
        vm.prank(carol);
        exchange.executeSlice(id, 100);
        bytes32 before = keccak256(abi.encode(exchange.parent(id), _money(alice), _money(bob), _units(alice)));
        vm.prank(stranger);
        vm.expectRevert(_notDue(START + INTERVAL));
        exchange.executeSlice(id, 100);
        assertEq(keccak256(abi.encode(exchange.parent(id), _money(alice), _money(bob), _units(alice))), before);
    }

    function test_G4_a_sandwich_costs_at_most_the_tolerance() public {
        _tradeAt(1000, 1);
        _later(1);
        IExchangeParents.ParentRequest memory q = _twap(BID, 5000, 100);
        q.toleranceBps = 100;
        OrderId id = _submit(alice, q);
        // bob clears the book, moves the last price and offers the slice his own price, all in its block
        _rest(bob, ASK, 4000, 1);
        _ioc(carol, BID, 4000, 1);
        OrderId bait = _rest(bob, ASK, 4000, 100);
        assertEq(exchange.nextSlice(id).boundTicks, 1010);
        vm.expectRevert(abi.encodeWithSelector(IExchangeParents.Exchange_NothingCrosses.selector, id, 1010));
        exchange.executeSlice(id, 100);
        _cancel(bob, bait);
        _rest(bob, ASK, 1011, 100);
        _rest(bob, ASK, 1010, 4);
        assertEq(_slice(id), 4);
    }

    function test_G4_a_selling_slice_is_bounded_the_same_way() public {
        _tradeAt(1000, 1);
        _later(1);
        IExchangeParents.ParentRequest memory q = _twap(ASK, 1, 100);
        q.toleranceBps = 100;
        OrderId id = _submit(alice, q);
        _rest(bob, BID, 1, 1);
        _ioc(carol, ASK, 1, 1);
        _rest(bob, BID, 989, 100);
        _rest(bob, BID, 990, 4);
        assertEq(exchange.nextSlice(id).boundTicks, 990);
        assertEq(_slice(id), 4);
    }

    function test_G4_a_price_walked_within_a_minute_counts_only_within_the_trigger_band() public {
        IExchange.MarketRules memory rules = _rules();
        rules.triggerBandBps = 200;
        exchange.setMarketRules(MARKET, rules);
        _tradeAt(1000, 1);
        _later(1);
        _tradeAt(3000, 1);
        _later(1);
        IExchangeParents.ParentRequest memory q = _twap(BID, 5000, 100);
        q.toleranceBps = 100;
        OrderId id = _submit(alice, q);
        // the average has moved by a six-hundredth of the way: 1003, and two per cent of it make 1023
        assertEq(exchange.nextSlice(id).boundTicks, 1033);
    }

    function test_without_a_reference_price_a_slice_with_a_tolerance_waits() public {
        IExchangeParents.ParentRequest memory q = _twap(BID, 5000, 100);
        q.toleranceBps = 100;
        OrderId id = _submit(alice, q);
        _rest(bob, ASK, 1000, 100);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NoReferencePrice.selector, MARKET));
        exchange.executeSlice(id, 100);
        _ioc(carol, BID, 1000, 1);
        // the price of this very block is none yet
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NoReferencePrice.selector, MARKET));
        exchange.executeSlice(id, 100);
        _later(1);
        assertEq(_slice(id), 10);
    }

    function test_G7_fees_paid_out_never_pass_what_the_owner_prepaid() public {
        IExchange.MarketRules memory rules = _rules();
        rules.keeperFeeTicks = 5;
        exchange.setMarketRules(MARKET, rules);
        OrderId id = _submit(alice, _twap(BID, 1000, 100));
        uint256 before = _money(carol);
        uint256 others = _money(bob);
        // carol sells one lot at a time at the lowest price, to farm what she can
        for (uint256 i = 0; i < 30; ++i) {
            _rest(carol, ASK, 1, 1);
            vm.prank(carol);
            try exchange.executeSlice(id, 100) {} catch {}
            _later(20);
        }
        assertFalse(_parentLive(id));
        assertEq(_money(bob), others);
        uint256 sold = (_units(alice) - UNITS) / LOT;
        // a lot sold earns one tick and pays one base unit of fee for each 1,000 of it
        assertEq(_money(carol), before + 10 * 5 * TICK + sold * (TICK - _feeUp(TICK, MAKER_FEE)));
    }

    /// @dev A stolen keeper key can do no more than anybody: any id, any number, at any time.
    function testFuzz_C5_arbitrary_slice_calldata_moves_no_value_of_bystanders(
        uint96 id,
        uint16 maxFills,
        uint16 wait,
        bool aim
    ) public {
        OrderId mine = _submit(alice, _twap(BID, 1000, 100));
        _rest(carol, BID, 900, 5);
        _rest(bob, ASK, 950, 1000);
        _later(wait);
        bytes32 bystander = keccak256(abi.encode(_money(carol), _units(carol)));
        vm.prank(stranger);
        OrderId target = aim ? mine : OrderId.wrap(id);
        (bool ok, ) = address(exchange).call(abi.encodeCall(IExchangeParents.executeSlice, (target, maxFills)));
        if (!aim) assertFalse(ok);
        assertEq(keccak256(abi.encode(_money(carol), _units(carol))), bystander);
        assertEq(_money(stranger), 0);
        assertEq(_units(stranger), 0);
        // alice bought at 950 or not at all
        if (_parentLive(mine)) {
            vm.prank(alice);
            exchange.cancelParent(mine);
        }
        uint256 bought = (_units(alice) - UNITS) / LOT;
        uint256 n = _notional(950, bought);
        assertApproxEqAbs(_money(alice), FUNDS - n - _feeUp(n, TAKER_FEE), 1);
    }

    // ------------------------------------------------------------------------------------------- A, conservation

    /// @dev Every unit of either asset is somewhere: in a balance, an order, a parent or the fees.
    function testFuzz_A9_two_parents_worked_off_in_any_way_conserve_everything(
        uint40 lots,
        uint16 limit,
        uint256 steps,
        uint16 keeperTicks
    ) public {
        IExchange.MarketRules memory rules = _rules();
        rules.keeperFeeTicks = keeperTicks % 50;
        exchange.setMarketRules(MARKET, rules);
        OrderId bid = _submit(alice, _twap(BID, uint16(bound(limit, 900, 1100)), uint40(bound(lots, 10, 3000))));
        OrderId ask = _submit(bob, _twap(ASK, uint16(bound(limit, 900, 1100)), uint40(bound(lots, 10, 3000))));
        for (uint256 i = 0; i < 20; ++i) {
            uint256 step = (steps >> (12 * i)) & 0xfff;
            // safe, all: masked
            uint16 ticks = uint16(950 + (step & 0x7f));
            _place(carol, _gtc(step & 1 == 0 ? BID : ASK, ticks, uint40(1 + (step & 0x3f))));
            vm.prank(carol);
            try exchange.executeSlice(step & 2 == 0 ? bid : ask, uint16(1 + (step & 3))) {} catch {}
            _later(step & 0x7f);
        }
        _later(1 days);
        if (_parentLive(bid)) _slice(bid);
        if (_parentLive(ask)) _slice(ask);
        assertEq(_resting(BID) + _balances(QUOTE) + exchange.collectedFees(MARKET), 3 * FUNDS);
        assertEq(_resting(ASK) + _balances(BASE), 3 * UNITS);
    }

    function _balances(uint32 asset) private view returns (uint256) {
        return exchange.balanceOf(alice, asset) + exchange.balanceOf(bob, asset) + exchange.balanceOf(carol, asset);
    }

    /// @dev What the orders of one side hold.
    function _resting(IExchange.Side side) private view returns (uint256 held) {
        IExchange.LevelView[] memory levels = exchange.depth(MARKET, side, 0, 200);
        for (uint256 i = 0; i < levels.length; ++i) {
            (, IExchange.OrderView[] memory orders) = exchange.ordersAt(MARKET, side, levels[i].priceTicks, 200);
            for (uint256 k = 0; k < orders.length; ++k) {
                IExchange.OrderView memory o = orders[k];
                held += side == ASK ? o.lots * LOT : _bidEscrow(o.priceTicks, o.lots, uint16(o.feePips));
            }
        }
    }

    // ------------------------------------------------------------------------------------------- C2, upgrade

    function test_C2_parents_survive_an_upgrade() public {
        OrderId bid = _submit(alice, _twap(BID, 1000, 100));
        OrderId ask = _submit(carol, _twap(ASK, 1000, 100));
        _rest(bob, ASK, 1000, 50);
        _slice(bid);
        bytes32 before = keccak256(abi.encode(exchange.parent(bid), exchange.parent(ask)));
        exchange.upgradeToAndCall(_exchangeCode(), "");
        assertEq(keccak256(abi.encode(exchange.parent(bid), exchange.parent(ask))), before);
        _later(INTERVAL);
        assertEq(_slice(bid), 10);
        vm.prank(carol);
        assertEq(exchange.cancelParent(ask), 100);
        assertEq(_units(carol), UNITS);
        assertTrue(
            OrderId.unwrap(_submit(bob, _twap(BID, 900, 10))) ==
                OrderId.unwrap(OrderIdLib.pack(MARKET, OrderKind.PARENT, 0, 3))
        );
    }
}
