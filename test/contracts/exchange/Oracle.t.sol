// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAuctions } from "../../../contracts/interfaces/IExchangeAuctions.sol";
import { AuctionFixture } from "./AuctionFixture.sol";
import { ScriptedFeed } from "./ScriptedFeed.sol";

/// @notice The index price: what a feed must say to be believed, and what follows from it.
contract OracleTest is AuctionFixture {
    uint32 private constant MAX_AGE = 3600;
    uint16 private constant BAND = 1000;

    /// 10.00 a tonne with 8 decimals: 1,000 ticks of 0.01.
    ScriptedFeed private feed;

    function setUp() public override {
        super.setUp();
        feed = new ScriptedFeed(8, 10e8);
        exchange.setOracle(MARKET, address(feed), MAX_AGE, BAND);
    }

    function _assertIndex(uint16 expected) private view {
        (bool found, uint16 ticks) = exchange.indexPrice(MARKET);
        assertEq(ticks, expected);
        assertEq(found, expected != 0);
    }

    // ------------------------------------------------------------------------------------------- believed or not

    function test_an_answer_becomes_ticks() public view {
        _assertIndex(1000);
    }

    function test_F4_a_stale_answer_is_none() public {
        vm.warp(block.timestamp + MAX_AGE);
        _assertIndex(1000);
        vm.warp(block.timestamp + 1);
        _assertIndex(0);
    }

    function test_F4_zero_negative_and_absurd_answers_are_none() public {
        feed.set(0, block.timestamp);
        _assertIndex(0);
        feed.set(uint256(-int256(10e8)), block.timestamp);
        _assertIndex(0);
        feed.set(uint256(type(int256).min), block.timestamp);
        _assertIndex(0);
        feed.set(type(uint256).max >> 1, block.timestamp);
        _assertIndex(0);
        feed.set(1 << 96, block.timestamp);
        _assertIndex(0);
    }

    function test_F4_an_answer_from_the_future_or_never_updated_is_none() public {
        feed.set(10e8, block.timestamp + 1);
        _assertIndex(0);
        feed.set(10e8, type(uint256).max);
        _assertIndex(0);
        feed.set(10e8, 0);
        _assertIndex(0);
    }

    function test_F4_wrong_decimals_are_none() public {
        feed.setDecimals(37);
        _assertIndex(0);
        feed.setDecimals(type(uint256).max);
        _assertIndex(0);
        feed.setDecimals(36);
        _assertIndex(0);
        feed.setDecimals(0);
        _assertIndex(0);
        // decimals that changed under the same answer change the price, and are not remembered
        feed.setDecimals(9);
        _assertIndex(100);
    }

    function test_F4_a_feed_that_fails_in_any_way_is_none() public {
        for (uint8 i = 1; i <= uint8(type(ScriptedFeed.Fault).max); ++i) {
            feed.fail(ScriptedFeed.Fault(i), ScriptedFeed.Fault.NONE);
            _assertIndex(0);
            feed.fail(ScriptedFeed.Fault.NONE, ScriptedFeed.Fault(i));
            _assertIndex(0);
        }
        feed.fail(ScriptedFeed.Fault.NONE, ScriptedFeed.Fault.NONE);
        _assertIndex(1000);
        vm.etch(address(feed), "");
        _assertIndex(0);
    }

    function test_F4_prices_outside_of_the_grid_are_none() public {
        feed.set(0.01e8 - 1, block.timestamp);
        _assertIndex(0);
        feed.set(0.01e8, block.timestamp);
        _assertIndex(1);
        feed.set(655.35e8, block.timestamp);
        _assertIndex(65_535);
        feed.set(655.36e8, block.timestamp);
        _assertIndex(0);
    }

    function test_D7_a_caller_cannot_silence_the_feed_by_giving_little_gas() public {
        uint256 silenced;
        for (uint256 gasGiven = 20_000; gasGiven < 400_000; gasGiven += 3000) {
            try exchange.indexPrice{ gas: gasGiven }(MARKET) returns (bool found, uint16) {
                if (!found) ++silenced;
            } catch {}
        }
        assertEq(silenced, 0);
        vm.expectPartialRevert(IExchangeAuctions.Exchange_GasTooLow.selector);
        exchange.indexPrice{ gas: 100_000 }(MARKET);
    }

    function test_F4_a_feed_that_burns_its_gas_leaves_the_callers() public {
        feed.fail(ScriptedFeed.Fault.BURNS_GAS, ScriptedFeed.Fault.NONE);
        uint256 before = gasleft();
        _assertIndex(0);
        assertLt(before - gasleft(), 200_000);
    }

    function testFuzz_the_conversion_is_exact_for_any_decimals(uint96 answer, uint8 decimals, uint32 lot) public {
        decimals = uint8(bound(decimals, 0, 36));
        lot = uint32(bound(lot, 1, type(uint32).max));
        uint32 m = exchange.createMarket(IExchange.Market(BASE, QUOTE, lot, 7, 1, 0, 0, CONTINUOUS), _rules());
        feed.setDecimals(decimals);
        feed.set(answer, block.timestamp);
        exchange.setOracle(m, address(feed), MAX_AGE, BAND);
        // rounding down step by step is the same as once at the end
        uint256 expected = (uint256(answer) * 1e6 * lot) / (10 ** decimals) / 1000 / 7;
        if (expected > 65_535) expected = 0;
        (bool found, uint16 ticks) = exchange.indexPrice(m);
        assertEq(ticks, expected);
        assertEq(found, expected != 0);
    }

    // ------------------------------------------------------------------------------------------- configuration

    function test_what_is_set_is_seen_and_zero_removes_it() public {
        IExchangeAuctions.Oracle memory o = exchange.oracle(MARKET);
        assertEq(o.feed, address(feed));
        assertEq(o.maxAgeSeconds, MAX_AGE);
        assertEq(o.bandBps, BAND);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAuctions.OracleSet(MARKET, address(0), 0, 0);
        exchange.setOracle(MARKET, address(0), 5, 5);
        assertEq(exchange.oracle(MARKET).maxAgeSeconds, 0);
        _assertIndex(0);
    }

    function test_bad_configurations_are_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 9, 1));
        exchange.setOracle(9, address(feed), MAX_AGE, BAND);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAuctions.Exchange_FeedWithoutCode.selector, alice));
        exchange.setOracle(MARKET, alice, MAX_AGE, BAND);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "maxAgeSeconds", 0, 1));
        exchange.setOracle(MARKET, address(feed), 0, BAND);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "bandBps", 0, 9999));
        exchange.setOracle(MARKET, address(feed), MAX_AGE, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "bandBps", 10_000, 9999)
        );
        exchange.setOracle(MARKET, address(feed), MAX_AGE, 10_000);
        vm.mockCall(address(quote), abi.encodeWithSignature("decimals()"), abi.encode(37));
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "quoteDecimals", 37, 36)
        );
        exchange.setOracle(MARKET, address(feed), MAX_AGE, BAND);
    }

    // ------------------------------------------------------------------------------------------- reference price

    function test_F4_the_reference_price_stays_within_the_index_band_and_falls_back_without() public {
        _setTape(2000);
        vm.roll(block.number + 1);
        assertEq(exchange.referencePrice(MARKET), 1100);
        feed.set(30e8, block.timestamp);
        assertEq(exchange.referencePrice(MARKET), 2700);
        feed.fail(ScriptedFeed.Fault.REVERTS, ScriptedFeed.Fault.NONE);
        assertEq(exchange.referencePrice(MARKET), 2000, "no index, no bound by it");
    }

    // ------------------------------------------------------------------------------------------- checkAndHalt

    function _tradedBlocksAgo(uint16 ticks) private {
        _setTape(ticks);
        vm.roll(block.number + 1);
    }

    function test_anyone_halts_a_market_whose_price_left_the_index_band() public {
        _tradedBlocksAgo(1101);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAuctions.IndexBreached(MARKET, 1101, 1000);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.MarketPhaseSet(MARKET, HALTED, uint40(block.timestamp + 1 days));
        vm.prank(stranger);
        exchange.checkAndHalt(MARKET);
        _assertPhase(HALTED);
    }

    function test_it_works_downwards_too() public {
        _tradedBlocksAgo(899);
        exchange.checkAndHalt(MARKET);
        _assertPhase(HALTED);
    }

    function test_a_price_within_the_band_is_not_halted() public {
        uint16[2] memory edges = [uint16(1100), 900];
        for (uint256 i = 0; i < 2; ++i) {
            _tradedBlocksAgo(edges[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IExchangeAuctions.Exchange_WithinIndexBand.selector, edges[i], 900, 1100)
            );
            exchange.checkAndHalt(MARKET);
        }
    }

    function test_F4_without_an_index_nothing_is_halted() public {
        _tradedBlocksAgo(2000);
        feed.set(0, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAuctions.Exchange_NoIndexPrice.selector, MARKET));
        exchange.checkAndHalt(MARKET);
    }

    function test_F2_a_trade_and_the_halt_in_one_block_do_not_go_together() public {
        _tradedBlocksAgo(1000);
        _setTape(2000);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAuctions.Exchange_WithinIndexBand.selector, 1000, 900, 1100));
        exchange.checkAndHalt(MARKET);
    }

    function test_a_market_that_came_back_in_this_block_is_not_halted() public {
        _tradedBlocksAgo(2000);
        _setTape(1000);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAuctions.Exchange_WithinIndexBand.selector, 1000, 900, 1100));
        exchange.checkAndHalt(MARKET);
    }

    function test_an_old_trade_or_none_is_no_reason_to_halt() public {
        vm.expectRevert(
            abi.encodeWithSelector(IExchangeAuctions.Exchange_NoRecentTrade.selector, block.timestamp, MAX_AGE)
        );
        exchange.checkAndHalt(MARKET);
        _tradedBlocksAgo(2000);
        vm.warp(block.timestamp + MAX_AGE + 1);
        feed.set(10e8, block.timestamp);
        vm.expectRevert(
            abi.encodeWithSelector(IExchangeAuctions.Exchange_NoRecentTrade.selector, MAX_AGE + 1, MAX_AGE)
        );
        exchange.checkAndHalt(MARKET);
    }

    function test_only_continuous_trading_is_halted_by_the_index() public {
        IExchange.MarketPhase[5] memory others = [HALTED, DELISTED, AUCTION, UNCROSSING, CLOSED];
        _tradedBlocksAgo(2000);
        for (uint256 i = 0; i < others.length; ++i) {
            uint256 state = vm.snapshotState();
            _bringTo(others[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IExchange.Exchange_BadMarketPhase.selector, MARKET, others[i], HALTED)
            );
            exchange.checkAndHalt(MARKET);
            vm.revertToState(state);
        }
    }
}
