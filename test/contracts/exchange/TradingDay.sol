// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { Vm } from "forge-std/Vm.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { OpenCredits } from "./OpenCredits.sol";

/// @title TradingDay
/// @notice The handler of the invariants lives a trading day: every call is one a user, a keeper, an officer or an operator could
/// make. Remembers every id it was given and what it expects of each.
abstract contract TradingDay is Test {
    uint16 public constant FIRST_TICK = 997;
    uint16 public constant LAST_TICK = 1002;
    uint32 private constant BASE = 1;
    uint32 private constant QUOTE = 2;
    uint32 public constant MARKET = 1;

    DeployedExchange private immutable _exchange;
    IComplianceGate private immutable _gate;
    TestQuoteToken private immutable _quote;
    OpenCredits private immutable _credits;
    uint256 private immutable _batch;
    address private immutable _admin;

    struct Known {
        address owner;
        uint32 expiry;
    }

    address[] public traders;
    OrderId[] public ids;
    mapping(uint96 id => Known) public known;
    mapping(uint256 level => uint32) public lastSequence;

    /// Faults that only the moment itself shows; the invariants expect all of them to stay zero.
    uint256 public reusedIds;
    uint256 public wrongRefunds;
    uint256 public tradedExpired;
    uint256 public tradedFrozen;
    uint256 public unknownFills;
    /// Quote given to the contract for nothing.
    uint256 public donated;
    /// How often each kind of call did its work, so that a run that never traded is seen.
    mapping(string name => uint256) public calls;

    constructor(
        DeployedExchange exchange_,
        IComplianceGate gate_,
        TestQuoteToken quote_,
        OpenCredits credits_,
        uint256 batch,
        address admin,
        address[] memory traders_
    ) {
        _exchange = exchange_;
        _gate = gate_;
        _quote = quote_;
        _credits = credits_;
        _batch = batch;
        _admin = admin;
        traders = traders_;
    }

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    function traderCount() external view returns (uint256) {
        return traders.length;
    }

    function place(
        uint256 who,
        bool isBid,
        uint16 ticks,
        uint40 lots,
        uint8 kind,
        uint8 life,
        uint8 maxFills
    ) external {
        IExchange.OrderRequest memory q;
        q.marketId = MARKET;
        q.side = isBid ? IExchange.Side.BID : IExchange.Side.ASK;
        q.orderType = IExchange.OrderType(kind % 5);
        q.priceTicks = uint16(bound(ticks, FIRST_TICK, LAST_TICK));
        q.lots = uint40(bound(lots, 1, 20));
        q.maxFills = maxFills % 12;
        bool mayRest =
            q.orderType == IExchange.OrderType.LIMIT_GTC || q.orderType == IExchange.OrderType.LIMIT_POST_ONLY;
        if (mayRest && life % 3 == 0) q.expiry = uint32(block.timestamp + 1 + life);
        address trader = _trader(who);
        vm.recordLogs();
        vm.prank(trader);
        try _exchange.place(q) returns (IExchange.PlaceResult memory r) {
            ++calls["place"];
            _auditFills();
            if (OrderId.unwrap(r.orderId) != 0) _remember(r.orderId);
        } catch {}
    }

    function cancel(uint256 at) external {
        if (ids.length == 0) return;
        OrderId id = ids[at % ids.length];
        IExchange.OrderView memory v = _exchange.order(id);
        if (!v.live) return;
        bool isBid = v.side == IExchange.Side.BID;
        uint32 asset = isBid ? QUOTE : BASE;
        uint256 notional = uint256(v.lots) * v.priceTicks * 10_000;
        uint256 expected = isBid ? notional + (notional * uint16(v.feePips) + 999_999) / 1e6 : uint256(v.lots) * 1000;
        uint256 before = _exchange.balanceOf(v.owner, asset);
        vm.prank(v.owner);
        _exchange.cancel(id);
        ++calls["cancel"];
        if (_exchange.balanceOf(v.owner, asset) != before + expected) ++wrongRefunds;
        if (_exchange.order(id).live) ++wrongRefunds;
    }

    function crank(uint16 steps) external {
        vm.recordLogs();
        uint256 done = _exchange.crank(MARKET, uint16(bound(steps, 1, 20)));
        _auditFills();
        if (done > 0) ++calls["crank"];
        _rememberLevels();
    }

    function prune(uint256 at) external {
        if (ids.length == 0) return;
        OrderId[] memory one = new OrderId[](1);
        one[0] = ids[at % ids.length];
        if (_exchange.prune(one) > 0) ++calls["prune"];
    }

    /// @notice Money and credits in and out of the vault.
    function moveFunds(uint256 who, uint8 way, uint128 amount) external {
        if (way % 4 == 0) _deposit(_trader(who), bound(amount, 1, 1e12));
        else if (way % 4 == 1) _sendCredits(_trader(who), bound(amount, 1, 1e6));
        else _withdraw(_trader(who), way % 4 == 2 ? QUOTE : BASE, amount);
    }

    /// @notice What happens around the traders: donations, freezes, fees, pauses, time.
    function disturb(uint256 who, uint8 kind, uint16 a, uint16 b) external {
        kind = kind % 8;
        if (kind == 0) _donate(a);
        else if (kind < 3) _freeze(_trader(who), a % 4 == 0);
        else if (kind == 3) _setFees(a, b);
        else if (kind == 4) _pause(a % 4 == 0);
        else if (kind == 5) _collect();
        else vm.warp(block.timestamp + bound(a, 1, 120));
    }

    function _deposit(address trader, uint256 amount) private {
        _quote.mint(trader, amount);
        vm.prank(trader);
        try _exchange.deposit(QUOTE, amount) {
            ++calls["deposit"];
        } catch {}
    }

    function _sendCredits(address trader, uint256 units) private {
        _credits.mint(trader, _batch, units);
        vm.prank(trader);
        try _credits.safeTransferFrom(trader, address(_exchange), _batch, units, "") {
            ++calls["sendCredits"];
        } catch {}
    }

    function _withdraw(address trader, uint32 asset, uint256 amount) private {
        uint256 free = _exchange.balanceOf(trader, asset);
        if (free == 0) return;
        vm.prank(trader);
        try _exchange.withdraw(asset, bound(amount, 1, free / 20 + 1), trader) {
            ++calls["withdraw"];
        } catch {}
    }

    function _donate(uint256 amount) private {
        _quote.mint(address(_exchange), amount);
        donated += amount;
    }

    function _freeze(address trader, bool frozen) private {
        vm.prank(_admin);
        _gate.setFrozen(trader, frozen);
    }

    function _setFees(uint16 maker, uint16 taker) private {
        taker = uint16(bound(taker, 0, 20_000));
        maker = uint16(bound(maker, 0, taker));
        vm.prank(_admin);
        _exchange.setMarketFees(MARKET, int16(maker), taker);
    }

    function _pause(bool on) private {
        IExchange.MarketPhase phase = _exchange.market(MARKET).phase;
        vm.startPrank(_admin);
        if (phase == IExchange.MarketPhase.HALTED) _exchange.openMarket(MARKET);
        else if (on) _exchange.haltMarket(MARKET);
        vm.stopPrank();
    }

    function _collect() private {
        if (_exchange.collectedFees(MARKET) == 0) return;
        vm.prank(_admin);
        _exchange.collectFees(MARKET, _admin);
        ++calls["collect"];
    }

    // ------------------------------------------------------------------------------------------- bookkeeping

    function _trader(uint256 who) private view returns (address) {
        return traders[who % traders.length];
    }

    /// @dev Reads every `Taken` of the call and looks up each order that it says was filled.
    function _auditFills() private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != IExchange.Taken.selector) continue;
            (IExchange.Side side, , , , , bytes memory fills) = abi.decode(
                logs[i].data,
                (IExchange.Side, uint40, uint128, uint128, uint64, bytes)
            );
            OrderKind kind = side == IExchange.Side.BID ? OrderKind.ASK : OrderKind.BID;
            for (uint256 at = 0; at < fills.length; at += 23) {
                _auditFill(fills, at, kind);
            }
        }
    }

    function _auditFill(bytes memory fills, uint256 at, OrderKind kind) private {
        uint256 word;
        assembly ("memory-safe") {
            word := mload(add(add(fills, 32), at))
        }
        uint256 record = word >> 72;
        OrderId id = OrderIdLib.pack(MARKET, kind, uint16(record >> 168), uint32(record >> 136));
        Known memory order = known[OrderId.unwrap(id)];
        bool expired = order.expiry != 0 && block.timestamp >= order.expiry;
        bool filled = uint8(record >> 48) == uint8(IExchange.FillOutcome.FILLED);
        if (order.owner == address(0)) ++unknownFills;
        if (filled && expired) ++tradedExpired;
        if (filled && !_gate.canTrade(order.owner)) ++tradedFrozen;
        if (filled) ++calls["fill"];
        else ++calls["removal"];
    }

    function _remember(OrderId id) private {
        if (known[OrderId.unwrap(id)].owner != address(0)) ++reusedIds;
        IExchange.OrderView memory v = _exchange.order(id);
        known[OrderId.unwrap(id)] = Known(v.owner, v.expiry);
        uint256 level = OrderId.unwrap(id) >> 32;
        if (id.sequence() <= lastSequence[level]) ++reusedIds;
        lastSequence[level] = id.sequence();
        ids.push(id);
    }

    /// @dev Orders that a crank put to rest have ids that no call returned.
    function _rememberLevels() private {
        for (uint256 side = 0; side < 2; ++side) {
            for (uint16 ticks = FIRST_TICK; ticks <= LAST_TICK; ++ticks) {
                (OrderId[] memory live, ) = _exchange.ordersAt(
                    MARKET,
                    side == 0 ? IExchange.Side.BID : IExchange.Side.ASK,
                    ticks,
                    500
                );
                for (uint256 i = 0; i < live.length; ++i) {
                    if (known[OrderId.unwrap(live[i])].owner == address(0)) _remember(live[i]);
                }
            }
        }
    }
}
