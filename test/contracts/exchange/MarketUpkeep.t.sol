// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeLens } from "../../../contracts/interfaces/IExchangeLens.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { MarketUpkeep } from "../../../contracts/periphery/MarketUpkeep.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";
import { ScriptedFeed } from "./ScriptedFeed.sol";

/// @notice Automation nodes as the fallback keeper.
contract MarketUpkeepTest is ConditionalFixture {
    MarketUpkeep private upkeep;

    function setUp() public override {
        super.setUp();
        upkeep = new MarketUpkeep(exchange);
    }

    // ------------------------------------------------------------------------------------------- set-up

    function _deferIn(uint32 marketId) private {
        IExchange.OrderRequest memory q = _gtc(BID, 900, 1);
        q.marketId = marketId;
        q.maxFills = 0;
        _place(alice, q);
    }

    function _parent(address account, uint16 limit) private returns (OrderId) {
        return _parentIn(MARKET, account, limit);
    }

    function _parentIn(uint32 marketId, address account, uint16 limit) private returns (OrderId) {
        IExchangeParents.ParentRequest memory q;
        q.marketId = marketId;
        q.side = BID;
        q.lots = 20;
        q.limitTicks = limit;
        q.interval = 60;
        q.slices = 10;
        vm.prank(account);
        return exchange.placeParent(q);
    }

    function _check() private view returns (MarketUpkeep.Job[] memory jobs, bytes memory data) {
        bool needed;
        (needed, data) = upkeep.checkUpkeep("");
        jobs = abi.decode(data, (MarketUpkeep.Job[]));
        assertEq(needed, jobs.length != 0);
    }

    function _perform() private returns (uint256 jobs) {
        (MarketUpkeep.Job[] memory found, bytes memory data) = _check();
        vm.prank(stranger);
        upkeep.performUpkeep(data);
        return found.length;
    }

    function _assertOnly(MarketUpkeep.Work work) private view {
        (MarketUpkeep.Job[] memory jobs, ) = _check();
        assertEq(jobs.length, 1);
        assertEq(uint8(jobs[0].work), uint8(work));
        assertEq(jobs[0].marketId, MARKET);
    }

    function _assertIdle() private view {
        (MarketUpkeep.Job[] memory jobs, ) = _check();
        assertEq(jobs.length, 0);
    }

    // ------------------------------------------------------------------------------------------- each kind of work

    function test_nothing_to_do() public view {
        _assertIdle();
    }

    function test_deferred_orders_are_cranked() public {
        _deferIn(MARKET);
        _assertOnly(MarketUpkeep.Work.CRANK);
        _perform();
        assertEq(_queued(), 0);
        _assertIdle();
    }

    function test_due_stops_are_fired_and_what_they_become_is_executed_at_once() public {
        _rest(buyer, BID, 890, 10);
        _stop(alice, ASK, 950, 850, 3);
        _settle(940);
        assertEq(_perform(), 2);
        assertEq(_units(alice), UNITS - 3 * LOT);
        assertGt(_money(alice), FUNDS);
        _assertIdle();
    }

    function test_an_auction_whose_time_is_over_is_uncrossed() public {
        exchange.haltMarket(MARKET);
        exchange.openMarket(MARKET);
        _rest(alice, BID, 1000, 5);
        _rest(bob, ASK, 1000, 5);
        _assertIdle();
        (, uint40 endsAt) = exchange.marketPhase(MARKET);
        vm.warp(endsAt);
        _assertOnly(MarketUpkeep.Work.UNCROSS);
        _perform();
        assertEq(_units(alice), UNITS + 5 * LOT);
        assertTrue(exchange.market(MARKET).phase == IExchange.MarketPhase.CONTINUOUS);
    }

    function test_a_halt_that_lasted_longest_is_ended() public {
        exchange.haltMarket(MARKET);
        _assertIdle();
        vm.warp(block.timestamp + 1 days);
        _assertOnly(MarketUpkeep.Work.REOPEN);
        _perform();
        assertTrue(exchange.market(MARKET).phase == IExchange.MarketPhase.AUCTION);
    }

    function test_a_market_that_left_its_index_is_halted_and_nothing_else_is_done_there() public {
        _deferIn(MARKET);
        exchange.setOracle(MARKET, address(new ScriptedFeed(8, 20e8)), 3600, 1000);
        _assertOnly(MarketUpkeep.Work.HALT);
        _perform();
        assertTrue(exchange.market(MARKET).phase == IExchange.MarketPhase.HALTED);
        assertEq(_queued(), 1);
    }

    function test_trailing_stops_follow_the_price() public {
        OrderId id = _trailing(alice, ASK, 100, 1, 5);
        _settle(1200);
        _assertOnly(MarketUpkeep.Work.TRAIL);
        _perform();
        assertEq(exchange.conditional(id).triggerBelowTicks, 1100);
        _assertIdle();
    }

    function test_due_slices_are_executed_one_by_one() public {
        OrderId first = _parent(alice, 1100);
        OrderId second = _parent(bob, 1100);
        _assertIdle();
        _rest(seller, ASK, 1050, 100);
        assertEq(_perform(), 2);
        assertEq(exchange.parent(first).lotsLeft, 18);
        assertEq(exchange.parent(second).lotsLeft, 18);
        _assertIdle();
    }

    function test_a_delisted_market_is_emptied() public {
        _deferIn(MARKET);
        _stop(alice, ASK, 950, 850, 3);
        OrderId parent = _parent(alice, 1100);
        exchange.delistMarket(MARKET);
        assertEq(_perform(), 3);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
        assertFalse(exchange.parent(parent).live);
        _assertIdle();
    }

    // ------------------------------------------------------------------------------------------- many

    function test_a_part_of_the_markets_by_check_data() public {
        uint32 second = _createMarket(0, 0);
        _deferIn(MARKET);
        _deferIn(second);
        (, bytes memory data) = upkeep.checkUpkeep(abi.encode(uint32(2), type(uint32).max));
        MarketUpkeep.Job[] memory jobs = abi.decode(data, (MarketUpkeep.Job[]));
        assertEq(jobs.length, 1);
        assertEq(jobs[0].marketId, second);
        (, data) = upkeep.checkUpkeep(abi.encode(uint32(0), uint32(1)));
        jobs = abi.decode(data, (MarketUpkeep.Job[]));
        assertEq(jobs.length, 1);
        assertEq(jobs[0].marketId, MARKET);
        (bool needed, ) = upkeep.checkUpkeep(abi.encode(uint32(3), uint32(2)));
        assertFalse(needed);
    }

    function test_more_work_than_one_upkeep_takes_is_done_by_the_next() public {
        for (uint256 i = 0; i < 14; ++i) _deferIn(_createMarket(0, 0));
        uint256 done;
        for (uint256 i = 0; i < 20 && done < 14; ++i) {
            vm.roll(block.number + 1);
            uint256 jobs = _perform();
            assertLe(jobs, 10);
            done += jobs;
        }
        assertEq(done, 14);
        _assertIdle();
    }

    /// @dev Whoever fills the first markets with work cannot keep the others waiting.
    function test_D5_every_market_has_its_turn() public {
        for (uint256 i = 0; i < 20; ++i) _deferIn(_createMarket(0, 0));
        uint256 seen;
        for (uint256 k = 0; k < 60; ++k) {
            vm.roll(block.number + 1);
            (MarketUpkeep.Job[] memory jobs, ) = _check();
            for (uint256 i = 0; i < jobs.length; ++i) seen |= 1 << jobs[i].marketId;
        }
        assertEq(seen, ((1 << 20) - 1) << 2);
    }

    function test_D5_every_parent_has_its_turn() public {
        for (uint256 i = 0; i < 70; ++i) _parent(alice, 1100);
        _rest(seller, ASK, 1050, 1000);
        uint256 seen;
        for (uint256 k = 0; k < 150; ++k) {
            vm.roll(block.number + 1);
            (MarketUpkeep.Job[] memory jobs, ) = _check();
            assertEq(jobs.length, 10);
            for (uint256 i = 0; i < 10; ++i) seen |= 1 << jobs[i].ids[0].sequence();
        }
        assertEq(seen, ((1 << 70) - 1) << 1);
    }

    function test_a_market_that_cannot_say_what_is_due_leaves_the_others_their_turn() public {
        uint32 second = _createMarket(0, 0);
        _deferIn(MARKET);
        _deferIn(second);
        vm.mockCallRevert(address(exchange), abi.encodeCall(IExchangeLens.dueWork, (MARKET)), "broken");
        (MarketUpkeep.Job[] memory jobs, ) = _check();
        assertEq(jobs.length, 1);
        assertEq(jobs[0].marketId, second);
    }

    // ------------------------------------------------------------------------------------------- performing

    function _job(MarketUpkeep.Work work, uint32 marketId) private pure returns (MarketUpkeep.Job memory job) {
        (job.work, job.marketId) = (work, marketId);
    }

    function test_D6_a_job_that_is_refused_leaves_the_others_done() public {
        _deferIn(MARKET);
        MarketUpkeep.Job[] memory jobs = new MarketUpkeep.Job[](4);
        jobs[0] = _job(MarketUpkeep.Work.REOPEN, MARKET);
        jobs[1] = _job(MarketUpkeep.Work.CRANK, 9);
        jobs[2] = _job(MarketUpkeep.Work.SLICE, MARKET);
        jobs[3] = _job(MarketUpkeep.Work.CRANK, MARKET);
        vm.expectEmit(true, true, true, true, address(upkeep));
        emit MarketUpkeep.JobRefused(
            MarketUpkeep.Work.CRANK,
            9,
            abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 9, 1)
        );
        upkeep.performUpkeep(abi.encode(jobs));
        assertEq(_queued(), 0);
    }

    /// @dev The first job burns its share; the last one still has enough of its own.
    function test_D7_a_job_that_burns_its_gas_leaves_the_others_theirs() public {
        _deferIn(MARKET);
        MarketUpkeep.Job[] memory jobs = new MarketUpkeep.Job[](2);
        jobs[0] = _job(MarketUpkeep.Work.FIRE, MARKET);
        jobs[1] = _job(MarketUpkeep.Work.CRANK, MARKET);
        address burner = makeAddr("burner");
        vm.etch(burner, hex"fe");
        vm.mockFunction(address(exchange), burner, abi.encodeWithSelector(exchange.fireStops.selector));
        upkeep.performUpkeep{ gas: 1_000_000 }(abi.encode(jobs));
        assertEq(_queued(), 0);
    }

    function test_G2_a_second_node_with_the_same_answer_changes_nothing() public {
        _deferIn(MARKET);
        (, bytes memory data) = _check();
        upkeep.performUpkeep(data);
        uint256 money = _money(alice);
        upkeep.performUpkeep(data);
        assertEq(_money(alice), money);
    }

    /// @dev Ten markets full of what is not due yet: the check stays within the ten million gas that nodes give it.
    function test_the_gas_of_one_check_is_bounded() public {
        for (uint256 m = 0; m < 11; ++m) {
            uint32 marketId = m == 0 ? MARKET : _createMarket(0, 0);
            for (uint256 i = 0; i < 20; ++i) _parentIn(marketId, alice, 1100);
        }
        for (uint16 i = 0; i < 20; ++i) _stop(alice, ASK, 900 - i, 850, 1);
        uint256 before = gasleft();
        (bool needed, ) = upkeep.checkUpkeep("");
        assertLt(before - gasleft(), 10_000_000);
        assertFalse(needed);
    }

    /// @dev A full load: ten jobs share the steps, and the dearest of them stay within an upkeep's usual five million gas.
    function test_the_gas_of_one_upkeep_is_bounded() public {
        for (uint16 i = 0; i < 150; ++i) _rest(seller, ASK, 1100 + i, 1);
        IExchange.OrderRequest memory q = _gtc(BID, 1300, 150);
        q.maxFills = 0;
        _place(alice, q);
        (, bytes memory data) = _check();
        uint256 before = gasleft();
        upkeep.performUpkeep(data);
        assertLt(before - gasleft(), 5_000_000);
        assertEq(_units(alice), UNITS + 100 * LOT);
    }

    function testFuzz_C5_whatever_is_performed_moves_nobodys_money(uint8 work, uint32 marketId, uint96 id) public {
        OrderId waiting = _stop(alice, ASK, 950, 850, 3);
        OrderId resting = _rest(alice, BID, 900, 1);
        (uint256 money, uint256 units) = (_money(alice), _units(alice));
        MarketUpkeep.Job[] memory jobs = new MarketUpkeep.Job[](1);
        jobs[0] = _job(MarketUpkeep.Work(bound(work, 0, 6)), uint32(bound(marketId, 0, 2)));
        jobs[0].ids = _one(
            id % 3 == 0
                ? OrderId.wrap(id)
                : id % 3 == 1
                    ? waiting
                    : resting
        );
        upkeep.performUpkeep(abi.encode(jobs));
        assertEq(_money(alice), money);
        assertEq(_units(alice), units);
        assertTrue(_waits(waiting) && _live(resting));
    }

    function test_no_more_jobs_than_the_cap() public {
        vm.expectRevert(abi.encodeWithSelector(MarketUpkeep.MarketUpkeep_TooManyJobs.selector, 11, 10));
        upkeep.performUpkeep(abi.encode(new MarketUpkeep.Job[](11)));
    }

    function test_it_needs_an_exchange() public {
        vm.expectRevert(MarketUpkeep.MarketUpkeep_ZeroAddress.selector);
        new MarketUpkeep(IExchange(address(0)));
    }

    // ------------------------------------------------------------------------------------------- keeper fees

    function test_the_fee_of_a_stop_fired_through_it_returns_to_the_owner() public {
        _setKeeperFee(3);
        _rest(buyer, BID, 890, 10);
        OrderId id = _stop(alice, ASK, 950, 850, 3);
        assertEq(_money(alice), FUNDS - 3 * TICK);
        _settle(940);
        _perform();
        assertFalse(_waits(id));
        uint256 proceeds = _notional(890, 3);
        assertEq(_money(alice), FUNDS + proceeds - _feeUp(proceeds, TAKER_FEE));
        assertEq(_money(address(upkeep)), 0);
        assertEq(_money(stranger), 0);
    }

    function test_the_fee_of_a_slice_executed_through_it_returns_to_the_owner() public {
        _setKeeperFee(3);
        OrderId id = _parent(alice, 1100);
        _rest(seller, ASK, 1050, 100);
        _perform();
        vm.prank(alice);
        exchange.cancelParent(id);
        uint256 paid = _notional(1050, 2);
        assertEq(_money(alice), FUNDS - paid - _feeUp(paid, TAKER_FEE));
        assertEq(_money(address(upkeep)), 0);
        assertEq(_money(stranger), 0);
    }
}
