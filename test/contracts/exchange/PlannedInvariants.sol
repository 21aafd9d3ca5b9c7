// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";
import { FullDay } from "./FullDay.sol";

/// @notice What holds of conditional orders and orders over time after any sequence of calls, and what all orders hold.
abstract contract PlannedInvariants is ExchangeFixture {
    FullDay internal handler;
    uint16 internal first;
    uint16 internal last;

    /// @dev Quote and units that live resting and deferred orders hold, by the formulas of the interface.
    function _escrow() internal view returns (uint256 money, uint256 units) {
        for (uint16 ticks = first; ticks <= last; ++ticks) {
            money += _heldAt(BID, ticks);
            units += _heldAt(ASK, ticks);
        }
        (uint32 head, uint32 tail) = exchange.queue(MARKET);
        for (uint32 sequence = head; sequence < tail; ++sequence) {
            OrderId id = OrderIdLib.pack(MARKET, OrderKind.DEFERRED, 0, sequence);
            IExchange.OrderView memory v = exchange.order(id);
            if (!v.live) continue;
            if (v.side == BID) money += handler.held(id, v);
            else units += handler.held(id, v);
        }
        for (uint32 number = 1; number <= handler.conditionals(); ++number) {
            (uint256 m, uint256 u) = handler.heldWaiting(_conditional(number));
            (money, units) = (money + m, units + u);
        }
        for (uint256 i = 0; i < handler.parentCount(); ++i) {
            (uint256 m, uint256 u) = handler.heldOverTime(exchange.parent(handler.parents(i)));
            (money, units) = (money + m, units + u);
        }
    }

    function _conditional(uint32 number) internal view returns (IExchangeConditionals.ConditionalView memory) {
        return exchange.conditional(OrderIdLib.pack(MARKET, OrderKind.CONDITIONAL, 0, number));
    }

    function _heldAt(IExchange.Side side, uint16 ticks) internal view returns (uint256 sum) {
        (OrderId[] memory ids, IExchange.OrderView[] memory orders) = exchange.ordersAt(MARKET, side, ticks, 500);
        for (uint256 i = 0; i < orders.length; ++i) sum += handler.held(ids[i], orders[i]);
    }

    function _free(uint32 asset) internal view returns (uint256 sum) {
        for (uint256 i = 0; i < handler.traderCount(); ++i) {
            sum += exchange.balanceOf(handler.traders(i), asset);
        }
    }

    function invariant_F5_a_conditional_order_ends_once_and_one_that_ended_does_not_live() public view {
        for (uint32 number = 1; number <= handler.conditionals(); ++number) {
            assertEq(handler.ends(number), _conditional(number).lots == 0 ? 1 : 0);
        }
    }

    function invariant_D5_live_conditional_orders_are_counted_and_capped() public view {
        uint256 live;
        for (uint256 i = 0; i < handler.traderCount(); ++i) {
            uint256 own = exchange.conditionalsOf(MARKET, handler.traders(i));
            assertLe(own, 20);
            live += own;
        }
        for (uint32 number = 1; number <= handler.conditionals(); ++number) {
            if (_conditional(number).lots != 0) --live;
        }
        assertEq(live, 0);
    }

    /// @dev Each trigger that stands has its live order, each live order its triggers, and the index is sorted.
    function invariant_F1_the_triggers_are_those_of_live_orders_and_sorted() public view {
        uint256[2] memory expected;
        for (uint32 number = 1; number <= handler.conditionals(); ++number) {
            IExchangeConditionals.ConditionalView memory v = _conditional(number);
            if (v.triggerAboveTicks != 0) ++expected[0];
            if (v.triggerBelowTicks != 0) ++expected[1];
        }
        for (uint256 side = 0; side < 2; ++side) {
            IExchangeConditionals.TriggerLevel[] memory levels = exchange.triggerLevels(MARKET, side == 0, 0, 200);
            uint256 count;
            for (uint256 i = 0; i < levels.length; ++i) {
                count += levels[i].count;
                if (i == 0) continue;
                if (side == 0) assertGt(levels[i].ticks, levels[i - 1].ticks);
                else assertLt(levels[i].ticks, levels[i - 1].ticks);
            }
            assertEq(count, expected[side]);
        }
    }

    function invariant_F1_what_fires_was_met_and_in_its_turn() public view {
        assertEq(handler.firedUnmet(), 0);
        assertEq(handler.firedOutOfOrder(), 0);
    }

    function invariant_no_trigger_moves_against_its_owner() public view {
        assertEq(handler.movedAgainstOwner(), 0);
    }

    function invariant_F8_no_slice_is_early_or_larger_than_three_shares() public view {
        assertEq(handler.earlySlices(), 0);
        assertEq(handler.largeSlices(), 0);
    }

    /// @dev Orders over time remove own orders that they meet, so all their lots trade, are left or come back.
    function invariant_F8_what_slices_traded_and_what_came_back_is_the_whole_order() public view {
        for (uint256 i = 0; i < handler.parentCount(); ++i) {
            OrderId id = handler.parents(i);
            uint96 raw = OrderId.unwrap(id);
            IExchangeParents.ParentView memory v = exchange.parent(id);
            uint256 gone = handler.tradedLots(raw) + handler.returnedLots(raw);
            assertEq(gone + v.lotsLeft, handler.planOf(id).lots);
            if (v.live) assertEq(handler.returnedLots(raw), 0);
        }
    }

    /// @dev The handler works as a keeper that may not trade: every fee that was prepaid stays with the owners.
    function invariant_G7_a_keeper_that_may_not_trade_is_paid_nothing() public view {
        assertEq(handler.paidKeepers(), 0);
    }
}
