// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeMarkets } from "../../../contracts/interfaces/IExchangeMarkets.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice Rebates and discounts: what a maker is given never exceeds what the taker pays, and nobody's money is missing.
contract FeeTiersTest is ExchangeFixture {
    function _tiers(
        uint48 kilograms,
        uint16 taker,
        uint16 maker
    ) private pure returns (IExchange.FeeTier[] memory tiers) {
        tiers = new IExchange.FeeTier[](1);
        tiers[0] = IExchangeMarkets.FeeTier(kilograms, taker, maker);
    }

    function _rebateDown(uint256 n, uint256 pips) private pure returns (uint256) {
        return (n * pips) / 1_000_000;
    }

    function test_an_ask_maker_is_given_its_rebate() public {
        exchange.setMarketFees(MARKET, -1000, 2500);
        _rest(alice, ASK, 1000, 7);
        _ioc(bob, BID, 1000, 7);
        uint256 n = _notional(1000, 7);
        assertEq(_money(alice), FUNDS + n + _rebateDown(n, 1000));
        assertEq(_money(bob), FUNDS - n - _feeUp(n, 2500));
        assertEq(exchange.collectedFees(MARKET), _feeUp(n, 2500) - _rebateDown(n, 1000));
    }

    function test_a_bid_maker_escrows_no_fee_and_is_given_its_rebate() public {
        exchange.setMarketFees(MARKET, -1000, 2500);
        OrderId id = _rest(alice, BID, 1000, 7);
        assertEq(_money(alice), FUNDS - _notional(1000, 7));
        _ioc(bob, ASK, 1000, 3);
        uint256 n = _notional(1000, 3);
        assertEq(_cancel(alice, id), 4);
        assertEq(_money(alice), FUNDS - n + _rebateDown(n, 1000));
        assertEq(_units(alice), UNITS + 3 * LOT);
        assertEq(exchange.collectedFees(MARKET), _feeUp(n, 2500) - _rebateDown(n, 1000));
    }

    function test_A6_a_promised_rebate_shrinks_to_the_fee_that_a_taker_pays() public {
        exchange.setMarketFees(MARKET, -1000, 2500);
        _rest(alice, ASK, 1000, 1);
        exchange.setMarketFees(MARKET, 0, 400);
        _ioc(bob, BID, 1000, 1);
        uint256 n = _notional(1000, 1);
        assertEq(_money(alice), FUNDS + n + _rebateDown(n, 400));
        assertEq(exchange.collectedFees(MARKET), _feeUp(n, 400) - _rebateDown(n, 400));
    }

    function testFuzz_A6_rebates_never_exceed_what_is_taken_and_all_money_is_there(
        uint16 rebate,
        uint16 taker,
        uint16 later,
        uint40[6] memory lots,
        uint16[6] memory ticks,
        bool asks,
        uint40 take
    ) public {
        taker = uint16(bound(taker, 0, 20_000));
        exchange.setMarketFees(MARKET, -int16(uint16(bound(rebate, 0, taker))), taker);
        for (uint256 i = 0; i < 6; ++i) {
            uint16 price = uint16(bound(ticks[i], 1, 3000));
            _rest(i % 2 == 0 ? alice : carol, asks ? ASK : BID, price, uint40(bound(lots[i], 1, 300)));
        }
        later = uint16(bound(later, 0, 20_000));
        exchange.setMarketFees(MARKET, 0, later);
        _ioc(bob, asks ? BID : ASK, asks ? 3000 : 1, uint40(bound(take, 1, 2000)));
        exchange.delistMarket(MARKET);
        _cancelAll(asks);
        assertEq(_money(alice) + _money(bob) + _money(carol) + exchange.collectedFees(MARKET), 3 * FUNDS);
        assertEq(_units(alice) + _units(bob) + _units(carol), 3 * UNITS);
    }

    function _cancelAll(bool asks) private {
        address[2] memory owners = [alice, carol];
        for (uint256 i = 0; i < 2; ++i) {
            (OrderId[] memory ids, , ) = exchange.ordersOf(owners[i], MARKET, asks ? ASK : BID, 0, 100);
            vm.prank(owners[i]);
            exchange.cancelBatch(ids);
        }
    }

    function test_a_rebate_above_the_lowest_taker_fee_is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_RebateAboveFee.selector, -2501, 2500));
        exchange.setMarketFees(MARKET, -2501, 2500);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_RebateAboveFee.selector, -600, 500));
        exchange.setFeeTiers(MARKET, _tiers(1000, 2000, 1600));
        exchange.setFeeTiers(MARKET, _tiers(1000, 2000, 1500));
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_RebateAboveFee.selector, -1400, 400));
        exchange.setMarketFees(MARKET, 100, 2400);
    }

    function test_tiers_that_do_not_rise_are_refused() public {
        IExchange.FeeTier[] memory tiers = new IExchange.FeeTier[](2);
        tiers[0] = IExchangeMarkets.FeeTier(1000, 100, 100);
        tiers[1] = IExchangeMarkets.FeeTier(1000, 200, 200);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "fromKilograms", 1000, 1000)
        );
        exchange.setFeeTiers(MARKET, tiers);
        tiers[1] = IExchangeMarkets.FeeTier(2000, 99, 200);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "takerDiscountPips", 99, 100)
        );
        exchange.setFeeTiers(MARKET, tiers);
        tiers[1] = IExchangeMarkets.FeeTier(2000, 100, 99);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "makerDiscountPips", 99, 100)
        );
        exchange.setFeeTiers(MARKET, tiers);
        tiers = new IExchange.FeeTier[](4);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 4, 3));
        exchange.setFeeTiers(MARKET, tiers);
    }

    function test_volume_earns_the_next_tier_for_taker_and_ask_maker_alike() public {
        exchange.setFeeTiers(MARKET, _tiers(5000, 1500, 400));
        _rest(alice, ASK, 1000, 10);
        uint256 before = _money(bob);
        _ioc(bob, BID, 1000, 5);
        assertEq(before - _money(bob), _notional(1000, 5) + _feeUp(_notional(1000, 5), TAKER_FEE));
        (uint16 taker, int16 maker, uint48 kilograms) = exchange.feesOf(bob, MARKET);
        assertEq(taker, TAKER_FEE - 1500);
        assertEq(maker, int16(MAKER_FEE) - 400);
        assertEq(kilograms, 5000);
        (taker, maker, kilograms) = exchange.feesOf(alice, MARKET);
        assertEq(taker, TAKER_FEE - 1500);
        assertEq(kilograms, 5000);
        before = _money(bob);
        _ioc(bob, BID, 1000, 5);
        assertEq(before - _money(bob), _notional(1000, 5) + _feeUp(_notional(1000, 5), TAKER_FEE - 1500));
        OrderId id = _rest(bob, BID, 900, 1);
        assertEq(exchange.order(id).feePips, int16(MAKER_FEE) - 400);
        (taker, , ) = exchange.feesOf(carol, MARKET);
        assertEq(taker, TAKER_FEE);
    }

    function test_a_stop_and_a_parent_of_a_trader_with_a_tier_are_placed_at_its_fee() public {
        exchange.setFeeTiers(MARKET, _tiers(5000, 1500, 400));
        _rest(alice, ASK, 1000, 10);
        _ioc(bob, BID, 1000, 5);
        vm.roll(block.number + 1); // a stop waits for a price of an earlier block
        uint256 before = _money(bob);
        OrderId stop = _stopToBuy(bob);
        uint256 escrow = _bidEscrow(1100, 5, TAKER_FEE - 1500);
        assertEq(before - _money(bob), escrow);
        assertEq(uint16(exchange.conditional(stop).feePips), TAKER_FEE - 1500);
        before = _money(bob);
        OrderId parent = _twapToBuy(bob);
        assertEq(before - _money(bob), escrow);
        assertEq(uint16(exchange.parent(parent).feePips), TAKER_FEE - 1500);
        // what a stranger to the tier pays
        before = _money(carol);
        _stopToBuy(carol);
        _twapToBuy(carol);
        assertEq(before - _money(carol), 2 * _bidEscrow(1100, 5, TAKER_FEE));
    }

    function _stopToBuy(address account) private returns (OrderId) {
        IExchangeConditionals.ConditionalRequest memory q;
        (q.marketId, q.side, q.kind) = (MARKET, BID, IExchangeConditionals.ConditionalKind.STOP_MARKET);
        (q.lots, q.limitTicks, q.triggerAboveTicks) = (5, 1100, 1050);
        vm.prank(account);
        return exchange.placeConditional(q);
    }

    function _twapToBuy(address account) private returns (OrderId) {
        IExchangeParents.ParentRequest memory q;
        (q.marketId, q.side, q.kind) = (MARKET, BID, IExchangeParents.ParentKind.TWAP);
        (q.lots, q.limitTicks, q.interval, q.slices) = (5, 1100, 60, 5);
        vm.prank(account);
        return exchange.placeParent(q);
    }

    function test_volume_counts_for_this_and_the_next_period_of_thirty_days() public {
        exchange.setFeeTiers(MARKET, _tiers(5000, 1500, 400));
        vm.warp((block.timestamp / 30 days + 1) * 30 days);
        _rest(alice, ASK, 1000, 10);
        _ioc(bob, BID, 1000, 5);
        vm.warp(block.timestamp + 60 days - 1);
        (, , uint48 kilograms) = exchange.feesOf(bob, MARKET);
        assertEq(kilograms, 5000);
        vm.warp(block.timestamp + 1);
        (, , kilograms) = exchange.feesOf(bob, MARKET);
        assertEq(kilograms, 0);
    }

    function test_counting_volume_touches_no_balance_and_no_standing() public {
        exchange.setFeeTiers(MARKET, _tiers(5000, 1500, 400));
        _rest(alice, ASK, 1000, 1000);
        for (uint256 i = 0; i < 5; ++i) {
            vm.warp(block.timestamp + 20 days);
            uint256 before = _money(bob);
            (uint16 taker, , ) = exchange.feesOf(bob, MARKET);
            _ioc(bob, BID, 1000, 3);
            assertEq(before - _money(bob), _notional(1000, 3) + _feeUp(_notional(1000, 3), taker));
        }
        gate.freeze(bob);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, bob));
        exchange.place(_gtc(BID, 900, 1));
    }

    function test_a_market_without_tiers_again_charges_everybody_the_same() public {
        exchange.setFeeTiers(MARKET, _tiers(1, 2500, 1000));
        IExchange.FeeTier[] memory none = new IExchange.FeeTier[](0);
        assertEq(exchange.feeTiers(MARKET).length, 1);
        exchange.setFeeTiers(MARKET, none);
        assertEq(exchange.feeTiers(MARKET).length, 0);
        _rest(alice, ASK, 1000, 2);
        _ioc(bob, BID, 1000, 1);
        uint256 before = _money(bob);
        _ioc(bob, BID, 1000, 1);
        assertEq(before - _money(bob), _notional(1000, 1) + _feeUp(_notional(1000, 1), TAKER_FEE));
    }
}
