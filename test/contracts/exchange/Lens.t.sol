// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeLens } from "../../../contracts/interfaces/IExchangeLens.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice The quote equals the execution, and an account finds its orders.
contract LensTest is ExchangeFixture {
    function testFuzz_a_simulated_order_does_exactly_what_the_order_then_does(
        uint8 kind,
        bool buys,
        uint16 ticks,
        uint40 lots,
        uint8 maxFills
    ) public {
        for (uint16 i = 0; i < 5; ++i) {
            _rest(alice, ASK, 1000 + i, 3);
            _rest(bob, BID, 990 - i, 3);
        }
        IExchange.OrderRequest memory q = _request(
            buys ? BID : ASK,
            IExchange.OrderType(bound(kind, 0, 5)),
            uint16(bound(ticks, 980, 1010)),
            uint40(bound(lots, 1, 20))
        );
        q.maxFills = uint16(bound(maxFills, 0, 20));
        IExchangeLens.Simulation memory s = exchange.simulate(carol, q);
        assertEq(_money(carol), FUNDS);
        assertEq(_units(carol), UNITS);
        vm.prank(carol);
        try exchange.place(q) returns (IExchange.PlaceResult memory r) {
            assertTrue(s.ok);
            assertEq(keccak256(abi.encode(s.result)), keccak256(abi.encode(r)));
            assertEq(s.quoteFree, _money(carol));
            assertEq(s.baseFree, _units(carol));
        } catch (bytes memory reason) {
            assertFalse(s.ok);
            assertEq(s.failure, reason);
        }
    }

    function test_a_simulation_tells_of_the_auction_that_a_breach_would_open() public {
        IExchange.MarketRules memory rules = _rules();
        rules.staticTicks = 1000;
        rules.staticBandBps = 500;
        exchange.setMarketRules(MARKET, rules);
        _rest(alice, ASK, 1040, 1);
        _rest(alice, ASK, 1060, 1);
        IExchangeLens.Simulation memory s = exchange.simulate(bob, _gtc(BID, 1100, 2));
        assertTrue(s.ok);
        assertEq(s.result.filledLots, 1);
        assertTrue(s.phase == IExchange.MarketPhase.AUCTION);
        assertTrue(exchange.market(MARKET).phase == IExchange.MarketPhase.CONTINUOUS);
    }

    function test_nobody_reaches_the_inside_of_a_simulation() public {
        vm.expectRevert(abi.encodeWithSelector(IExchangeLens.Exchange_NotSimulated.selector, bob));
        vm.prank(bob);
        exchange.simulateAndRevert(alice, _gtc(BID, 1000, 1));
    }

    function test_an_order_sent_after_a_simulation_in_the_same_transaction_is_the_senders() public {
        vm.startPrank(bob);
        exchange.simulate(alice, _gtc(BID, 1000, 1));
        OrderId id = exchange.place(_gtc(BID, 1000, 1)).orderId;
        vm.stopPrank();
        assertEq(exchange.order(id).owner, bob);
        assertEq(_money(alice), FUNDS);
    }

    function test_an_account_finds_its_orders_page_by_page() public {
        for (uint16 i = 0; i < 4; ++i) {
            _rest(alice, ASK, 1000 + i, 1);
            _rest(bob, ASK, 1000 + i, 2);
            _rest(alice, ASK, 1000 + i, 3);
        }
        (OrderId[] memory ids, IExchange.OrderView[] memory orders, uint16 next) = exchange.ordersOf(
            alice,
            MARKET,
            ASK,
            0,
            3
        );
        assertEq(ids.length, 6);
        assertEq(next, 1003);
        for (uint256 i = 0; i < ids.length; ++i) {
            assertEq(orders[i].owner, alice);
            assertEq(orders[i].priceTicks, 1000 + i / 2);
            assertEq(orders[i].lots, i % 2 == 0 ? 1 : 3);
            assertEq(exchange.order(ids[i]).lots, orders[i].lots);
        }
        (ids, , next) = exchange.ordersOf(alice, MARKET, ASK, next, 3);
        assertEq(ids.length, 2);
        assertEq(next, 0);
        (ids, , next) = exchange.ordersOf(alice, MARKET, BID, 0, 3);
        assertEq(ids.length, 0);
        assertEq(next, 0);
    }
}
