// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeSweep } from "../../../contracts/interfaces/IExchangeSweep.sol";
import { SweepFixture } from "./SweepFixture.sol";

contract SweepTest is SweepFixture {
    /// @dev Labels 3 and 5.
    uint128 private constant WANTED = (1 << 3) | (1 << 5);

    // ------------------------------------------------------------------------------------------- buying

    function test_it_buys_the_cheapest_of_all_markets_and_retires_on_one_certificate() public {
        _ask(seller, 1, 1000, 5);
        _ask(seller, 1, 1200, 5);
        _ask(seller, 2, 1100, 4);
        IExchangeSweep.SweepResult memory r = _sweep(_sweepOf(11_000));
        assertEq(r.units, 11_000);
        assertEq(r.parts.length, 2);
        assertEq(r.parts[0].units, 7_000);
        assertEq(r.parts[1].units, 4_000);
        assertEq(r.parts[1].cost, _cost(1100, 4, FEE));
        // two runs in market 1, each with its own rounding
        assertEq(r.parts[0].cost, _cost(1000, 5, FEE) + _cost(1200, 2, FEE));
        assertEq(r.cost, r.parts[0].cost + r.parts[1].cost);
        assertEq(exchange.balanceOf(buyer, quoteAsset), FUNDS - r.cost);
        assertEq(certificate.ownerOf(r.retirementId), buyer);
        assertEq(credits.batch(batches[0]).retiredUnits, 7_000);
        assertEq(credits.batch(batches[1]).retiredUnits, 4_000);
    }

    function test_prices_are_compared_by_the_kilogram_with_fees() public {
        // 100 kg at 99 ticks with 1 % is dearer than 1 t at 995 with 0.25 %, and 98 ticks is cheaper
        _ask(seller, 1, 995, 5);
        _ask(seller, 3, 99, 50);
        IExchangeSweep.SweepResult memory r = _sweep(_sweepOf(1_000));
        assertEq(r.parts[0].marketId, 1);
        _ask(seller, 3, 98, 10);
        r = _sweep(_sweepOf(1_000));
        assertEq(r.parts[0].marketId, 3);
        assertEq(r.cost, _cost(98, 10, DEAR_FEE));
    }

    function test_what_is_too_small_for_one_market_comes_from_another() public {
        _ask(seller, 1, 500, 5);
        _ask(seller, 3, 100, 50);
        IExchangeSweep.SweepResult memory r = _sweep(_sweepOf(1_300));
        assertEq(r.parts[0].units, 1_000);
        assertEq(r.parts[1].units, 300);
    }

    function test_less_is_taken_where_the_request_allows_it() public {
        _ask(seller, 1, 1000, 5);
        IExchangeSweep.SweepRequest memory q = _sweepOf(9_000);
        q.minUnits = 5_000;
        assertEq(_sweep(q).units, 5_000);
    }

    function test_offers_of_ones_own_are_cancelled_rather_than_bought() public {
        vm.startPrank(seller);
        credits.safeTransferFrom(seller, buyer, batches[0], 2_000, "");
        vm.stopPrank();
        vm.startPrank(buyer);
        credits.setApprovalForAll(address(exchange), true);
        exchange.depositCredits(exchange.assetIndex(address(credits), batches[0]), 2_000);
        vm.stopPrank();
        _ask(buyer, 1, 900, 2);
        _ask(seller, 1, 1000, 2);
        IExchangeSweep.SweepResult memory r = _sweep(_sweepOf(2_000));
        assertEq(r.cost, _cost(1000, 2, FEE));
        assertEq(exchange.balanceOf(buyer, exchange.assetIndex(address(credits), batches[0])), 2_000);
    }

    function test_markets_that_do_not_trade_are_passed_over() public {
        _ask(seller, 1, 900, 5);
        _ask(seller, 2, 1000, 5);
        vm.prank(admin);
        exchange.haltMarket(1);
        assertEq(_sweep(_sweepOf(1_000)).parts[0].marketId, 2);
    }

    function test_a_breach_ends_one_market_and_not_the_sweep() public {
        _ask(seller, 1, 900, 1);
        _ask(seller, 1, 1000, 5);
        _ask(seller, 2, 1100, 5);
        IExchange.MarketRules memory rules = exchange.marketRules(1);
        (rules.staticBandBps, rules.staticTicks) = (100, 900);
        vm.prank(admin);
        exchange.setMarketRules(1, rules);
        IExchangeSweep.SweepResult memory r = _sweep(_sweepOf(3_000));
        assertEq(r.parts[0].units, 1_000);
        assertEq(r.parts[1].units, 2_000);
        (IExchange.MarketPhase phase, ) = exchange.marketPhase(1);
        assertEq(uint8(phase), uint8(IExchange.MarketPhase.AUCTION));
    }

    // ------------------------------------------------------------------------------------------- criteria

    function _criteria() private returns (IExchangeSweep.SweepRequest memory q) {
        _ask(seller, 1, 900, 5);
        _ask(seller, 2, 1000, 5);
        _ask(seller, 3, 110, 50);
        q = _sweepOf(1_000);
    }

    function _only(IExchangeSweep.SweepRequest memory q, uint32 marketId) private {
        IExchangeSweep.SweepResult memory r = _sweep(q);
        assertEq(r.parts.length, 1);
        assertEq(r.parts[0].marketId, marketId);
    }

    function test_countries_decide_what_is_bought() public {
        IExchangeSweep.SweepRequest memory q = _criteria();
        q.criteria.countries = new bytes2[](2);
        (q.criteria.countries[0], q.criteria.countries[1]) = ("BR", "KE");
        _only(q, 3);
    }

    function test_methodologies_decide_what_is_bought() public {
        IExchangeSweep.SweepRequest memory q = _criteria();
        q.criteria.methodologies = new string[](1);
        q.criteria.methodologies[0] = "VM0047 v1.0";
        _only(q, 3);
    }

    function test_mechanisms_decide_what_is_bought() public {
        IExchangeSweep.SweepRequest memory q = _criteria();
        q.criteria.mechanisms = new ICarbonCredits.Mechanism[](1);
        q.criteria.mechanisms[0] = ICarbonCredits.Mechanism.REMOVAL;
        _only(q, 3);
    }

    function test_vintages_decide_what_is_bought() public {
        IExchangeSweep.SweepRequest memory q = _criteria();
        q.criteria.vintageFrom = VINTAGE_START + 1;
        _only(q, 2);
        (q.criteria.vintageFrom, q.criteria.vintageTo) = (0, VINTAGE_END);
        _only(q, 1);
    }

    function test_labels_are_asked_for_at_this_moment() public {
        IExchangeSweep.SweepRequest memory q = _criteria();
        q.criteria.labels = WANTED;
        labels.set(batches[0], 1 << 3, block.timestamp + 10);
        labels.set(batches[1], WANTED | 1, block.timestamp + 10);
        _only(q, 2);
        vm.warp(block.timestamp + 10);
        _refused(q, abi.encodeWithSelector(IExchangeSweep.Exchange_SweepShort.selector, 0, 1_000));
    }

    function test_a_market_that_lacks_its_own_labels_is_passed_over() public {
        _ask(seller, 1, 900, 5);
        _ask(seller, 2, 1000, 5);
        vm.prank(admin);
        exchange.setMarketLabels(1, WANTED);
        labels.set(batches[0], 1 << 3, type(uint256).max);
        IExchangeSweep.SweepResult memory result = _sweep(_sweepOf(2_000));
        assertEq(result.parts.length, 1);
        assertEq(result.parts[0].marketId, 2);
        labels.set(batches[0], WANTED, type(uint256).max);
        assertEq(_sweep(_sweepOf(2_000)).parts[0].marketId, 1);
    }

    function test_without_anyone_to_ask_no_batch_has_a_label() public {
        IExchangeSweep.SweepRequest memory q = _criteria();
        q.criteria.labels = WANTED;
        labels.set(batches[0], WANTED, type(uint256).max);
        vm.prank(admin);
        exchange.setLabels(address(0));
        _refused(q, abi.encodeWithSelector(IExchangeSweep.Exchange_SweepShort.selector, 0, 1_000));
    }

    // ------------------------------------------------------------------------------------------- refusals

    function test_a_sweep_that_costs_too_much_leaves_everything_as_it_was() public {
        _ask(seller, 1, 1000, 5);
        IExchangeSweep.SweepRequest memory q = _sweepOf(5_000);
        uint256 cost = _cost(1000, 5, FEE);
        q.maxCost = cost - 1;
        _refused(q, abi.encodeWithSelector(IExchangeSweep.Exchange_SweepTooDear.selector, cost, cost - 1));
        assertEq(exchange.balanceOf(buyer, quoteAsset), FUNDS);
        q.maxCost = cost;
        assertEq(_sweep(q).cost, cost);
    }

    function test_a_sweep_that_finds_too_little_is_refused() public {
        _ask(seller, 1, 1000, 5);
        bytes memory why = abi.encodeWithSelector(IExchangeSweep.Exchange_SweepShort.selector, 5_000, 6_000);
        _refused(_sweepOf(6_000), why);
    }

    function test_a_least_amount_of_nothing_or_above_the_amount_is_refused() public {
        IExchangeSweep.SweepRequest memory q = _sweepOf(6_000);
        q.minUnits = 0;
        _refused(q, abi.encodeWithSelector(IExchangeSweep.Exchange_SweepShort.selector, 6_000, 0));
        q.minUnits = 6_001;
        _refused(q, abi.encodeWithSelector(IExchangeSweep.Exchange_SweepShort.selector, 6_000, 6_001));
    }

    function test_markets_must_rise_exist_and_share_their_quote() public {
        IExchangeSweep.SweepRequest memory q = _sweepOf(1_000);
        q.marketIds[1] = 1;
        _refused(q, abi.encodeWithSelector(IExchangeSweep.Exchange_SweepOrder.selector, 1, 1));
        (q.marketIds[1], q.marketIds[2]) = (2, 9);
        _refused(q, abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 9, 4));
        q.marketIds[2] = 4;
        uint32 other = exchange.market(4).quoteAsset;
        _refused(q, abi.encodeWithSelector(IExchangeSweep.Exchange_SweepMixedQuote.selector, 4, other, quoteAsset));
        q.marketIds = new uint32[](17);
        _refused(q, abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 17, 16));
    }

    function test_an_account_that_may_not_trade_cannot_sweep() public {
        _ask(seller, 1, 1000, 5);
        _freeze(buyer);
        _refused(_sweepOf(1_000), abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, buyer));
    }

    function test_only_the_exchange_itself_carries_out_a_quote() public {
        IExchangeSweep.SweepRequest memory q = _sweepOf(1_000);
        vm.expectRevert(abi.encodeWithSignature("Exchange_NotSimulated(address)", address(this)));
        exchange.sweepAndRevert(buyer, q);
    }

    function test_only_the_admin_says_who_is_asked_for_labels() public {
        vm.expectRevert(abi.encodeWithSignature("AccessManagedUnauthorized(address)", buyer));
        vm.prank(buyer);
        exchange.setLabels(buyer);
        assertEq(exchange.labels(), address(labels));
    }

    // ------------------------------------------------------------------------------------------- quote, value

    function test_a_refused_sweep_quotes_its_refusal() public {
        (bool ok, bytes memory failure, ) = exchange.quoteSweep(buyer, _sweepOf(1_000));
        assertFalse(ok);
        assertEq(failure, abi.encodeWithSelector(IExchangeSweep.Exchange_SweepShort.selector, 0, 1_000));
    }

    function _randomBooks(uint256 seed) private {
        for (uint256 i = 0; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 marketId = uint32(1 + (seed % 3));
            uint256 ticks = marketId == 3 ? 90 + ((seed >> 8) % 30) : 900 + ((seed >> 8) % 300);
            uint256 lots = marketId == 3 ? 1 + ((seed >> 24) % 80) : 1 + ((seed >> 24) % 8);
            _ask(seller, marketId, uint16(ticks), uint40(lots));
        }
    }

    function testFuzz_the_quote_is_the_execution(uint256 seed, uint64 units) public {
        _randomBooks(seed);
        IExchangeSweep.SweepRequest memory q = _sweepOf(uint64(bound(units, 100, 60_000)));
        q.minUnits = 1;
        (bool ok, bytes memory failure, IExchangeSweep.SweepResult memory quoted) = exchange.quoteSweep(buyer, q);
        assertEq(exchange.balanceOf(buyer, quoteAsset), FUNDS);
        if (!ok) {
            _refused(q, failure);
            return;
        }
        assertEq(keccak256(abi.encode(_sweep(q))), keccak256(abi.encode(quoted)));
    }

    /// @dev Of markets with lots of one size: with others, what remains can be too small for the cheapest.
    function testFuzz_no_cheaper_offer_is_left(uint256 seed, uint64 tonnes) public {
        _randomBooks(seed);
        _ask(seller, 1, 1300, 1);
        IExchangeSweep.SweepRequest memory q = _sweepOf(uint64(bound(tonnes, 1, 20)) * 1_000);
        (q.minUnits, q.marketIds) = (1, new uint32[](2));
        (q.marketIds[0], q.marketIds[1]) = (1, 2);
        _sweep(q);
        uint16 dearest = _max(exchange.tape(1).lastTicks, exchange.tape(2).lastTicks);
        for (uint32 marketId = 1; marketId <= 2; ++marketId) {
            (, uint16 ask) = exchange.best(marketId);
            assertTrue(ask == 0 || ask >= dearest, "a cheaper offer was left");
        }
    }

    function _max(uint16 a, uint16 b) private pure returns (uint16) {
        return a > b ? a : b;
    }

    function testFuzz_what_was_swept_is_burnt_and_nobody_else_is_touched(uint256 seed, uint64 units) public {
        _randomBooks(seed);
        IExchangeSweep.SweepRequest memory q = _sweepOf(uint64(bound(units, 1_000, 60_000)));
        q.minUnits = 1;
        uint256[3] memory held;
        for (uint256 i = 0; i < 3; ++i) held[i] = credits.balanceOf(address(exchange), batches[i]);
        IExchangeSweep.SweepResult memory r = _sweep(q);
        uint256 parts;
        for (uint256 i = 0; i < r.parts.length; ++i) {
            IExchangeSweep.SweepPart memory part = r.parts[i];
            parts += part.units;
            uint256 index = part.marketId - 1;
            assertEq(credits.balanceOf(address(exchange), batches[index]), held[index] - part.units);
            assertEq(exchange.balanceOf(buyer, exchange.assetIndex(address(credits), part.batchId)), 0);
        }
        assertEq(parts, r.units);
        assertEq(exchange.balanceOf(buyer, quoteAsset), FUNDS - r.cost);
    }
}
