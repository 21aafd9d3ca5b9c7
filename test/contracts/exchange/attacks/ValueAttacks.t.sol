// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../../contracts/interfaces/IExchangeMarkets.sol";
import { IExchangeConditionals } from "../../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId } from "../../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "../ConditionalFixture.sol";
import { FrozenOutToken, RebasingToken, SilentToken, WholeToken } from "./AwkwardTokens.sol";

/// @notice Attack cases A: value and rounding. The second market here has a tick and a lot so small that everything rounds.
contract ValueAttacksTest is ConditionalFixture {
    uint32 private fine;

    function setUp() public override {
        super.setUp();
        fine = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, 1, 1, 1, 333, 777, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
    }

    function _fine(
        IExchange.Side side,
        uint16 ticks,
        uint40 lots
    ) private view returns (IExchange.OrderRequest memory q) {
        q = _gtc(side, ticks, lots);
        q.marketId = fine;
    }

    // ------------------------------------------------------------------------------------------- A1

    /// @dev The fees a take collects are within one base unit a fill of the exact ones, and never below them.
    function testFuzz_A1_dust_of_many_fills_goes_to_the_protocol_and_is_below_one_unit_a_fill(uint256 seed) public {
        uint256 makers = 1 + (seed % 12);
        uint40 wanted;
        for (uint256 i = 0; i < makers; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, i)));
            uint40 lots = uint40(1 + (d % 9999));
            _place([bob, carol, buyer][d % 3], _fine(ASK, uint16(1 + ((d >> 32) % 500)), lots));
            wanted += lots;
        }
        uint256 before = _money(alice);
        IExchange.OrderRequest memory q = _fine(BID, 500, wanted);
        q.orderType = IExchange.OrderType.LIMIT_IOC;
        IExchange.PlaceResult memory r = _place(alice, q);
        assertEq(r.filledLots, wanted);
        assertEq(before - _money(alice), r.notional + r.takerFee);
        // in millionths of a base unit, without any rounding
        uint256 exact = uint256(r.notional) * (333 + 777);
        uint256 collected = exchange.collectedFees(fine) * 1e6;
        assertGe(collected, exact);
        assertLt(collected - exact, (makers + 1) * 1e6);
    }

    /// @dev Fees beyond the 96 bits of the tape, again and again: all of them are paid out in the end.
    function test_A9_fees_that_spill_from_the_tape_add_up() public {
        WholeToken token = new WholeToken(36);
        uint32 asset = exchange.listAsset(address(token), 0, false);
        uint32 market = exchange.createMarket(
            IExchange.Market(BASE, asset, 1, type(uint64).max, 1, 0, 20_000, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        token.mint(alice, type(uint128).max);
        vm.startPrank(alice);
        token.approve(address(exchange), type(uint128).max);
        exchange.deposit(asset, type(uint128).max);
        vm.stopPrank();
        uint256 fees;
        for (uint256 i = 0; i < 4; ++i) {
            IExchange.OrderRequest memory q = _gtc(ASK, 65_535, 10_000_000);
            q.marketId = market;
            _place(bob, q);
            (q.side, q.orderType) = (BID, IExchange.OrderType.LIMIT_IOC);
            fees += _place(alice, q).takerFee;
            assertEq(exchange.collectedFees(market), fees);
        }
        assertGt(fees, 2 * uint256(type(uint96).max));
        assertEq(exchange.collectFees(market, stranger), fees);
        assertEq(token.balanceOf(stranger), fees);
        assertEq(exchange.balanceOf(alice, asset) + exchange.balanceOf(bob, asset), type(uint128).max - fees);
    }

    // ------------------------------------------------------------------------------------------- A3

    function testFuzz_A3_no_fill_is_free_for_either_side(uint16 ticks, uint40 lots) public {
        ticks = uint16(bound(ticks, 1, 3));
        lots = uint40(bound(lots, 1, 3));
        _place(bob, _fine(ASK, ticks, lots));
        (uint256 money, uint256 units) = (_money(alice), _units(alice));
        (uint256 bobs, uint256 notional) = (_money(bob), uint256(ticks) * lots);
        _place(alice, _fine(BID, ticks, lots));
        // one unit of each fee at the least, and the whole price
        assertEq(money - _money(alice), notional + 1);
        assertEq(_money(bob) - bobs, notional - 1);
        assertEq(_units(alice) - units, lots);
    }

    function test_A3_dust_at_the_head_of_the_queue_ends_within_its_steps() public {
        for (uint256 i = 0; i < 5; ++i) {
            IExchange.OrderRequest memory q = _fine(i % 2 == 0 ? BID : ASK, i % 2 == 0 ? 1 : 2, 1);
            q.maxFills = 0;
            q.orderType = IExchange.OrderType.LIMIT_IOC;
            _place(alice, q);
        }
        assertEq(exchange.crank(fine, 150), 5);
        assertEq(exchange.crank(fine, 150), 0);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    // ------------------------------------------------------------------------------------------- A4

    /// @dev However a bid gets to the book, what it does not need of its limit comes back, fees and an early exit included.
    function testFuzz_A4_price_improvement_is_the_takers_on_every_way(uint8 way, uint16 steps) public {
        uint256 fills = bound(steps, 1, 3);
        for (uint16 i = 0; i < 3; ++i) _rest(bob, ASK, 1001 + i, 5);
        uint256 notional;
        for (uint256 i = 0; i < fills; ++i) notional += _notional(1001 + i, 5);
        uint256 cost = notional + _feeUp(notional, TAKER_FEE);
        way = way % 3;
        if (way == 0) _takeDirectly(uint16(fills));
        else if (way == 1) _takeDeferred(uint16(fills));
        else _takeByStop(uint16(fills));
        assertEq(FUNDS - _money(alice), cost);
        assertEq(_units(alice), UNITS + 5 * fills * LOT);
    }

    function _takeDirectly(uint16 fills) private {
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1100, uint40(fills * 5));
        q.minFillLots = q.lots;
        q.maxFills = fills;
        _place(alice, q);
    }

    function _takeDeferred(uint16 fills) private {
        _defer(alice, BID, IExchange.OrderType.LIMIT_IOC, 1100, uint40(fills * 5));
        exchange.crank(MARKET, 150);
    }

    function _takeByStop(uint16 fills) private {
        // a trade at 1010 would meet the asks, so the stop waits for a fall: a buying take-profit
        _wait(alice, _request(TAKE_PROFIT, BID, 990, 1100, uint40(fills * 5)));
        _settle(990);
        assertEq(_fire(10), 1);
        exchange.crank(MARKET, fills);
        (uint32 head, ) = exchange.queue(MARKET);
        if (_live(_deferred(head))) _cancel(alice, _deferred(head));
    }

    function testFuzz_A4_a_minimum_is_kept_to_the_lot_or_nothing_happens(uint40 there, uint40 least) public {
        there = uint40(bound(there, 1, 20));
        least = uint40(bound(least, 1, 30));
        _rest(bob, ASK, 1000, there);
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 30);
        q.minFillLots = least;
        vm.prank(alice);
        if (there < least) {
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, there, least));
            exchange.place(q);
            assertEq(_money(alice), FUNDS);
        } else {
            assertEq(exchange.place(q).filledLots, there);
        }
    }

    // ------------------------------------------------------------------------------------------- A6

    /// @dev Two accounts of one person, whatever fees, tiers and rebates: together they never end with more than they had.
    function testFuzz_A6_trading_with_oneself_through_two_accounts_earns_nothing(uint256 seed) public {
        uint16 taker = uint16(seed % 20_001);
        int16 maker = int16(int256((seed >> 32) % (2 * uint256(taker) + 1)) - int256(uint256(taker)));
        exchange.setMarketFees(MARKET, maker, taker);
        if ((seed >> 64) % 2 == 0) _tier(taker, maker);
        uint256 before = _money(alice) + _money(bob);
        for (uint256 i = 0; i < 6; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, i)));
            bool swap = d % 2 == 0;
            _rest(swap ? alice : bob, (d >> 8) % 2 == 0 ? BID : ASK, 1000, uint40(1 + ((d >> 16) % 300)));
            _ioc(swap ? bob : alice, (d >> 8) % 2 == 0 ? ASK : BID, 1000, uint40(1 + ((d >> 32) % 300)));
        }
        (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, BID, 1000, 50);
        for (uint256 i = 0; i < ids.length; ++i) _cancel(exchange.order(ids[i]).owner, ids[i]);
        assertEq(before - _money(alice) - _money(bob), exchange.collectedFees(MARKET) - _feesBefore());
    }

    function _tier(uint16 taker, int16 maker) private {
        IExchange.FeeTier[] memory tiers = new IExchange.FeeTier[](1);
        uint16 discount = uint16(taker / 2);
        int256 room = int256(maker) + int256(uint256(taker - discount));
        if (room < 0) return;
        tiers[0] = IExchangeMarkets.FeeTier(1000, discount, uint16(room > 20_000 ? 20_000 : uint256(room)));
        exchange.setFeeTiers(MARKET, tiers);
    }

    /// @dev What the fixture's first trade paid.
    function _feesBefore() private pure returns (uint256) {
        return _feeUp(_notional(START_TICKS, 1), MAKER_FEE) + _feeUp(_notional(START_TICKS, 1), TAKER_FEE);
    }

    function test_A6_an_own_order_with_a_rebate_pays_none_in_any_mode() public {
        exchange.setMarketFees(MARKET, -2000, TAKER_FEE);
        for (uint8 mode = 0; mode < 4; ++mode) {
            OrderId id = _rest(alice, BID, 900, 10);
            IExchange.OrderRequest memory q = _request(ASK, IExchange.OrderType.LIMIT_IOC, 900, 10);
            q.selfTrade = IExchange.SelfTrade(mode);
            _place(alice, q);
            if (_live(id)) _cancel(alice, id);
            assertEq(_money(alice), FUNDS);
            assertEq(_units(alice), UNITS);
        }
    }

    /// @dev Every kind of order that waits pays what was asked for when it was placed.
    function test_A6_fees_that_change_leave_waiting_orders_alone() public {
        OrderId bid = _rest(alice, BID, 900, 10);
        OrderId waiting = _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 901, 10);
        OrderId stop = _stop(alice, BID, 1100, 1200, 10);
        exchange.setMarketFees(MARKET, 20_000, 20_000);
        assertEq(exchange.order(bid).feePips, int16(MAKER_FEE));
        assertEq(exchange.order(waiting).feePips, int16(TAKER_FEE));
        assertEq(exchange.conditional(stop).feePips, TAKER_FEE);
        exchange.setMarketFees(MARKET, 0, 0);
        _cancel(alice, bid);
        _cancel(alice, waiting);
        _cancelConditional(alice, stop);
        assertEq(_money(alice), FUNDS);
    }

    // ------------------------------------------------------------------------------------------- A7

    function test_A7_a_donation_in_between_changes_no_figure() public {
        uint256 state = vm.snapshotState();
        bytes32 without = _life(0);
        vm.revertToState(state);
        assertEq(_life(1_234_567), without);
    }

    function _life(uint256 gift) private returns (bytes32) {
        _rest(bob, ASK, 1001, 5);
        if (gift != 0) quote.mint(address(exchange), gift);
        _ioc(alice, BID, 1001, 3);
        OrderId stop = _stop(carol, ASK, 950, 900, 4);
        if (gift != 0) quote.mint(address(exchange), gift);
        exchange.collectFees(MARKET, stranger);
        _cancelConditional(carol, stop);
        vm.prank(alice);
        exchange.withdraw(QUOTE, 1000, alice);
        return
            keccak256(abi.encode(_money(alice), _money(bob), _money(carol), quote.balanceOf(stranger), _units(alice)));
    }

    // ------------------------------------------------------------------------------------------- A8

    function _marketIn(address token) private returns (uint32 asset, uint32 market) {
        asset = exchange.listAsset(token, 0, false);
        market = exchange.createMarket(
            IExchange.Market(BASE, asset, uint32(LOT), 1, 1, 0, 10_000, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
    }

    /// @dev No decimals at all, or 36 of them: the market's tick is what counts.
    function testFuzz_A8_a_token_of_any_decimals_trades_to_the_unit(uint8 decimals, uint40 lots) public {
        WholeToken token = new WholeToken(decimals);
        (uint32 asset, uint32 market) = _marketIn(address(token));
        lots = uint40(bound(lots, 1, 1000));
        token.mint(alice, 1e9);
        vm.startPrank(alice);
        token.approve(address(exchange), 1e9);
        exchange.deposit(asset, 1e9);
        vm.stopPrank();
        IExchange.OrderRequest memory q = _gtc(BID, 70, lots);
        q.marketId = market;
        _place(alice, q);
        q.side = ASK;
        _place(bob, q);
        uint256 notional = 70 * uint256(lots);
        assertEq(exchange.balanceOf(bob, asset), notional - _feeUp(notional, 10_000));
        vm.prank(bob);
        exchange.withdraw(asset, notional - _feeUp(notional, 10_000), bob);
        assertEq(token.balanceOf(bob), notional - _feeUp(notional, 10_000));
    }

    function test_A8_a_token_without_return_values_works() public {
        SilentToken token = new SilentToken();
        uint32 asset = exchange.listAsset(address(token), 0, false);
        token.mint(alice, 100);
        vm.startPrank(alice);
        exchange.deposit(asset, 100);
        exchange.withdraw(asset, 40, bob);
        assertEq(token.balanceOf(bob), 40);
        assertEq(exchange.balanceOf(alice, asset), 60);
    }

    function test_A8_a_token_that_refuses_to_leave_costs_nobody_their_balance() public {
        FrozenOutToken token = new FrozenOutToken();
        uint32 asset = exchange.listAsset(address(token), 0, false);
        token.mint(alice, 100);
        vm.startPrank(alice);
        token.approve(address(exchange), 100);
        exchange.deposit(asset, 100);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token)));
        exchange.withdraw(asset, 40, alice);
        assertEq(exchange.balanceOf(alice, asset), 100);
        token.thaw();
        exchange.withdraw(asset, 100, alice);
        assertEq(token.balanceOf(alice), 100);
    }

    /// @dev What a token adds to every holder is nobody's; what it adds during a deposit makes that deposit fail.
    function test_A8_what_a_rebasing_token_adds_is_credited_to_nobody() public {
        RebasingToken token = new RebasingToken();
        uint32 asset = exchange.listAsset(address(token), 0, false);
        token.mint(alice, 200);
        vm.startPrank(alice);
        token.approve(address(exchange), 200);
        exchange.deposit(asset, 100);
        token.rebase(address(exchange), 7);
        assertEq(exchange.balanceOf(alice, asset), 100);
        token.rebaseDuringTransfers(3);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_TransferMismatch.selector, 53, 50));
        exchange.deposit(asset, 50);
        token.rebaseDuringTransfers(0);
        exchange.deposit(asset, 50);
        assertEq(exchange.balanceOf(alice, asset), 150);
    }
}
