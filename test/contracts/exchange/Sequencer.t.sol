// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAuctions } from "../../../contracts/interfaces/IExchangeAuctions.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";
import { ScriptedFeed } from "./ScriptedFeed.sol";

/// @notice A rollup's sequencer that was down: until it has been back for a while no index is believed.
contract SequencerTest is ConditionalFixture {
    uint32 private constant GRACE = 3600;
    uint16 private constant BAND = 500;

    /// The index of the market, 10.00 a tonne: 1,000 ticks.
    ScriptedFeed private price;
    /// 0 is up; `updatedAt` stands for when that began.
    ScriptedFeed private uptime;

    function setUp() public override {
        super.setUp();
        vm.warp(START + 10 days);
        price = new ScriptedFeed(8, 10e8);
        uptime = new ScriptedFeed(0, 0);
        uptime.set(0, START);
        exchange.setOracle(MARKET, address(price), 20 days, BAND);
        exchange.setSequencer(address(uptime), GRACE);
    }

    function _assertUp(bool expected) private view {
        (, bool isUp) = exchange.sequencer();
        assertEq(isUp, expected, "sequencer");
        (bool found, uint16 ticks) = exchange.indexPrice(MARKET);
        assertEq(found, expected, "index");
        assertEq(ticks, expected ? 1000 : 0);
    }

    // ------------------------------------------------------------------------------------------- up or down

    function test_an_index_is_believed_while_the_sequencer_is_up() public view {
        _assertUp(true);
    }

    function test_F4_no_index_is_believed_while_the_sequencer_is_down() public {
        uptime.set(1, block.timestamp - 2 * GRACE);
        _assertUp(false);
    }

    function test_F4_nor_within_the_grace_period_after_its_return() public {
        uptime.set(0, block.timestamp);
        _assertUp(false);
        vm.warp(block.timestamp + GRACE);
        _assertUp(false);
        vm.warp(block.timestamp + 1);
        _assertUp(true);
    }

    function test_F4_a_feed_that_has_never_been_told_anything_is_down() public {
        uptime.set(0, 0);
        _assertUp(false);
    }

    function test_F4_a_start_in_the_future_is_down() public {
        uptime.set(0, block.timestamp + 1);
        _assertUp(false);
        uptime.set(0, type(uint256).max);
        _assertUp(false);
    }

    function test_F4_answers_other_than_zero_are_down() public {
        uptime.set(2, START);
        _assertUp(false);
        uptime.set(type(uint256).max, START);
        _assertUp(false);
    }

    function test_F4_a_feed_that_fails_in_any_way_is_down() public {
        for (uint8 i = 1; i <= uint8(type(ScriptedFeed.Fault).max); ++i) {
            uptime.fail(ScriptedFeed.Fault(i), ScriptedFeed.Fault.NONE);
            _assertUp(false);
        }
        uptime.fail(ScriptedFeed.Fault.NONE, ScriptedFeed.Fault.NONE);
        _assertUp(true);
        vm.etch(address(uptime), "");
        _assertUp(false);
    }

    /// @dev Such a feed reports changes only: its age says nothing, and that of the price is judged by itself.
    function test_F4_an_old_status_is_good_and_a_stale_price_is_not() public {
        vm.warp(block.timestamp + 25 days);
        (, bool isUp) = exchange.sequencer();
        assertTrue(isUp);
        (bool found, ) = exchange.indexPrice(MARKET);
        assertFalse(found);
        price.set(10e8, block.timestamp);
        _assertUp(true);
    }

    // ------------------------------------------------------------------------------------------- gas

    function test_F4_a_feed_that_burns_its_gas_leaves_the_callers() public {
        uptime.fail(ScriptedFeed.Fault.BURNS_GAS, ScriptedFeed.Fault.NONE);
        uint256 before = gasleft();
        exchange.indexPrice(MARKET);
        assertLt(before - gasleft(), 200_000);
    }

    function test_D7_a_caller_cannot_silence_either_feed_by_giving_little_gas() public {
        uint256 silenced;
        for (uint256 gasGiven = 20_000; gasGiven < 400_000; gasGiven += 3000) {
            try exchange.indexPrice{ gas: gasGiven }(MARKET) returns (bool found, uint16) {
                if (!found) ++silenced;
            } catch {}
        }
        assertEq(silenced, 0);
    }

    // ------------------------------------------------------------------------------------------- what follows

    function test_stops_are_judged_by_the_average_alone_while_it_is_down() public {
        OrderId id = _stop(alice, ASK, 900, 850, 3);
        _settle(800);
        assertEq(exchange.referencePrice(MARKET), 950, "held by the index");
        assertEq(_fire(10), 0);
        uptime.set(1, block.timestamp);
        assertEq(exchange.referencePrice(MARKET), 800, "no index, no bound by it");
        assertEq(_fire(10), 1);
        assertFalse(_waits(id));
    }

    function test_the_markets_own_band_still_holds_stops_back_while_it_is_down() public {
        _setTriggerBand(300);
        _stop(alice, ASK, 900, 850, 3);
        _settle(800);
        uptime.set(1, block.timestamp);
        uint256 low = exchange.tape(MARKET).averageTicks;
        low -= (low * 300) / 10_000;
        assertApproxEqAbs(exchange.referencePrice(MARKET), low, 1);
        assertGt(low, 900);
        assertEq(_fire(10), 0);
    }

    function test_slices_are_bounded_by_the_average_alone_while_it_is_down() public {
        IExchangeParents.ParentRequest memory q;
        q.marketId = MARKET;
        q.side = BID;
        q.lots = 20;
        q.limitTicks = 2000;
        q.interval = 60;
        q.slices = 10;
        q.toleranceBps = 100;
        vm.prank(alice);
        OrderId id = exchange.placeParent(q);
        _settle(1200);
        assertEq(exchange.nextSlice(id).boundTicks, 1060, "1,050 and its tolerance");
        uptime.set(1, block.timestamp);
        assertEq(exchange.nextSlice(id).boundTicks, 1212);
    }

    function test_no_market_is_halted_by_an_index_while_it_is_down() public {
        _settle(1200);
        assertTrue(exchange.dueWork(MARKET).halt);
        uptime.set(1, block.timestamp);
        assertFalse(exchange.dueWork(MARKET).halt);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAuctions.Exchange_NoIndexPrice.selector, MARKET));
        exchange.checkAndHalt(MARKET);
        uptime.set(0, block.timestamp - GRACE - 1);
        exchange.checkAndHalt(MARKET);
    }

    // ------------------------------------------------------------------------------------------- configuration

    function test_what_is_set_is_seen_and_zero_removes_it() public {
        (IExchangeAuctions.Sequencer memory s, ) = exchange.sequencer();
        assertEq(s.feed, address(uptime));
        assertEq(s.graceSeconds, GRACE);
        uptime.set(1, START);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAuctions.SequencerSet(address(0), 0);
        exchange.setSequencer(address(0), 5);
        (s, ) = exchange.sequencer();
        assertEq(s.feed, address(0));
        assertEq(s.graceSeconds, 0);
        _assertUp(true);
    }

    function test_bad_configurations_are_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IExchangeAuctions.Exchange_FeedWithoutCode.selector, alice));
        exchange.setSequencer(alice, GRACE);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "graceSeconds", 604_801, 604_800)
        );
        exchange.setSequencer(address(uptime), 604_801);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, bob));
        exchange.setSequencer(address(0), 0);
    }

    function test_C2_it_survives_an_upgrade() public {
        exchange.upgradeToAndCall(_exchangeCode(), "");
        (IExchangeAuctions.Sequencer memory s, ) = exchange.sequencer();
        assertEq(s.feed, address(uptime));
        uptime.set(1, START);
        _assertUp(false);
    }
}
