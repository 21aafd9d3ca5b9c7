// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Vm } from "forge-std/Vm.sol";
import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId } from "../../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "../ExchangeFixture.sol";

/// @notice Takes no credits and no calls: whatever is pushed at it fails.
contract RefusingMaker {
    function run(address target, bytes calldata data) external returns (bytes memory) {
        (bool ok, bytes memory result) = target.call(data);
        require(ok, string(result));
        return result;
    }

    fallback() external {
        revert("never");
    }
}

/// @notice Attack cases D: making others pay, wait or fail.
contract GriefAttacksTest is ExchangeFixture {
    // ------------------------------------------------------------------------------------------- D1

    function test_D1_a_takers_work_through_dust_ends_at_its_max_fills() public {
        for (uint256 i = 0; i < 150; ++i) _rest(bob, ASK, 1000, 1);
        for (uint16 fills = 1; fills <= 150; fills += 37) {
            uint256 state = vm.snapshotState();
            IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 1000);
            q.maxFills = fills;
            assertEq(_place(alice, q).filledLots, fills);
            vm.revertToState(state);
        }
    }

    function test_D1_a_market_decides_how_small_dust_may_be() public {
        uint32 market = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, uint32(LOT), uint64(TICK), 10, 0, 0, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        IExchange.OrderRequest memory q = _gtc(ASK, 1000, 9);
        q.marketId = market;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_SizeBelowMinimum.selector, 9, 10));
        exchange.place(q);
        q.lots = 10;
        assertTrue(_live(_place(alice, q).orderId));
    }

    // ------------------------------------------------------------------------------------------- D3

    /// @dev Proceeds are balances: a maker that cannot receive anything stands in nobody's way.
    function test_D3_a_maker_that_can_receive_nothing_never_blocks_a_level() public {
        RefusingMaker maker = new RefusingMaker();
        _allow(address(maker));
        credits.mint(alice, BATCH, 10 * LOT);
        quote.mint(address(maker), 1000e6);
        maker.run(address(quote), abi.encodeCall(quote.approve, (address(exchange), 1000e6)));
        maker.run(address(exchange), abi.encodeCall(IExchange.deposit, (QUOTE, 1000e6)));
        maker.run(address(exchange), abi.encodeCall(IExchange.place, (_gtc(BID, 1000, 5))));
        OrderId behind = _rest(bob, BID, 1000, 5);
        assertEq(_ioc(carol, ASK, 1000, 10).filledLots, 10);
        assertFalse(_live(behind));
        assertEq(exchange.balanceOf(address(maker), BASE), 5 * LOT);
        // it cannot take the credits itself, but send them where they can go
        maker.run(address(exchange), abi.encodeCall(IExchange.withdraw, (BASE, 5 * LOT, alice)));
        assertEq(credits.balanceOf(alice, BATCH), 15 * LOT);
    }

    // ------------------------------------------------------------------------------------------- D4

    /// @dev A level through which orders only come and go never fills up: the thousandth costs what the tenth did.
    function test_D4_churn_at_a_level_costs_the_same_for_ever() public {
        uint256 early;
        uint256 late;
        for (uint256 i = 0; i < 500; ++i) {
            uint256 gas = gasleft();
            OrderId id = _rest(alice, BID, 1000, 1);
            _cancel(alice, id);
            gas -= gasleft();
            if (i == 200) early = gas;
            if (i == 499) late = gas;
        }
        assertApproxEqRel(late, early, 0.1e18);
    }

    /// @dev The same through fills, and with a long-lived order in front of the churner.
    function test_D4_a_level_emptied_by_fills_starts_with_a_whole_window() public {
        uint256 first;
        for (uint256 round = 0; round < 4; ++round) {
            uint256 gas = gasleft();
            for (uint256 i = 0; i < 100; ++i) _rest(bob, ASK, 1000, 1);
            gas -= gasleft();
            assertEq(_ioc(alice, BID, 1000, 100).filledLots, 100);
            // from the third round on each place of the ring was used before
            if (round == 2) first = gas;
            if (round == 3) assertApproxEqRel(gas, first, 0.1e18);
        }
    }

    // ------------------------------------------------------------------------------------------- D8

    function test_D8_orders_that_expire_at_once_cost_a_taker_no_more_than_its_steps() public {
        for (uint256 i = 0; i < 200; ++i) _restUntil(bob, ASK, 1000, 1, uint32(block.timestamp + 1));
        _rest(bob, ASK, 1001, 5);
        vm.warp(block.timestamp + 1);
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_GTC, 1001, 5);
        q.maxFills = 20;
        OrderId waiting = _place(alice, q).orderId;
        assertEq(_lots(waiting), 5);
        assertEq(_levelLots(ASK, 1000), 180);
        // anyone finishes it, and the spammer's escrow is back with it
        for (uint256 i = 0; i < 10 && _live(waiting); ++i) exchange.crank(MARKET, 50);
        assertFalse(_live(waiting));
        assertEq(_units(alice), UNITS + 5 * LOT);
        assertEq(_units(bob), UNITS - 5 * LOT);
    }

    function test_D8_no_order_is_taken_that_is_expired_when_it_arrives() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 1);
        q.expiry = uint32(block.timestamp);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_Expired.selector, q.expiry, block.timestamp));
        exchange.place(q);
    }

    function test_D8_expired_spam_is_pruned_by_anyone_before_any_taker_comes() public {
        OrderId[] memory ids = new OrderId[](150);
        for (uint256 i = 0; i < 150; ++i) ids[i] = _restUntil(bob, ASK, 1000, 1, uint32(block.timestamp + 1));
        vm.warp(block.timestamp + 1);
        vm.prank(stranger);
        assertEq(exchange.prune(ids), 150);
        assertEq(_levelLots(ASK, 1000), 0);
        assertEq(_units(bob), UNITS);
    }
}
