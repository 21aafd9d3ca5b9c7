// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "../ConditionalFixture.sol";

/// @notice Attack cases H and F: moving the price that others depend on, and trading what is not what it seems.
contract MarketAttacksTest is ConditionalFixture {
    // ------------------------------------------------------------------------------------------- H2

    /// @dev One lot at a time, each at the top of the band, block after block: a wash trader moves the average no faster than the
    /// band lets it within the averaging time, in either direction.
    function testFuzz_H2_wash_trades_walk_the_price_no_faster_than_the_band_and_the_clock(
        uint8 blocks,
        bool up
    ) public {
        _setDynamicBand(100);
        uint256 count = bound(blocks, 1, 40);
        for (uint256 i = 0; i < count; ++i) {
            (uint16 low, uint16 high) = exchange.priceBand(MARKET);
            _trade(up ? high : low);
            _nextBlock();
        }
        IExchange.Tape memory t = exchange.tape(MARKET);
        // 12 s a block of 600 s; each block the average closes at most a fiftieth of 1 % of itself, rounded away from us
        uint256 most = (START_TICKS * count * 13) / (600 * 100) + 2 + count / 10;
        uint256 moved = up ? t.averageTicks - START_TICKS : START_TICKS - t.averageTicks;
        assertLe(moved, most);
    }

    /// @dev Walking within one block, however often, does not widen the band by a tick.
    function test_H2_the_band_of_a_block_does_not_follow_the_trades_in_it() public {
        _setDynamicBand(100);
        (uint16 low, uint16 high) = exchange.priceBand(MARKET);
        for (uint256 i = 0; i < 10; ++i) {
            _trade(i % 2 == 0 ? high : low);
            (uint16 lowNow, uint16 highNow) = exchange.priceBand(MARKET);
            assertEq(lowNow, low);
            assertEq(highNow, high);
        }
    }

    /// @dev A stop far from the market is not reached by a wash trader within the trigger band.
    function test_F2_wash_trades_in_one_block_and_the_next_fire_no_stop_beyond_the_trigger_band() public {
        _setTriggerBand(100);
        OrderId near = _stop(alice, ASK, 995, 1, 5);
        OrderId far = _stop(alice, ASK, 980, 1, 5);
        for (uint256 i = 0; i < 5; ++i) _trade(900);
        assertEq(_fire(10), 0);
        _nextBlock();
        assertEq(_fire(10), 1);
        assertFalse(_waits(near));
        assertTrue(_waits(far));
    }

    // ------------------------------------------------------------------------------------------- F

    /// @dev A hundred stops one tick apart: the first fires, what it trades fires the next in the next block, not before.
    function test_F7_a_cascade_takes_a_block_for_each_step() public {
        for (uint16 i = 0; i < 15; ++i) _stop([alice, bob, carol][i % 3], ASK, 995 - i, 1, 1);
        for (uint16 i = 0; i < 15; ++i) _rest(buyer, BID, 994 - i, 1);
        _settle(995);
        for (uint256 i = 0; i < 3; ++i) {
            assertGt(_fire(150), 0);
            assertEq(_fire(150), 0);
            exchange.crank(MARKET, 150);
            // what was just traded is no reason to fire within the block
            assertEq(_fire(150), 0);
            _nextBlock();
        }
    }

    /// @dev A slice, a stop and a cancel of the same owner race in one block: whichever way, each lot is used once.
    function testFuzz_F5_cancel_and_firing_race_and_the_escrow_is_used_once(bool cancelFirst, uint16 trigger) public {
        trigger = uint16(bound(trigger, 990, 995));
        OrderId stop = _stop(alice, ASK, trigger, 900, 6);
        _settle(990);
        if (cancelFirst) {
            _cancelConditional(alice, stop);
            assertEq(_fire(5), 0);
        } else {
            assertEq(_fire(5), 1);
            vm.prank(alice);
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, stop));
            exchange.cancelConditional(stop);
            _cancel(alice, _deferred(1));
        }
        assertEq(_units(alice), UNITS);
        assertEq(exchange.conditionalsOf(MARKET, alice), 0);
    }

    // ------------------------------------------------------------------------------------------- H3

    /// @dev Everything in the way at once: expired, own, frozen. What is behind is met, and a FOK is all or nothing.
    function test_H3_fok_and_ioc_see_through_everything_that_may_not_trade() public {
        _restUntil(bob, ASK, 1000, 5, uint32(block.timestamp + 1));
        _rest(alice, ASK, 1000, 5);
        _rest(carol, ASK, 1000, 5);
        _rest(seller, ASK, 1001, 5);
        vm.warp(block.timestamp + 1);
        gate.freeze(carol);
        uint256 state = vm.snapshotState();
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_FOK, 1001, 5);
        assertEq(_place(alice, q).filledLots, 5);
        vm.revertToState(state);
        q.lots = 6;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, 5, 6));
        exchange.place(q);
        q.orderType = IExchange.OrderType.LIMIT_IOC;
        assertEq(OrderId.unwrap(_place(alice, q).orderId), 0);
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(bid, 0);
        assertEq(ask, 0);
    }

    // ------------------------------------------------------------------------------------------- H4

    /// @dev Two vintages, two markets of one quote: what is bought in one is of that batch, whatever else the seller holds.
    function test_H4_a_market_delivers_its_own_batch_and_no_other() public {
        uint256 other = BATCH + 1;
        uint32 asset = exchange.listAsset(address(credits), other, true);
        uint32 market = exchange.createMarket(
            IExchange.Market(asset, QUOTE, uint32(LOT), uint64(TICK), 1, 0, 0, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        credits.mint(bob, other, 5 * LOT);
        vm.prank(bob);
        exchange.depositCredits(asset, 5 * LOT);
        IExchange.OrderRequest memory q = _gtc(ASK, 900, 6);
        q.marketId = market;
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_InsufficientBalance.selector, asset, 5 * LOT, 6 * LOT)
        );
        exchange.place(q);
        q.lots = 5;
        _place(bob, q);
        // the cheaper ask of the other batch is not in this market's book
        assertEq(_ioc(alice, BID, 1000, 5).filledLots, 0);
        q.side = BID;
        assertEq(_place(alice, q).filledLots, 5);
        assertEq(exchange.balanceOf(alice, asset), 5 * LOT);
        assertEq(_units(alice), UNITS);
        vm.prank(alice);
        exchange.withdraw(asset, 5 * LOT, alice);
        assertEq(credits.balanceOf(alice, other), 5 * LOT);
    }

    /// @dev Frozen between placing and the fill, in every kind of order; what is theirs comes back to them.
    function test_H4_an_owner_frozen_after_placing_trades_in_no_kind_of_order() public {
        _rest(alice, BID, 1000, 5);
        IExchange.OrderRequest memory q = _gtc(BID, 999, 5);
        q.displayLots = 2;
        _place(alice, q);
        _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 1100, 5);
        _stop(alice, BID, 1010, 1100, 5);
        gate.freeze(alice);
        assertEq(_ioc(bob, ASK, 990, 20).filledLots, 0);
        _rest(bob, ASK, 1100, 20);
        exchange.crank(MARKET, 50);
        _trade(1010);
        _nextBlock();
        exchange.fireStops(MARKET, 50);
        exchange.crank(MARKET, 50);
        assertEq(_levelLots(ASK, 1100), 20);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }
}
