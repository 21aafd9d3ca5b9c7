// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @title ConditionalFixture
/// @notice A market that has traded at START_TICKS in an earlier block, and what tests of conditional orders ask for. Two market
/// makers make the prices; alice, bob and carol place the orders.
abstract contract ConditionalFixture is ExchangeFixture {
    IExchangeConditionals.ConditionalKind internal constant STOP_MARKET = IExchangeConditionals
        .ConditionalKind
        .STOP_MARKET;
    IExchangeConditionals.ConditionalKind internal constant STOP_LIMIT = IExchangeConditionals
        .ConditionalKind
        .STOP_LIMIT;
    IExchangeConditionals.ConditionalKind internal constant TAKE_PROFIT = IExchangeConditionals
        .ConditionalKind
        .TAKE_PROFIT;
    IExchangeConditionals.ConditionalKind internal constant OCO = IExchangeConditionals.ConditionalKind.OCO;
    IExchangeConditionals.ConditionalKind internal constant TRAILING = IExchangeConditionals
        .ConditionalKind
        .TRAILING_STOP;
    uint16 internal constant START_TICKS = 1000;

    address internal buyer = makeAddr("market maker that buys");
    address internal seller = makeAddr("market maker that sells");
    address internal keeper = makeAddr("keeper that may trade");

    function setUp() public virtual override {
        super.setUp();
        _join(buyer);
        _join(seller);
        _allow(keeper);
        _trade(START_TICKS);
        _nextBlock();
    }

    // ------------------------------------------------------------------------------------------- time and price

    function _nextBlock() internal {
        vm.roll(block.number + 1);
        vm.warp(block.timestamp + 12);
    }

    /// @dev One lot between the market makers; nothing else may stand in the way.
    function _trade(uint16 ticks) internal {
        _rest(buyer, BID, ticks, 1);
        _ioc(seller, ASK, ticks, 1);
        assertEq(exchange.tape(MARKET).lastTicks, ticks, "the price was not made");
    }

    /// @dev A trade that counts from now on.
    function _settle(uint16 ticks) internal {
        _trade(ticks);
        _nextBlock();
    }

    function _setTriggerBand(uint16 bps) internal {
        IExchange.MarketRules memory rules = exchange.marketRules(MARKET);
        rules.triggerBandBps = bps;
        exchange.setMarketRules(MARKET, rules);
    }

    function _setDynamicBand(uint16 bps) internal {
        IExchange.MarketRules memory rules = exchange.marketRules(MARKET);
        rules.dynamicBandBps = bps;
        exchange.setMarketRules(MARKET, rules);
    }

    function _setKeeperFee(uint16 ticks) internal {
        IExchange.MarketRules memory rules = exchange.marketRules(MARKET);
        rules.keeperFeeTicks = ticks;
        exchange.setMarketRules(MARKET, rules);
    }

    // ------------------------------------------------------------------------------------------- orders

    /// @dev A request for an order with one trigger, on the side where its kind has it.
    function _request(
        IExchangeConditionals.ConditionalKind kind,
        IExchange.Side side,
        uint16 trigger,
        uint16 limit,
        uint40 lots
    ) internal pure returns (IExchangeConditionals.ConditionalRequest memory q) {
        q.marketId = MARKET;
        q.side = side;
        q.kind = kind;
        q.lots = lots;
        q.limitTicks = limit;
        q.clientId = 9;
        if ((kind == TAKE_PROFIT) == (side == ASK)) q.triggerAboveTicks = trigger;
        else q.triggerBelowTicks = trigger;
    }

    function _wait(address account, IExchangeConditionals.ConditionalRequest memory q) internal returns (OrderId id) {
        vm.prank(account);
        return exchange.placeConditional(q);
    }

    function _stop(
        address account,
        IExchange.Side side,
        uint16 trigger,
        uint16 limit,
        uint40 lots
    ) internal returns (OrderId) {
        return _wait(account, _request(STOP_MARKET, side, trigger, limit, lots));
    }

    function _oco(
        address account,
        IExchange.Side side,
        uint16 above,
        uint16 limitAbove,
        uint16 below,
        uint16 limitBelow
    ) internal returns (OrderId) {
        IExchangeConditionals.ConditionalRequest memory q = _request(OCO, side, 0, limitBelow, 10);
        q.limitAboveTicks = limitAbove;
        q.triggerAboveTicks = above;
        q.triggerBelowTicks = below;
        return _wait(account, q);
    }

    function _trailing(
        address account,
        IExchange.Side side,
        uint16 distance,
        uint16 limit,
        uint40 lots
    ) internal returns (OrderId) {
        IExchangeConditionals.ConditionalRequest memory q = _request(TRAILING, side, 0, limit, lots);
        q.trailTicks = distance;
        return _wait(account, q);
    }

    function _fire(uint16 max) internal returns (uint256) {
        vm.prank(keeper);
        return exchange.fireStops(MARKET, max);
    }

    function _cancelConditional(address account, OrderId id) internal returns (uint40) {
        vm.prank(account);
        return exchange.cancelConditional(id);
    }

    // ------------------------------------------------------------------------------------------- reading

    function _waits(OrderId id) internal view returns (bool) {
        return exchange.conditional(id).lots != 0;
    }

    function _deferred(uint32 sequence) internal pure returns (OrderId) {
        return OrderIdLib.pack(MARKET, OrderKind.DEFERRED, 0, sequence);
    }

    function _queued() internal view returns (uint256) {
        (uint32 head, uint32 tail) = exchange.queue(MARKET);
        return tail - head;
    }

    function _conditionalId(uint32 number) internal pure returns (OrderId) {
        return OrderIdLib.pack(MARKET, OrderKind.CONDITIONAL, 0, number);
    }

    // ------------------------------------------------------------------------------------------- conservation

    /// @dev What every live order of the market holds, by the formulas of the interface.
    function _escrowed(uint32 conditionals) internal view returns (uint256 money, uint256 units) {
        (money, units) = _escrowedSide(BID);
        (uint256 m, uint256 u) = _escrowedSide(ASK);
        money += m;
        units += u;
        (uint32 head, uint32 tail) = exchange.queue(MARKET);
        for (uint32 sequence = head; sequence < tail; ++sequence) {
            IExchange.OrderView memory v = exchange.order(_deferred(sequence));
            if (!v.live) continue;
            money += exchange.deferredKeeperFee(_deferred(sequence));
            if (v.side == BID) money += _bidEscrow(v.priceTicks, v.lots, uint16(v.feePips));
            else units += v.lots * LOT;
        }
        for (uint32 number = 1; number <= conditionals; ++number) {
            (m, u) = _held(exchange.conditional(_conditionalId(number)));
            money += m;
            units += u;
        }
    }

    /// @dev What one conditional order holds, its keeper fee included.
    function _held(
        IExchangeConditionals.ConditionalView memory v
    ) internal pure returns (uint256 money, uint256 units) {
        if (v.lots == 0) return (0, 0);
        money = v.keeperFeeTicks * TICK;
        if (v.side == ASK) return (money, v.lots * LOT);
        uint16 dearest = v.limitTicks > v.limitAboveTicks ? v.limitTicks : v.limitAboveTicks;
        money += _bidEscrow(dearest, v.lots, uint16(v.feePips));
    }

    function _escrowedSide(IExchange.Side side) private view returns (uint256 money, uint256 units) {
        IExchange.LevelView[] memory levels = exchange.depth(MARKET, side, 0, 500);
        for (uint256 i = 0; i < levels.length; ++i) {
            (, IExchange.OrderView[] memory orders) = exchange.ordersAt(MARKET, side, levels[i].priceTicks, 500);
            for (uint256 k = 0; k < orders.length; ++k) {
                if (side == BID) money += _bidEscrow(levels[i].priceTicks, orders[k].lots, uint16(orders[k].feePips));
                else units += orders[k].lots * LOT;
            }
        }
    }

    /// @dev All that the Exchange holds is somebody's balance, an order's escrow or a collected fee, to the last unit.
    /// @param conditionals how many were ever placed.
    function _assertConserved(uint32 conditionals) internal view {
        (uint256 money, uint256 units) = _escrowed(conditionals);
        address[6] memory accounts = [alice, bob, carol, buyer, seller, keeper];
        for (uint256 i = 0; i < accounts.length; ++i) {
            money += _money(accounts[i]);
            units += _units(accounts[i]);
        }
        assertEq(quote.balanceOf(address(exchange)), money + exchange.collectedFees(MARKET), "quote");
        assertEq(credits.balanceOf(address(exchange), BATCH), units, "credits");
    }
}
