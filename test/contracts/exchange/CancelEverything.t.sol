// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice One call cancels orders of every kind.
contract CancelEverythingTest is ConditionalFixture {
    function _parent(address account) private returns (OrderId) {
        IExchangeParents.ParentRequest memory q;
        q.marketId = MARKET;
        q.side = BID;
        q.lots = 20;
        q.limitTicks = 900;
        q.interval = 60;
        q.slices = 10;
        vm.prank(account);
        return exchange.placeParent(q);
    }

    /// @dev One of each kind: bid, ask, deferred, conditional, parent, iceberg.
    function _everything(address account) private returns (OrderId[] memory ids) {
        ids = new OrderId[](6);
        ids[0] = _rest(account, BID, 900, 2);
        ids[1] = _rest(account, ASK, 1100, 3);
        ids[2] = _defer(account, BID, IExchange.OrderType.LIMIT_GTC, 900, 4);
        ids[3] = _stop(account, ASK, 850, 800, 5);
        ids[4] = _parent(account);
        IExchange.OrderRequest memory q = _gtc(ASK, 1200, 9);
        q.displayLots = 2;
        ids[5] = _place(account, q).orderId;
    }

    function test_a_batch_cancels_every_kind_and_returns_all_of_it() public {
        _setKeeperFee(2);
        OrderId[] memory ids = _everything(alice);
        vm.prank(alice);
        uint40[] memory lots = exchange.cancelBatch(ids);
        uint8[6] memory sizes = [2, 3, 4, 5, 20, 9];
        for (uint256 i = 0; i < 6; ++i) assertEq(lots[i], sizes[i]);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    function test_a_batch_skips_planned_orders_that_no_longer_live() public {
        OrderId[] memory ids = _everything(alice);
        vm.startPrank(alice);
        exchange.cancelBatch(ids);
        uint40[] memory lots = exchange.cancelBatch(ids);
        for (uint256 i = 0; i < 6; ++i) assertEq(lots[i], 0);
        assertEq(_money(alice), FUNDS);
    }

    function test_cancel_takes_the_id_of_a_conditional_order() public {
        OrderId id = _stop(alice, ASK, 850, 800, 5);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeConditionals.ConditionalCancelled(id, alice, 5, IExchange.CancelReason.OWNER);
        assertEq(_cancel(alice, id), 5);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, id));
        _cancel(alice, id);
    }

    function test_cancel_takes_the_id_of_a_parent() public {
        OrderId id = _parent(alice);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeParents.ParentEnded(id, alice, 20, 0, IExchangeParents.ParentEnd.OWNER);
        assertEq(_cancel(alice, id), 20);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, id));
        _cancel(alice, id);
    }

    function test_C1_only_the_owner_cancels_and_a_batch_with_anothers_order_does_nothing() public {
        OrderId[] memory ids = _everything(alice);
        for (uint256 i = 0; i < 6; ++i) {
            vm.prank(bob);
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
            exchange.cancel(ids[i]);
        }
        OrderId[] memory mixed = new OrderId[](2);
        mixed[0] = _stop(bob, ASK, 850, 800, 5);
        mixed[1] = ids[4];
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        exchange.cancelBatch(mixed);
        assertTrue(_waits(mixed[0]));
    }

    function test_C1_nobody_but_the_exchange_reaches_the_inside_of_a_cancel() public {
        OrderId id = _stop(alice, ASK, 850, 800, 5);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OnlyItself.selector, alice));
        exchange.cancelPlanned(alice, id);
    }

    function test_C4_every_kind_is_cancelled_in_every_phase() public {
        OrderId[][5] memory lists;
        for (uint256 i = 0; i < 5; ++i) lists[i] = _everything(alice);
        for (uint256 i = 0; i < 5; ++i) {
            if (i == 1) exchange.haltMarket(MARKET);
            if (i == 2) exchange.openMarket(MARKET);
            if (i == 3) exchange.closeMarket(MARKET);
            if (i == 4) exchange.delistMarket(MARKET);
            vm.prank(alice);
            uint40[] memory lots = exchange.cancelBatch(lists[i]);
            for (uint256 k = 0; k < 6; ++k) assertGt(lots[k], 0);
        }
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    function test_a_frozen_owner_cancels_too() public {
        OrderId[] memory ids = _everything(alice);
        gate.freeze(alice);
        vm.prank(alice);
        exchange.cancelBatch(ids);
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    function test_a_replacement_may_take_the_place_of_a_planned_order() public {
        OrderId id = _stop(alice, ASK, 850, 800, 5);
        vm.prank(alice);
        OrderId placed = exchange.replace(id, _gtc(ASK, 1100, 5)).orderId;
        assertFalse(_waits(id));
        assertEq(exchange.order(placed).owner, alice);
    }

    function test_ids_of_markets_that_do_not_exist_are_not_live() public {
        for (uint8 kind = uint8(OrderKind.CONDITIONAL); kind <= uint8(OrderKind.PARENT); ++kind) {
            OrderId id = OrderIdLib.pack(77, OrderKind(kind), 0, 1);
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, id));
            exchange.cancel(id);
        }
    }
}
