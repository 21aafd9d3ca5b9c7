// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { Vm } from "forge-std/Vm.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { DeployedExchange } from "./DeployedExchange.sol";

/// @title StopDay
/// @notice The handler of the stop invariants: traders place and cancel all kinds of conditional orders around a price that other
/// trades move, keepers fire, trail, prune and crank, blocks pass. Remembers how each order ended.
abstract contract StopDay is Test {
    uint32 internal constant MARKET = 1;
    uint16 internal constant LOWEST = 980;
    uint16 internal constant HIGHEST = 1020;

    DeployedExchange private immutable _exchange;
    IComplianceGate private immutable _gate;
    address private immutable _admin;
    address private immutable _keeper;

    address[] public traders;
    OrderId[] public resting;
    /// Conditional orders ever placed; their numbers count from 1.
    uint32 public placed;
    mapping(uint256 number => uint256) public fired;
    mapping(uint256 number => uint256) public cancelled;

    /// Faults that only the moment itself shows; the invariants expect all of them to stay zero.
    uint256 public unexpectedReverts;
    uint256 public firedUnmet;
    uint256 public firedOutOfOrder;
    uint256 public movedAgainstOwner;
    /// How often each kind of call did its work, so that a run in which nothing happened is seen.
    mapping(string name => uint256) public calls;

    constructor(
        DeployedExchange exchange_,
        IComplianceGate gate_,
        address admin,
        address keeper,
        address[] memory traders_
    ) {
        _exchange = exchange_;
        _gate = gate_;
        _admin = admin;
        _keeper = keeper;
        traders = traders_;
    }

    function traderCount() external view returns (uint256) {
        return traders.length;
    }

    function restingCount() external view returns (uint256) {
        return resting.length;
    }

    // ------------------------------------------------------------------------------------------- owners

    function wait(uint256 who, uint8 kind, bool isBid, uint16 a, uint16 b, uint40 lots, uint8 life) external {
        IExchangeConditionals.ConditionalRequest memory q;
        q.marketId = MARKET;
        q.side = isBid ? IExchange.Side.BID : IExchange.Side.ASK;
        q.kind = IExchangeConditionals.ConditionalKind(kind % 5);
        q.lots = uint40(bound(lots, 1, 20));
        q.limitTicks = _ticks(b);
        if (life % 4 == 0) q.expiry = uint32(block.timestamp + 1 + life);
        _shape(q, a, b);
        vm.prank(_trader(who));
        try _exchange.placeConditional(q) returns (OrderId id) {
            ++calls["wait"];
            if (id.sequence() != ++placed) ++unexpectedReverts;
        } catch {}
    }

    function _shape(IExchangeConditionals.ConditionalRequest memory q, uint16 a, uint16 b) private pure {
        if (q.kind == IExchangeConditionals.ConditionalKind.TRAILING_STOP) {
            q.trailTicks = 1 + (a % 8);
            return;
        }
        if (q.kind == IExchangeConditionals.ConditionalKind.OCO) {
            q.limitAboveTicks = _ticks(b >> 8);
            q.triggerAboveTicks = 1000 + (a % 12);
            q.triggerBelowTicks = 999 - ((a >> 8) % 12);
            return;
        }
        bool isAsk = q.side == IExchange.Side.ASK;
        if ((q.kind == IExchangeConditionals.ConditionalKind.TAKE_PROFIT) == isAsk) q.triggerAboveTicks = _ticks(a);
        else q.triggerBelowTicks = _ticks(a);
    }

    function cancel(uint256 at) external {
        if (placed == 0) return;
        OrderId id = _id(uint32(1 + (at % placed)));
        IExchangeConditionals.ConditionalView memory v = _exchange.conditional(id);
        if (v.lots == 0) return;
        vm.recordLogs();
        vm.prank(v.owner);
        try _exchange.cancelConditional(id) {
            ++calls["cancel"];
        } catch {
            ++unexpectedReverts;
        }
        _audit();
    }

    /// @notice Ordinary orders of the same traders, which make the price.
    function trade(uint256 who, bool isBid, uint16 ticks, uint40 lots, bool deferred) external {
        IExchange.OrderRequest memory q;
        q.marketId = MARKET;
        q.side = isBid ? IExchange.Side.BID : IExchange.Side.ASK;
        q.priceTicks = _ticks(ticks);
        q.lots = uint40(bound(lots, 1, 30));
        q.maxFills = deferred ? 0 : 20;
        vm.prank(_trader(who));
        try _exchange.place(q) returns (IExchange.PlaceResult memory r) {
            if (r.filledLots != 0) ++calls["trade"];
            if (OrderId.unwrap(r.orderId) != 0) resting.push(r.orderId);
        } catch {}
    }

    // ------------------------------------------------------------------------------------------- anyone

    function fire(uint16 max, bool paid) external {
        vm.recordLogs();
        vm.prank(paid ? _keeper : address(this));
        try _exchange.fireStops(MARKET, uint16(bound(max, 1, 10))) returns (uint256 handled) {
            if (handled > 0) ++calls["fire"];
        } catch {
            ++unexpectedReverts;
        }
        _audit();
    }

    function trail() external {
        OrderId[] memory ids = new OrderId[](placed > 150 ? 150 : placed);
        for (uint256 i = 0; i < ids.length; ++i) {
            ids[i] = _id(placed - uint32(i));
        }
        vm.recordLogs();
        try _exchange.trail(MARKET, ids) returns (uint256 moved) {
            if (moved > 0) ++calls["trail"];
        } catch {
            ++unexpectedReverts;
        }
        _audit();
    }

    function prune(uint256 at) external {
        if (placed == 0) return;
        OrderId[] memory ids = new OrderId[](1);
        ids[0] = _id(uint32(1 + (at % placed)));
        vm.recordLogs();
        try _exchange.pruneConditionals(ids) returns (uint256 removed) {
            if (removed > 0) ++calls["prune"];
        } catch {
            ++unexpectedReverts;
        }
        _audit();
    }

    function crank(uint16 steps) external {
        try _exchange.crank(MARKET, uint16(bound(steps, 1, 20))) returns (uint256 done) {
            if (done > 0) ++calls["crank"];
        } catch {
            ++unexpectedReverts;
        }
    }

    function pass(uint16 blocks) external {
        blocks = uint16(bound(blocks, 1, 5));
        vm.roll(block.number + blocks);
        vm.warp(block.timestamp + uint256(blocks) * 12);
    }

    /// @notice What happens around the traders: freezes, fees, keeper fees, halts.
    function disturb(uint256 who, uint8 kind, uint16 a) external {
        kind = kind % 4;
        IExchange.MarketPhase phase = _exchange.market(MARKET).phase;
        vm.startPrank(_admin);
        if (kind < 2) {
            if (a % 4 == 0) _gate.freeze(_trader(who));
            else _gate.unfreeze(_trader(who));
        } else if (kind == 2) {
            _exchange.setMarketFees(MARKET, int16(a % 1000), 1000 + (a % 5000));
        } else if (phase == IExchange.MarketPhase.CONTINUOUS) {
            IExchange.MarketRules memory rules = _exchange.marketRules(MARKET);
            rules.keeperFeeTicks = a % 100;
            rules.triggerBandBps = a % 300;
            _exchange.setMarketRules(MARKET, rules);
        }
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- bookkeeping

    function _trader(uint256 who) private view returns (address) {
        return traders[who % traders.length];
    }

    function _ticks(uint16 raw) private pure returns (uint16) {
        return LOWEST + (raw % (HIGHEST - LOWEST + 1));
    }

    function _id(uint32 number) private pure returns (OrderId) {
        return OrderIdLib.pack(MARKET, OrderKind.CONDITIONAL, 0, number);
    }

    /// @dev Reads how the call's orders ended, and in which order they fired.
    function _audit() private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 nearest = type(uint256).max;
        for (uint256 i = 0; i < logs.length; ++i) {
            bytes32 topic = logs[i].topics[0];
            if (topic == IExchangeConditionals.ConditionalFired.selector) {
                ++fired[uint32(uint256(logs[i].topics[1]))];
                ++calls["fired"];
                nearest = _auditFired(logs[i].data, nearest);
            } else if (topic == IExchangeConditionals.ConditionalCancelled.selector) {
                ++cancelled[uint32(uint256(logs[i].topics[1]))];
            } else if (topic == IExchangeConditionals.TriggerMoved.selector) {
                _auditMoved(OrderId.wrap(uint96(uint256(logs[i].topics[1]))), logs[i].data);
            }
        }
    }

    /// @param before how far the price had passed the trigger fired before this one.
    /// @return passed how far it has passed this one.
    function _auditFired(bytes memory data, uint256 before) private returns (uint256 passed) {
        (bool above, uint16 trigger, uint16 price, ) = abi.decode(data, (bool, uint16, uint16, uint256));
        if (above ? price < trigger : price > trigger) ++firedUnmet;
        passed = above ? price - trigger : trigger - price;
        if (passed > before) ++firedOutOfOrder;
    }

    function _auditMoved(OrderId id, bytes memory data) private {
        (uint16 from, uint16 to, ) = abi.decode(data, (uint16, uint16, uint16));
        bool isBid = _exchange.conditional(id).side == IExchange.Side.BID;
        if (isBid ? to >= from : to <= from) ++movedAgainstOwner;
    }
}
