// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { StopDay } from "./StopDay.sol";

/// @notice Stands in this file because Hardhat fuzzes only contracts of the files that it was given.
contract StopHandler is StopDay {
    constructor(
        DeployedExchange exchange_,
        IComplianceGate gate_,
        address admin,
        address keeper,
        address[] memory traders_
    ) StopDay(exchange_, gate_, admin, keeper, traders_) {}
}

/// @notice What holds of conditional orders after any sequence of calls.
contract StopsInvariantsTest is ConditionalFixture {
    StopHandler private handler;

    function setUp() public override {
        super.setUp();
        address[] memory traders = new address[](3);
        (traders[0], traders[1], traders[2]) = (alice, bob, carol);
        handler = new StopHandler(exchange, gate, address(this), keeper, traders);
        _setTriggerBand(200);
        _setKeeperFee(7);
        targetContract(address(handler));
    }

    function _view(uint32 number) private view returns (IExchangeConditionals.ConditionalView memory) {
        return exchange.conditional(_conditionalId(number));
    }

    // ------------------------------------------------------------------------------------------- the index

    /// @return count triggers of one side; each belongs to a live order that has it there.
    function _auditSide(bool above) private view returns (uint256 count) {
        IExchangeConditionals.TriggerLevel[] memory levels = exchange.triggerLevels(MARKET, above, 0, 500);
        for (uint256 i = 0; i < levels.length; ++i) {
            OrderId[] memory ids = exchange.triggersAt(MARKET, above, levels[i].ticks, 500);
            assertGt(ids.length, 0);
            assertEq(ids.length, levels[i].count);
            count += ids.length;
            for (uint256 k = 0; k < ids.length; ++k) {
                IExchangeConditionals.ConditionalView memory v = exchange.conditional(ids[k]);
                assertGt(v.lots, 0);
                assertEq(above ? v.triggerAboveTicks : v.triggerBelowTicks, levels[i].ticks);
                // a trigger met at one price in time order: an order that never moves stands behind older ones
                if (k == 0 || v.trailTicks != 0 || exchange.conditional(ids[k - 1]).trailTicks != 0) continue;
                assertLt(ids[k - 1].sequence(), ids[k].sequence());
            }
        }
    }

    function invariant_every_trigger_has_a_live_order_and_every_live_order_its_triggers() public view {
        uint256 above;
        uint256 below;
        for (uint32 number = 1; number <= handler.placed(); ++number) {
            IExchangeConditionals.ConditionalView memory v = _view(number);
            if (v.triggerAboveTicks != 0) ++above;
            if (v.triggerBelowTicks != 0) ++below;
            if (v.lots != 0) assertTrue(v.triggerAboveTicks != 0 || v.triggerBelowTicks != 0);
            else assertEq(v.owner, address(0));
        }
        assertEq(_auditSide(true), above);
        assertEq(_auditSide(false), below);
    }

    function invariant_the_index_is_sorted_outward() public view {
        for (uint256 side = 0; side < 2; ++side) {
            IExchangeConditionals.TriggerLevel[] memory levels = exchange.triggerLevels(MARKET, side == 0, 0, 500);
            for (uint256 i = 1; i < levels.length; ++i) {
                if (side == 0) assertGt(levels[i].ticks, levels[i - 1].ticks);
                else assertLt(levels[i].ticks, levels[i - 1].ticks);
            }
        }
    }

    // ------------------------------------------------------------------------------------------- the orders

    function invariant_everything_held_is_owed_to_the_last_unit() public view {
        _assertConserved(handler.placed());
    }

    function invariant_an_order_ends_once_and_one_that_ended_does_not_live() public view {
        for (uint32 number = 1; number <= handler.placed(); ++number) {
            uint256 ends = handler.fired(number) + handler.cancelled(number);
            assertEq(ends, _view(number).lots == 0 ? 1 : 0);
        }
    }

    function invariant_live_orders_are_counted_and_capped() public view {
        for (uint256 i = 0; i < handler.traderCount(); ++i) {
            address trader = handler.traders(i);
            uint256 live;
            for (uint32 number = 1; number <= handler.placed(); ++number) {
                if (_view(number).owner == trader) ++live;
            }
            assertEq(exchange.conditionalsOf(MARKET, trader), live);
            assertLe(live, 20);
        }
    }

    function invariant_what_fires_was_met_and_in_its_turn() public view {
        assertEq(handler.firedUnmet(), 0);
        assertEq(handler.firedOutOfOrder(), 0);
    }

    function invariant_no_trigger_moves_against_its_owner() public view {
        assertEq(handler.movedAgainstOwner(), 0);
    }

    function invariant_nobody_can_make_the_work_fail() public view {
        assertEq(handler.unexpectedReverts(), 0);
    }

    // ------------------------------------------------------------------------------------------- the end

    /// @dev Whatever state a run ends in, everybody can leave with everything.
    function afterInvariant() public {
        exchange.delistMarket(MARKET);
        while (exchange.fireStops(MARKET, 150) != 0) {}
        while (exchange.crank(MARKET, 150) != 0) {}
        for (uint256 i = 0; i < handler.restingCount(); ++i) {
            OrderId id = handler.resting(i);
            if (_live(id)) _cancel(exchange.order(id).owner, id);
        }
        _cancelSide(BID);
        _cancelSide(ASK);
        (uint256 money, uint256 units) = _escrowed(handler.placed());
        assertEq(money + units, 0);
        _assertConserved(handler.placed());
    }

    /// @dev Fired orders that came to rest have ids that no call returned.
    function _cancelSide(IExchange.Side side) private {
        IExchange.LevelView[] memory levels = exchange.depth(MARKET, side, 0, 500);
        for (uint256 i = 0; i < levels.length; ++i) {
            (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, side, levels[i].priceTicks, 500);
            for (uint256 k = 0; k < ids.length; ++k) {
                _cancel(exchange.order(ids[k]).owner, ids[k]);
            }
        }
    }

    function _act(uint256 d) private {
        uint256 action = d % 16;
        d >>= 8;
        if (action < 4) {
            handler.wait(
                d,
                uint8(d >> 8),
                d & 1 == 0,
                uint16(d >> 16),
                uint16(d >> 32),
                uint40(d >> 48),
                uint8(d >> 96)
            );
        } else if (action < 9) {
            handler.trade(d, d & 256 == 0, uint16(d >> 16), uint40(d >> 32), d & 1024 == 0);
        } else if (action < 11) {
            handler.pass(uint16(d));
        } else if (action == 11) {
            handler.fire(uint16(d >> 8), d & 1 == 0);
        } else if (action == 12) {
            handler.trail();
        } else if (action == 13) {
            handler.crank(uint16(d));
        } else if (d & 1 == 0) {
            handler.cancel(d >> 8);
        } else if (d & 2 == 0) {
            handler.prune(d >> 8);
        } else {
            handler.disturb(d >> 8, uint8(d >> 16), uint16(d >> 24));
        }
    }

    /// @dev The handler's own reach: a long mixed life places, trades, fires, trails, cancels and prunes.
    function test_the_handler_really_fires() public {
        for (uint256 i = 0; i < 1500; ++i) {
            _act(uint256(keccak256(abi.encode("stops", i))));
        }
        string[8] memory names = ["wait", "trade", "fire", "fired", "trail", "cancel", "prune", "crank"];
        for (uint256 i = 0; i < names.length; ++i) {
            assertGt(handler.calls(names[i]), 0, names[i]);
        }
        invariant_every_trigger_has_a_live_order_and_every_live_order_its_triggers();
        invariant_the_index_is_sorted_outward();
        invariant_everything_held_is_owed_to_the_last_unit();
        invariant_an_order_ends_once_and_one_that_ended_does_not_live();
        invariant_live_orders_are_counted_and_capped();
        invariant_what_fires_was_met_and_in_its_turn();
        invariant_no_trigger_moves_against_its_owner();
        invariant_nobody_can_make_the_work_fail();
        afterInvariant();
    }
}
