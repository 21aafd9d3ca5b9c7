// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";
import { NaiveBook } from "./NaiveBook.sol";

/// @notice Random lives of a book, compared step by step with the naive one: places, partial fills, cancels of live and
/// stale ids, expiries, own orders, bounded sweeps, and windows short enough to wrap and overflow.
contract ModelTest is ExchangeFixture {
    NaiveBook private model;
    OrderId[] private ids;
    address[] private owners;

    function setUp() public override {
        super.setUp();
        model = new NaiveBook();
    }

    /// @dev Few ticks, many orders: levels fill, empty and fill again.
    function testFuzz_the_book_equals_the_naive_book(uint256 seed) public {
        for (uint256 i = 0; i < 60; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            _step(dice, 3, 1 + ((dice >> 56) % 12));
        }
        _compare(3);
    }

    /// @dev One tick and one long-lived order at its head: the window wraps and overflows.
    function testFuzz_a_wrapping_and_overflowing_level_equals_the_naive_one(uint256 seed) public {
        _placeBoth(alice, 0, 1000, 1, 0, 100);
        uint256 churn = 120 + (seed % 40);
        for (uint256 i = 0; i < churn; ++i) {
            _placeBoth(bob, 0, 1000, 1, 0, 100);
            if (uint256(keccak256(abi.encode(seed, "churn", i))) % 4 != 0) _cancelBoth(ids.length - 1);
        }
        for (uint256 i = 0; i < 40; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            // enough steps for everything, as moves out of overflow use some that the naive book does not know
            _step(dice, 1, 150);
        }
        _compare(1);
    }

    function _step(uint256 dice, uint256 spread, uint256 steps) private {
        address who = [alice, bob, carol][(dice >> 8) % 3];
        uint256 side = (dice >> 16) % 2;
        uint256 ticks = 1000 + ((dice >> 24) % spread);
        uint256 lots = 1 + ((dice >> 32) % 6);
        uint256 action = dice % 10;
        if (action < 5) {
            uint256 expiry = (dice >> 40) % 4 == 0 ? block.timestamp + 1 + ((dice >> 48) % 20) : 0;
            _placeBoth(who, side, ticks, lots, expiry, steps);
        } else if (action < 8 && ids.length > 0) {
            _cancelBoth((dice >> 40) % ids.length);
        } else if (action == 8) {
            _takeBoth(who, side, ticks, lots * 3, steps);
        } else {
            vm.warp(block.timestamp + ((dice >> 40) % 6));
        }
    }

    function _placeBoth(address who, uint256 side, uint256 ticks, uint256 lots, uint256 expiry, uint256 steps) private {
        IExchange.OrderRequest memory q = _gtc(side == 0 ? BID : ASK, uint16(ticks), uint40(lots));
        q.expiry = uint32(expiry);
        q.maxFills = uint16(steps);
        IExchange.PlaceResult memory r = _place(who, q);
        (uint256 filled, uint256 value, uint256 left) = model.take(who, side, ticks, lots, steps);
        assertEq(r.filledLots, filled, "filled");
        assertEq(r.notional, value * TICK, "notional");
        if (left == 0) {
            assertEq(OrderId.unwrap(r.orderId), 0, "nothing left");
        } else if (r.orderId.kind() == OrderKind.DEFERRED) {
            assertTrue(model.crosses(side, ticks), "waits only while crossed");
            assertEq(_lots(r.orderId), left, "waiting");
            _cancel(who, r.orderId);
        } else {
            assertFalse(model.crosses(side, ticks), "rests only when uncrossed");
            ids.push(r.orderId);
            owners.push(who);
            model.add(side, who, ticks, left, expiry, OrderId.unwrap(r.orderId));
        }
    }

    function _takeBoth(address who, uint256 side, uint256 ticks, uint256 lots, uint256 steps) private {
        IExchange.OrderRequest memory q = _request(
            side == 0 ? BID : ASK,
            IExchange.OrderType.LIMIT_IOC,
            uint16(ticks),
            uint40(lots)
        );
        q.maxFills = uint16(steps);
        IExchange.PlaceResult memory r = _place(who, q);
        (uint256 filled, uint256 value, ) = model.take(who, side, ticks, lots, steps);
        assertEq(r.filledLots, filled, "filled");
        assertEq(r.notional, value * TICK, "notional");
    }

    function _cancelBoth(uint256 at) private {
        OrderId[] memory one = _one(ids[at]);
        vm.prank(owners[at]);
        uint40[] memory lots = exchange.cancelBatch(one);
        assertEq(lots[0], model.cancel(uint256(one[0].kind()), OrderId.unwrap(one[0])), "cancelled");
    }

    function _compare(uint256 spread) private view {
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(bid, model.best(0), "best bid");
        assertEq(ask, model.best(1), "best ask");
        for (uint256 side = 0; side < 2; ++side) {
            for (uint256 ticks = 1000; ticks < 1000 + spread; ++ticks) {
                IExchange.Side s = side == 0 ? BID : ASK;
                assertEq(_levelLots(s, uint16(ticks)), model.levelLots(side, ticks), "level");
                (OrderId[] memory live, IExchange.OrderView[] memory views) = exchange.ordersAt(
                    MARKET,
                    s,
                    uint16(ticks),
                    500
                );
                uint96[] memory expected = model.idsAt(side, ticks);
                assertEq(live.length, expected.length, "count");
                for (uint256 i = 0; i < live.length; ++i) {
                    assertEq(OrderId.unwrap(live[i]), expected[i], "time order");
                    assertEq(views[i].lots, model.lotsOf(side, expected[i]), "lots");
                }
            }
        }
    }
}
