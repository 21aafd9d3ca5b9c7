// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Vm } from "forge-std/Vm.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAuctions } from "../../../contracts/interfaces/IExchangeAuctions.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";

/// @notice Random auctions: conservation, the same in any number of calls, and told whole by the events.
contract AuctionLivesTest is AuctionFixture {
    function _maybeTape(uint256 seed) private {
        if (seed % 2 == 0) _setTape(uint16(995 + ((seed >> 8) % 25)));
    }

    /// @dev Everything at once: three owners on both sides, icebergs, expiries, a frozen one, orders left from before.
    function _randomAuction(uint256 seed) private {
        _openAuction();
        uint256 count = 4 + ((seed >> 16) % 28);
        for (uint256 i = 0; i < count; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, i)));
            IExchange.OrderRequest memory q = _gtc(
                d % 2 == 0 ? BID : ASK,
                uint16(1000 + ((d >> 8) % 9)),
                uint40(1 + ((d >> 16) % 30))
            );
            if ((d >> 24) % 4 == 0 && q.lots > 3) q.displayLots = uint24(1 + ((d >> 32) % 3));
            if ((d >> 40) % 6 == 0) q.expiry = uint32(block.timestamp + 1 + ((d >> 48) % 400));
            _put([alice, bob, carol][(d >> 56) % 3], q);
        }
        if (seed % 5 == 0) gate.freeze(carol);
        _auctionOver();
    }

    function testFuzz_nothing_is_made_or_lost_and_the_book_ends_uncrossed(uint256 seed, uint8 steps) public {
        _maybeTape(seed);
        _randomAuction(seed);
        _uncrossBy(uint16(bound(steps, 1, 150)));
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        if (bid != 0 && ask != 0) assertLt(bid, ask);
        gate.unfreeze(carol);
        _assertConserved();
    }

    function _prune(IExchange.Side side) private {
        for (uint16 ticks = 1000; ticks < 1009; ++ticks) {
            (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, side, ticks, 150);
            exchange.prune(ids);
        }
    }

    /// @dev Dead orders that a call still meets after the last trade go earlier with more steps; pruned, they are gone either way.
    function _picture() private returns (bytes32 digest) {
        _prune(BID);
        _prune(ASK);
        for (uint256 i = 0; i < placed.length; ++i) {
            digest = keccak256(abi.encode(digest, _live(placed[i]), _lots(placed[i])));
        }
        address[3] memory traders = [alice, bob, carol];
        for (uint256 i = 0; i < 3; ++i) digest = keccak256(abi.encode(digest, _money(traders[i]), _units(traders[i])));
        digest = keccak256(
            abi.encode(digest, exchange.collectedFees(MARKET), exchange.tape(MARKET), exchange.marketRules(MARKET))
        );
    }

    function testFuzz_step_by_step_comes_to_the_same_as_all_at_once(uint256 seed, uint8 steps) public {
        _maybeTape(seed);
        _randomAuction(seed);
        uint256 state = vm.snapshotState();
        _uncrossBy(150);
        bytes32 atOnce = _picture();
        vm.revertToState(state);
        _uncrossBy(uint16(bound(steps, 1, 12)));
        assertEq(_picture(), atOnce);
    }

    /// @dev Where the last step of a call is the last trade, an expired bid behind it was left; all at once it was removed.
    function test_the_end_does_not_depend_on_where_the_last_call_stops() public {
        testFuzz_step_by_step_comes_to_the_same_as_all_at_once(217_262, 2);
    }

    mapping(uint256 id => uint256 lots) private mirrorLots;
    mapping(uint256 level => uint256 lots) private mirrorLevel;

    /// @dev An indexer that only reads events must end with the book that the contract has.
    function testFuzz_the_events_alone_tell_the_whole_book(uint256 seed, uint8 steps) public {
        _maybeTape(seed);
        vm.recordLogs();
        _randomAuction(seed);
        _uncrossBy(uint16(bound(steps, 1, 20)));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) _apply(logs[i]);
        for (uint16 ticks = 1000; ticks < 1009; ++ticks) {
            _compareLevel(BID, ticks);
            _compareLevel(ASK, ticks);
        }
    }

    function _compareLevel(IExchange.Side side, uint16 ticks) private view {
        assertEq(mirrorLevel[_level(side == BID, ticks)], _levelLots(side, ticks), "level");
        (OrderId[] memory ids, IExchange.OrderView[] memory views) = exchange.ordersAt(MARKET, side, ticks, 500);
        for (uint256 i = 0; i < ids.length; ++i) {
            assertEq(mirrorLots[OrderId.unwrap(ids[i])], views[i].lots, "order");
        }
    }

    function _level(bool isBid, uint256 ticks) private pure returns (uint256) {
        return (isBid ? 1 << 16 : 0) | ticks;
    }

    function _apply(Vm.Log memory log) private {
        if (log.topics[0] == IExchange.OrderPlaced.selector) {
            (uint40 lots, , , uint48 levelLots, ) = abi.decode(log.data, (uint40, uint32, uint16, uint48, uint64));
            _set(OrderId.wrap(uint96(uint256(log.topics[1]))), lots, levelLots);
        } else if (log.topics[0] == IExchange.IcebergShown.selector) {
            (uint40 lots, , uint48 levelLots) = abi.decode(log.data, (uint40, uint40, uint48));
            _set(OrderId.wrap(uint96(uint256(log.topics[2]))), lots, levelLots);
        } else if (log.topics[0] == IExchangeAuctions.AuctionFilled.selector) {
            (, bytes memory fills) = abi.decode(log.data, (uint16, bytes));
            assertEq(fills.length % 24, 0);
            for (uint256 at = 0; at < fills.length; at += 24) _applyRecord(fills, at);
        }
    }

    function _set(OrderId id, uint256 lots, uint256 levelLots) private {
        mirrorLots[OrderId.unwrap(id)] = lots;
        mirrorLevel[_level(id.kind() == OrderKind.BID, id.priceTicks())] = levelLots;
    }

    function _applyRecord(bytes memory fills, uint256 at) private {
        uint256 word;
        assembly ("memory-safe") {
            word := mload(add(add(fills, 32), at))
        }
        bool isBid = word >> 248 == 0;
        OrderId id = OrderIdLib.pack(
            MARKET,
            isBid ? OrderKind.BID : OrderKind.ASK,
            uint16(word >> 232),
            uint32(word >> 200)
        );
        uint256 gone = uint40(word >> 160);
        uint256 left = uint40(word >> 120);
        assertGt(gone, 0);
        assertEq(mirrorLots[OrderId.unwrap(id)], gone + left, "the record continues the order");
        assertLe(uint8(word >> 112), uint8(IExchange.FillOutcome.REMOVED_SELF_TRADE));
        _set(id, left, uint48(word >> 64));
    }
}
