// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { Vm } from "forge-std/Vm.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAuctions } from "../../../contracts/interfaces/IExchangeAuctions.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { DeployedExchange } from "./DeployedExchange.sol";

/// @title DayLedger
/// @notice What the events of a trading day say: every order that was ever placed or shown, what icebergs hide, and every fill
/// held against the rules at the moment it happened. Counts faults; the invariants expect all of them to stay zero.
abstract contract DayLedger is Test {
    uint32 public constant MARKET = 1;

    DeployedExchange internal immutable _exchange;
    IComplianceGate internal immutable _gate;

    struct Known {
        address owner;
        uint32 expiry;
    }

    /// @param hidden lots that do not show.
    /// @param peak lots of the first part.
    struct Iceberg {
        uint256 hidden;
        uint256 peak;
    }

    /// Resting and deferred orders in the order in which they were announced; the parts of icebergs too.
    OrderId[] public ids;
    mapping(uint96 id => Known) public known;
    mapping(uint96 iceberg => Iceberg) public icebergs;
    mapping(uint96 part => OrderId) public icebergOf;
    mapping(uint256 level => uint32) public lastSequence;

    uint256 public reusedIds;
    uint256 public tradedExpired;
    uint256 public tradedFrozen;
    uint256 public unknownFills;
    uint256 public outOfBand;
    uint256 public beyondLimit;
    uint256 public unbalancedAuctions;
    /// How often each kind of call did its work, so that a run that never traded is seen.
    mapping(string name => uint256) public calls;

    /// The prices that fills of the present call may have.
    uint16 private _low;
    uint16 private _high;

    constructor(DeployedExchange exchange_, IComplianceGate gate_) {
        _exchange = exchange_;
        _gate = gate_;
    }

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    /// @dev Before a call whose events are to be audited.
    function _listen() internal {
        (_low, _high) = _exchange.priceBand(MARKET);
        vm.recordLogs();
    }

    /// @param oneTake whether the call was at most one take, so that the band before it bounds all of its fills.
    function _audit(bool oneTake) internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(_exchange)) continue;
            bytes32 topic = logs[i].topics[0];
            if (topic == IExchange.OrderPlaced.selector) _placed(logs[i]);
            else if (topic == IExchange.OrderDeferred.selector) _deferred(logs[i]);
            else if (topic == IExchange.IcebergShown.selector) _shown(logs[i]);
            else if (topic == IExchange.IcebergEnded.selector) icebergs[_id(logs[i], 1)].hidden = 0;
            else if (topic == IExchange.Taken.selector) _taken(logs[i], oneTake);
            else if (topic == IExchangeAuctions.AuctionFilled.selector) _auction(logs[i]);
            else if (topic == IExchange.BreakerTripped.selector) ++calls["breach"];
            else _other(logs[i]);
        }
    }

    /// @dev An event of a kind that a day with more kinds of orders knows.
    function _other(Vm.Log memory log) internal virtual {}

    /// @notice Whether the account may trade: by the gate, and by the time that it set itself.
    function mayTrade(address account) public view returns (bool) {
        uint40 until = _exchange.deadMan(account);
        return _gate.canTrade(account) && (until == 0 || until > block.timestamp);
    }

    function _id(Vm.Log memory log, uint256 topic) private pure returns (uint96) {
        return uint96(uint256(log.topics[topic]));
    }

    function _placed(Vm.Log memory log) private {
        (, uint32 expiry, , , ) = abi.decode(log.data, (uint40, uint32, int16, uint48, uint64));
        _remember(_id(log, 1), address(uint160(uint256(log.topics[2]))), expiry);
    }

    function _deferred(Vm.Log memory log) private {
        _remember(_id(log, 1), address(uint160(uint256(log.topics[2]))), 0);
    }

    /// @dev The first part was announced by `OrderPlaced` before; the others have its expiry.
    function _shown(Vm.Log memory log) private {
        (uint40 lots, uint40 hidden, ) = abi.decode(log.data, (uint40, uint40, uint48));
        uint96 iceberg = _id(log, 1);
        uint96 part = _id(log, 2);
        if (icebergs[iceberg].peak == 0) {
            icebergs[iceberg].peak = lots;
            known[iceberg] = known[part];
        } else {
            _remember(part, known[iceberg].owner, known[iceberg].expiry);
            ++calls["refresh"];
        }
        icebergs[iceberg].hidden = hidden;
        icebergOf[part] = OrderId.wrap(iceberg);
    }

    function _remember(uint96 raw, address owner, uint32 expiry) private {
        OrderId id = OrderId.wrap(raw);
        if (known[raw].owner != address(0)) ++reusedIds;
        known[raw] = Known(owner, expiry);
        uint256 level = raw >> 32;
        if (id.sequence() <= lastSequence[level]) ++reusedIds;
        lastSequence[level] = id.sequence();
        ids.push(id);
    }

    function _taken(Vm.Log memory log, bool oneTake) private {
        (IExchange.Side side, , , , , bytes memory fills) = abi.decode(
            log.data,
            (IExchange.Side, uint40, uint128, uint128, uint64, bytes)
        );
        OrderKind kind = side == IExchange.Side.BID ? OrderKind.ASK : OrderKind.BID;
        for (uint256 at = 0; at < fills.length; at += 23) {
            uint256 record = _word(fills, at) >> 72;
            bool filled = _auditFill(record, kind);
            if (filled && oneTake && (uint16(record >> 168) < _low || uint16(record >> 168) > _high)) ++outOfBand;
        }
    }

    function _auction(Vm.Log memory log) private {
        (uint16 price, bytes memory fills) = abi.decode(log.data, (uint16, bytes));
        uint256[2] memory lots;
        for (uint256 at = 0; at < fills.length; at += 24) {
            uint256 record = _word(fills, at) >> 64;
            uint256 side = record >> 184;
            uint16 ticks = uint16(record >> 168);
            if (!_auditFill(record, side == 0 ? OrderKind.BID : OrderKind.ASK)) continue;
            if (side == 0 ? ticks < price : ticks > price) ++beyondLimit;
            lots[side] += uint40(record >> 96);
            ++calls["auctionFill"];
        }
        if (lots[0] != lots[1]) ++unbalancedAuctions;
    }

    /// @return filled whether the record is a fill rather than a removal.
    function _auditFill(uint256 record, OrderKind kind) private returns (bool filled) {
        OrderId id = OrderIdLib.pack(MARKET, kind, uint16(record >> 168), uint32(record >> 136));
        Known memory order = known[OrderId.unwrap(id)];
        bool expired = order.expiry != 0 && block.timestamp >= order.expiry;
        filled = uint8(record >> 48) == uint8(IExchange.FillOutcome.FILLED);
        if (order.owner == address(0)) ++unknownFills;
        if (filled && expired) ++tradedExpired;
        if (filled && !mayTrade(order.owner)) ++tradedFrozen;
        ++calls[filled ? "fill" : "removal"];
    }

    function _word(bytes memory data, uint256 at) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), at))
        }
    }
}
