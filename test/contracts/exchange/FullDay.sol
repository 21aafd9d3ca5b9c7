// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../contracts/interfaces/IExchangeMarkets.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeLens } from "../../../contracts/interfaces/IExchangeLens.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { LaterLedger } from "./LaterLedger.sol";
import { OpenCredits } from "./OpenCredits.sol";

/// @title FullDay
/// @notice A trading day with everything that an account can ask for: beside what TradingDay does, orders that wait for a price,
/// orders over time, second keys, changes in place, lists, fee tiers and dead man's switches.
abstract contract FullDay is LaterLedger {
    address public immutable operator = makeAddr("operator of everybody");
    uint256 public quoteDiffers;

    constructor(
        DeployedExchange exchange_,
        IComplianceGate gate_,
        TestQuoteToken quote_,
        OpenCredits credits_,
        uint256 batch,
        address admin,
        address[] memory traders_
    ) LaterLedger(exchange_, gate_, quote_, credits_, batch, admin, traders_) {}

    // ------------------------------------------------------------------------------------------- waiting for a price

    /// @notice Places a conditional order of any kind around the last price.
    function wait(uint256 who, uint256 dice) external {
        address trader = _trader(who);
        IExchangeConditionals.ConditionalRequest memory q = _conditional(dice);
        uint256 live = _exchange.conditionalsOf(MARKET, trader);
        _askKeeperFee(uint16(dice >> 128) % 8);
        vm.prank(trader);
        try _exchange.placeConditional(q) returns (OrderId id) {
            ++calls["wait"];
            if (id.sequence() != ++conditionals) ++reusedIds;
        } catch (bytes memory reason) {
            if (!_explainedWait(trader, live, bytes4(reason))) revert TradingDay_Unexpected(reason);
        }
        _askKeeperFee(0);
    }

    function _conditional(uint256 dice) private view returns (IExchangeConditionals.ConditionalRequest memory q) {
        uint16 price = _exchange.referencePrice(MARKET);
        if (price == 0) price = 1000;
        q.marketId = MARKET;
        q.side = dice & 1 == 0 ? IExchange.Side.BID : IExchange.Side.ASK;
        q.kind = IExchangeConditionals.ConditionalKind(uint8((dice >> 8) % 5));
        q.lots = uint40(1 + ((dice >> 16) % 20));
        q.limitTicks = _within(dice >> 24);
        q.selfTrade = IExchange.SelfTrade(uint8((dice >> 32) % 4));
        if ((dice >> 40) % 4 == 0) q.expiry = uint32(block.timestamp + 1 + ((dice >> 48) % 256));
        uint16 distance = uint16(1 + ((dice >> 56) % 3));
        if (q.kind == IExchangeConditionals.ConditionalKind.TRAILING_STOP) {
            q.trailTicks = distance;
        } else if (q.kind == IExchangeConditionals.ConditionalKind.OCO) {
            q.limitAboveTicks = _within(dice >> 64);
            (q.triggerAboveTicks, q.triggerBelowTicks) = (price + distance, price - distance);
        } else {
            bool isTakeProfit = q.kind == IExchangeConditionals.ConditionalKind.TAKE_PROFIT;
            if (isTakeProfit == (q.side == IExchange.Side.ASK)) q.triggerAboveTicks = price + distance;
            else q.triggerBelowTicks = price - distance;
        }
    }

    /// @dev A limit at which what it becomes may rest.
    function _within(uint256 dice) private pure returns (uint16) {
        return FIRST_TICK + 1 + uint16(dice % (LAST_TICK - FIRST_TICK - 1));
    }

    function _explainedWait(address trader, uint256 live, bytes4 selector) private view returns (bool) {
        if (_phase() != IExchange.MarketPhase.CONTINUOUS) return selector == IExchange.Exchange_MarketNotOpen.selector;
        if (selector == IExchange.Exchange_NoReferencePrice.selector) return _exchange.referencePrice(MARKET) == 0;
        if (selector == IExchangeConditionals.Exchange_TooManyConditionals.selector) return live == 20;
        if (selector == IExchange.Exchange_NotEligible.selector) return !mayTrade(trader);
        // the last trade may be ahead of the reference price
        return selector == IExchangeConditionals.Exchange_TriggerAlreadyMet.selector;
    }

    function cancelConditional(uint256 at) external {
        if (conditionals == 0) return;
        OrderId id = _conditionalId(uint32(1 + (at % conditionals)));
        IExchangeConditionals.ConditionalView memory v = _exchange.conditional(id);
        if (v.lots == 0) return;
        (uint256 money, uint256 units) = heldWaiting(v);
        uint256[2] memory before = _balances(v.owner);
        _listen();
        vm.prank(v.owner);
        _exchange.cancelConditional(id);
        _audit(true);
        ++calls["cancelConditional"];
        _checkRefund(v.owner, before, money, units);
    }

    /// @notice What keepers do for conditional orders, in a later block.
    function keepWaiting(uint256 dice) external {
        vm.roll(block.number + 1);
        vm.warp(block.timestamp + (dice % 16));
        OrderId[] memory ids_ = new OrderId[](conditionals > 40 ? 40 : conditionals);
        for (uint256 i = 0; i < ids_.length; ++i) ids_[i] = _conditionalId(conditionals - uint32(i));
        _listen();
        if (_exchange.trail(MARKET, ids_) > 0) ++calls["trail"];
        if (_exchange.fireStops(MARKET, uint16(1 + ((dice >> 8) % 9))) > 0) ++calls["fire"];
        if ((dice >> 16) % 4 == 0 && _exchange.pruneConditionals(ids_) > 0) ++calls["pruneConditionals"];
        _audit(true);
    }

    // ------------------------------------------------------------------------------------------- over time

    /// @notice Places an order that is worked off in slices.
    function plan(uint256 who, uint256 dice) external {
        address trader = _trader(who);
        IExchangeParents.ParentRequest memory q;
        (q.marketId, q.side) = (MARKET, dice & 1 == 0 ? IExchange.Side.BID : IExchange.Side.ASK);
        (q.lots, q.limitTicks) = (uint40(10 + ((dice >> 8) % 90)), _within(dice >> 16));
        (q.interval, q.slices) = (uint32(30 + ((dice >> 24) % 60)), 10);
        if ((dice >> 32) % 3 == 0) q.toleranceBps = uint16(10 + ((dice >> 40) % 60));
        if ((dice >> 48) % 4 == 0) q.participationBps = 10_000;
        if ((dice >> 56) % 3 == 0) {
            (q.kind, q.weights) = (IExchangeParents.ParentKind.VWAP, bytes32(uint256(0x01010101010202010101) << 176));
            q.lots += 20;
        }
        _askKeeperFee(uint16(dice >> 64) % 8);
        vm.prank(trader);
        try _exchange.placeParent(q) returns (OrderId id) {
            ++calls["plan"];
            _planned(id, q);
        } catch (bytes memory reason) {
            bool opens = _phase() == IExchange.MarketPhase.CONTINUOUS || _phase() == IExchange.MarketPhase.AUCTION;
            bytes4 why = bytes4(reason);
            bool explained =
                opens
                    ? why == IExchange.Exchange_NotEligible.selector && !mayTrade(trader)
                    : why == IExchange.Exchange_MarketNotOpen.selector;
            if (!explained) revert TradingDay_Unexpected(reason);
        }
        _askKeeperFee(0);
    }

    /// @notice Executes a slice of some order. What is not due, crosses nothing or is over, is refused with that reason.
    function slice(uint256 at, uint256 dice) external {
        if (parents.length == 0) return;
        if (dice % 2 == 0) vm.warp(block.timestamp + 30);
        OrderId id = parents[at % parents.length];
        bool live = _exchange.parent(id).live;
        _listen();
        try _exchange.executeSlice(id, uint16(1 + ((dice >> 8) % 20))) {
            ++calls["slice"];
            _audit(true);
        } catch (bytes memory reason) {
            if (!_explainedSlice(live, bytes4(reason))) revert TradingDay_Unexpected(reason);
        }
    }

    function _explainedSlice(bool live, bytes4 selector) private view returns (bool) {
        if (!live) return selector == IExchange.Exchange_OrderNotLive.selector;
        if (_phase() != IExchange.MarketPhase.CONTINUOUS) return selector == IExchange.Exchange_MarketNotOpen.selector;
        return
            selector == IExchangeParents.Exchange_SliceNotDue.selector ||
            selector == IExchangeParents.Exchange_NothingCrosses.selector ||
            selector == IExchangeParents.Exchange_ParticipationReached.selector ||
            selector == IExchange.Exchange_NoReferencePrice.selector;
    }

    function cancelParent(uint256 at) external {
        if (parents.length == 0) return;
        OrderId id = parents[at % parents.length];
        IExchangeParents.ParentView memory v = _exchange.parent(id);
        if (!v.live) return;
        (uint256 money, uint256 units) = heldOverTime(v);
        uint256[2] memory before = _balances(v.owner);
        _listen();
        vm.prank(v.owner);
        _exchange.cancelParent(id);
        _audit(true);
        ++calls["cancelParent"];
        _checkRefund(v.owner, before, money, units);
    }

    // ------------------------------------------------------------------------------------------- changes, second keys

    /// @notice Makes some resting order smaller; what it no longer needs comes back to the unit.
    function amend(uint256 at, uint40 lots) external {
        if (ids.length == 0) return;
        OrderId id = ids[at % ids.length];
        IExchange.OrderView memory v = _exchange.order(id);
        bool amendable = v.live && v.lots > 1 && id.kind() != OrderKind.DEFERRED;
        bool isPart = OrderId.unwrap(icebergOf[OrderId.unwrap(id)]) != 0;
        if (!amendable || isPart || _phase() == IExchange.MarketPhase.UNCROSSING) return;
        lots = uint40(bound(lots, 1, v.lots - 1));
        uint32 asset = v.side == IExchange.Side.BID ? QUOTE : BASE;
        uint256 expected = _exchange.balanceOf(v.owner, asset) + held(id, v);
        vm.prank(v.owner);
        _exchange.amend(id, lots);
        ++calls["amend"];
        v.lots = lots;
        if (_exchange.balanceOf(v.owner, asset) + held(id, v) != expected) ++wrongRefunds;
    }

    /// @notice A second key places and cancels for its account; lists in which each item stands for itself.
    function operate(uint256 who, uint16 ticks, uint40 lots, uint256 dice) external {
        address trader = _trader(who);
        IExchange.OrderRequest[] memory one = new IExchange.OrderRequest[](1);
        one[0] = _request(ticks, lots, dice);
        vm.prank(trader);
        _exchange.setOperator(operator, uint40(block.timestamp + 1));
        _listen();
        vm.prank(operator);
        try _exchange.placeBy(trader, one) {
            _audit(true);
            ++calls["placeBy"];
        } catch (bytes memory reason) {
            if (!_explained(one[0], trader, bytes4(reason))) revert TradingDay_Unexpected(reason);
        }
        _listen();
        vm.prank(trader);
        IExchangeAccounts.ItemResult[] memory results = _exchange.placeEach(one);
        if (results[0].ok) {
            _audit(true);
            ++calls["placeEach"];
        } else if (!_explained(one[0], trader, bytes4(results[0].error))) {
            // events of an item that was undone are recorded all the same, so they are not read
            revert TradingDay_Unexpected(results[0].error);
        }
    }

    /// @notice What a simulation promises is what the order then gets.
    function simulateAndPlace(uint256 who, uint16 ticks, uint40 lots, uint256 dice) external {
        address trader = _trader(who);
        IExchange.OrderRequest memory q = _request(ticks, lots, dice);
        IExchangeLens.Simulation memory s = _exchange.simulate(trader, q);
        _listen();
        vm.prank(trader);
        try _exchange.place(q) returns (IExchange.PlaceResult memory r) {
            _audit(true);
            ++calls["simulated"];
            bool same = s.ok && keccak256(abi.encode(s.result)) == keccak256(abi.encode(r));
            same = same && s.baseFree == _exchange.balanceOf(trader, BASE) && s.phase == _phase();
            if (!same || s.quoteFree != _exchange.balanceOf(trader, QUOTE)) ++quoteDiffers;
        } catch (bytes memory reason) {
            if (s.ok || keccak256(s.failure) != keccak256(reason)) ++quoteDiffers;
        }
    }

    /// @notice Accounts that let their time lapse or renew it, and tiers of fees.
    function arrange(uint256 who, uint256 dice) external {
        if (dice % 3 == 0) {
            vm.startPrank(_admin);
            (, uint16 taker) = (0, _exchange.market(MARKET).takerFeePips);
            IExchange.FeeTier[] memory tiers = new IExchange.FeeTier[](1);
            tiers[0] = IExchangeMarkets.FeeTier(uint48(1 + ((dice >> 8) % 100_000)), 0, 0);
            int256 room = int256(uint256(taker)) + _exchange.market(MARKET).makerFeePips;
            tiers[0].takerDiscountPips = uint16((dice >> 32) % (uint256(room) + 1));
            if (tiers[0].takerDiscountPips > taker) tiers[0].takerDiscountPips = taker;
            _exchange.setFeeTiers(MARKET, tiers);
            vm.stopPrank();
            ++calls["tiers"];
        } else {
            vm.prank(_trader(who));
            _exchange.setDeadMan(dice % 3 == 1 ? 0 : uint40(block.timestamp + 1 + ((dice >> 8) % 600)));
            ++calls["deadMan"];
        }
    }
}
