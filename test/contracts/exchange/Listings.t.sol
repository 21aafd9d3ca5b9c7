// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice An account finds its orders that trade later, and `order` shows an order of any kind.
contract ListingsTest is ConditionalFixture {
    function _parent(address account) private returns (OrderId) {
        IExchangeParents.ParentRequest memory q;
        q.marketId = MARKET;
        q.side = ASK;
        q.lots = 20;
        q.limitTicks = 1100;
        q.interval = 60;
        q.slices = 10;
        vm.prank(account);
        return exchange.placeParent(q);
    }

    function test_an_account_finds_its_conditional_orders_on_either_side() public {
        OrderId low = _stop(alice, ASK, 950, 850, 1);
        _stop(bob, ASK, 950, 850, 1);
        OrderId lower = _stop(alice, ASK, 900, 850, 1);
        OrderId oco = _oco(alice, ASK, 1100, 1100, 940, 900);
        (OrderId[] memory ids, uint16 next) = exchange.conditionalOrdersOf(alice, MARKET, false, 0, 2);
        assertEq(ids.length, 2);
        assertEq(OrderId.unwrap(ids[0]), OrderId.unwrap(low));
        assertEq(OrderId.unwrap(ids[1]), OrderId.unwrap(oco));
        assertEq(next, 900);
        (ids, next) = exchange.conditionalOrdersOf(alice, MARKET, false, next, 2);
        assertEq(ids.length, 1);
        assertEq(OrderId.unwrap(ids[0]), OrderId.unwrap(lower));
        assertEq(next, 0);
        (ids, next) = exchange.conditionalOrdersOf(alice, MARKET, true, 0, 2);
        assertEq(ids.length, 1);
        assertEq(OrderId.unwrap(ids[0]), OrderId.unwrap(oco));
        assertEq(next, 0);
    }

    function test_what_has_fired_or_was_cancelled_is_not_listed() public {
        OrderId fired = _stop(alice, ASK, 950, 850, 1);
        OrderId cancelled = _stop(alice, ASK, 900, 850, 1);
        _settle(940);
        _fire(10);
        assertFalse(_waits(fired));
        _cancel(alice, cancelled);
        (OrderId[] memory ids, ) = exchange.conditionalOrdersOf(alice, MARKET, false, 0, 10);
        assertEq(ids.length, 0);
    }

    function test_an_account_finds_its_parents_page_by_page() public {
        for (uint256 i = 0; i < 3; ++i) {
            _parent(alice);
            _parent(bob);
        }
        (OrderId[] memory ids, uint32 next) = exchange.parentsOf(alice, MARKET, 0, 4);
        assertEq(ids.length, 2);
        assertEq(ids[1].sequence(), 3);
        assertEq(next, 5);
        (ids, next) = exchange.parentsOf(alice, MARKET, next, 4);
        assertEq(ids.length, 1);
        assertEq(ids[0].sequence(), 5);
        assertEq(next, 0);
    }

    /// @dev The list against the orders themselves, whatever came and went.
    function testFuzz_the_lists_hold_exactly_what_lives(uint256 seed) public {
        for (uint32 i = 1; i <= 12; ++i) {
            _parent(alice);
            _stop(alice, ASK, uint16(900 + (seed % 5) * i), 850, 1);
            OrderId[] memory ids = new OrderId[](2);
            (OrderId[] memory live, ) = exchange.parentsOf(alice, MARKET, 0, 100);
            ids[0] = live[(seed >> (i * 8)) % live.length];
            (live, ) = exchange.conditionalOrdersOf(alice, MARKET, false, 0, 100);
            ids[1] = live[(seed >> (i * 8 + 4)) % live.length];
            if ((seed >> (100 + i)) % 2 == 0) continue;
            vm.prank(alice);
            exchange.cancelBatch(ids);
        }
        uint256 conditionals;
        uint256 parents;
        for (uint32 i = 1; i <= 12; ++i) {
            if (_waits(_conditionalId(i))) ++conditionals;
        }
        (OrderId[] memory list, ) = exchange.conditionalOrdersOf(alice, MARKET, false, 0, 100);
        assertEq(list.length, conditionals);
        assertEq(exchange.conditionalsOf(MARKET, alice), conditionals);
        (list, ) = exchange.parentsOf(alice, MARKET, 0, 100);
        for (uint256 i = 0; i < list.length; ++i) {
            if (exchange.parent(list[i]).live) ++parents;
        }
        assertEq(list.length, parents);
        assertEq(parents, conditionals, "one of each was cancelled each time");
    }

    // ------------------------------------------------------------------------------------------- order

    function test_order_shows_a_conditional_order() public {
        OrderId id = _oco(alice, BID, 1100, 1210, 900, 1150);
        IExchange.OrderView memory v = exchange.order(id);
        assertTrue(v.live && v.side == BID && v.orderType == IExchange.OrderType.LIMIT_GTC);
        assertEq(v.owner, alice);
        assertEq(v.priceTicks, 1210);
        assertEq(v.lots, 10);
        assertEq(v.feePips, int16(TAKER_FEE));
        _cancel(alice, id);
        assertFalse(_live(id));
    }

    function test_order_shows_a_parent() public {
        OrderId id = _parent(alice);
        IExchange.OrderView memory v = exchange.order(id);
        assertTrue(v.live && v.side == ASK && v.orderType == IExchange.OrderType.LIMIT_IOC);
        assertEq(v.owner, alice);
        assertEq(v.priceTicks, 1100);
        assertEq(v.lots, 20);
        assertEq(v.expiry, block.timestamp + 600);
        _rest(buyer, BID, 1100, 50);
        exchange.executeSlice(id, 10);
        assertEq(_lots(id), 18);
        _cancel(alice, id);
        assertFalse(_live(id));
    }
}
