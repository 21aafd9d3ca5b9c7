// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Vm } from "forge-std/Vm.sol";
import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../../contracts/interfaces/IExchangeMarkets.sol";
import { IExchangeAuctions } from "../../../../contracts/interfaces/IExchangeAuctions.sol";
import { IExchangeConditionals } from "../../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "../ConditionalFixture.sol";

/// @notice Attack cases G, and C5: what a keeper's key is worth to whoever steals it, and what a market is without any keeper.
contract KeeperAttacksTest is ConditionalFixture {
    function _parent(address account, uint16 limit, uint40 lots) private returns (OrderId) {
        IExchangeParents.ParentRequest memory q;
        (q.marketId, q.side, q.lots, q.limitTicks) = (MARKET, BID, lots, limit);
        (q.interval, q.slices) = (60, 10);
        vm.prank(account);
        return exchange.placeParent(q);
    }

    // ------------------------------------------------------------------------------------------- G1

    /// @dev Makers, takers and prices that a keeper writes behind its arguments are read by nobody.
    function testFuzz_G1_what_a_keeper_adds_to_its_call_changes_nothing(bytes calldata proposal) public {
        _rest(bob, ASK, 1001, 5);
        _rest(carol, ASK, 1002, 5);
        _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 1005, 8);
        _stop(carol, ASK, 999, 900, 4);
        _nextBlock();
        uint256 state = vm.snapshotState();
        bytes32 plain = _worked("");
        vm.revertToState(state);
        assertEq(_worked(proposal), plain);
    }

    function _worked(bytes memory proposal) private returns (bytes32) {
        bytes[2] memory work = [
            abi.encodeCall(IExchange.crank, (MARKET, 20)),
            abi.encodeCall(IExchangeConditionals.fireStops, (MARKET, 20))
        ];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(keeper);
            (bool ok, ) = address(exchange).call(bytes.concat(work[i], proposal));
            assertTrue(ok);
        }
        return
            keccak256(
                abi.encode(_money(alice), _money(bob), _money(carol), _units(alice), _units(bob), exchange.tape(MARKET))
            );
    }

    /// @dev Whatever portions a keeper works in, the queue is worked from its head and the book from its best and oldest.
    function testFuzz_G1_no_portion_skips_an_earlier_or_a_better_order(uint16[12] memory portions) public {
        _rest(bob, ASK, 1003, 2);
        _rest(carol, ASK, 1001, 2);
        _rest(bob, ASK, 1001, 2);
        OrderId[] memory waiting = new OrderId[](3);
        waiting[0] = _defer(alice, BID, IExchange.OrderType.LIMIT_IOC, 1010, 3);
        waiting[1] = _defer(buyer, BID, IExchange.OrderType.LIMIT_IOC, 1010, 1);
        waiting[2] = _defer(alice, BID, IExchange.OrderType.LIMIT_IOC, 1010, 2);
        for (uint256 i = 0; i < portions.length; ++i) {
            exchange.crank(MARKET, uint16(bound(portions[i], 1, 2)));
            for (uint256 k = 1; k < 3; ++k) {
                // one that lives has everybody before it at its side or done
                if (_live(waiting[k - 1])) assertEq(_lots(waiting[k]), k == 1 ? 1 : 2);
            }
        }
        // alice: two at 1001 of carol's, one at 1001 of bob's; buyer the next; alice two at 1003
        assertEq(FUNDS - _money(alice), _cost3() + _cost2());
    }

    function _cost3() private pure returns (uint256) {
        return _notional(1001, 3) + _feeUp(_notional(1001, 3), TAKER_FEE);
    }

    function _cost2() private pure returns (uint256) {
        return _notional(1003, 2) + _feeUp(_notional(1003, 2), TAKER_FEE);
    }

    // ------------------------------------------------------------------------------------------- G2, G6

    function test_G2_every_work_call_repeated_by_a_second_keeper_does_nothing() public {
        _rest(bob, ASK, 1001, 5);
        _defer(alice, BID, IExchange.OrderType.LIMIT_IOC, 1001, 2);
        _stop(carol, ASK, 995, 900, 4);
        _settle(990);
        OrderId spent = _restUntil(alice, BID, 900, 1, uint32(block.timestamp + 1));
        vm.warp(block.timestamp + 1);
        _workEverything(spent);
        bytes32 once = _ledger();
        _workEverything(spent);
        assertEq(_ledger(), once);
    }

    function _workEverything(OrderId spent) private {
        exchange.fireStops(MARKET, 150);
        exchange.crank(MARKET, 150);
        exchange.prune(_one(spent));
        exchange.pruneConditionals(_one(_conditionalId(1)));
        exchange.trail(MARKET, _one(_conditionalId(1)));
    }

    function _ledger() private view returns (bytes32) {
        (uint32 head, uint32 tail) = exchange.queue(MARKET);
        return
            keccak256(
                abi.encode(
                    [_money(alice), _money(bob), _money(carol), _money(buyer), _money(seller), _money(keeper)],
                    [_units(alice), _units(bob), _units(carol), _units(buyer), _units(seller)],
                    head,
                    tail,
                    exchange.collectedFees(MARKET)
                )
            );
    }

    /// @dev After a reorganisation the same calls come again, in another sequence: the end is the same.
    function test_G6_the_same_work_replayed_in_another_block_ends_the_same() public {
        _rest(bob, ASK, 1001, 5);
        _defer(alice, BID, IExchange.OrderType.LIMIT_IOC, 1001, 2);
        _stop(carol, ASK, 995, 900, 4);
        _settle(990);
        uint256 state = vm.snapshotState();
        exchange.crank(MARKET, 150);
        exchange.fireStops(MARKET, 150);
        exchange.crank(MARKET, 150);
        bytes32 first = _ledger();
        vm.revertToState(state);
        _nextBlock();
        exchange.fireStops(MARKET, 1);
        exchange.crank(MARKET, 1);
        exchange.crank(MARKET, 150);
        exchange.fireStops(MARKET, 150);
        exchange.crank(MARKET, 150);
        assertEq(_ledger(), first);
    }

    /// @dev A call that fails after it has traded leaves no trade: nothing of it may be counted.
    function test_G6_a_call_that_fails_late_has_moved_nothing() public {
        _rest(bob, ASK, 1001, 5);
        bytes32 before = _ledger();
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_FOK, 1001, 6);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, 5, 6));
        exchange.place(q);
        assertEq(_ledger(), before);
        assertEq(_levelLots(ASK, 1001), 5);
        assertEq(exchange.tape(MARKET).lastTicks, START_TICKS);
    }

    // ------------------------------------------------------------------------------------------- G3

    /// @dev No keeper, no role, no record at the gate: somebody with gas carries the market on.
    function test_G3_without_any_keeper_a_stranger_keeps_the_market_going() public {
        OrderId parent = _parent(alice, 1010, 10);
        _rest(bob, ASK, 1001, 30);
        _defer(alice, BID, IExchange.OrderType.LIMIT_IOC, 1001, 2);
        _stop(carol, ASK, 995, 900, 4);
        OrderId spent = _restUntil(alice, BID, 800, 1, uint32(block.timestamp + 1));
        vm.warp(block.timestamp + 60);
        vm.startPrank(stranger);
        assertGt(exchange.crank(MARKET, 50), 0);
        (uint40 filled, ) = exchange.executeSlice(parent, 50);
        assertGt(filled, 0);
        assertEq(exchange.prune(_one(spent)), 1);
        vm.stopPrank();
        OrderId[] memory asks;
        (asks, ) = exchange.ordersAt(MARKET, ASK, 1001, 5);
        _cancel(bob, asks[0]);
        _settle(990);
        vm.prank(stranger);
        assertEq(exchange.fireStops(MARKET, 50), 1);
        exchange.haltMarket(MARKET);
        vm.warp(block.timestamp + 1 days);
        vm.startPrank(stranger);
        exchange.reopen(MARKET);
        vm.warp(block.timestamp + 300);
        exchange.uncross(MARKET, 50);
        exchange.crank(MARKET, 50);
        vm.stopPrank();
        assertEq(uint8(exchange.market(MARKET).phase), uint8(IExchange.MarketPhase.CONTINUOUS));
        assertEq(_queued(), 0);
        assertEq(exchange.balanceOf(stranger, QUOTE) + exchange.balanceOf(stranger, BASE), 0);
    }

    // ------------------------------------------------------------------------------------------- G5

    /// @dev There is no price to give: what stands behind the arguments of `uncross` is not read, and nothing else is asked.
    function testFuzz_G5_no_proposed_price_moves_an_auction(uint16 proposed) public {
        exchange.haltMarket(MARKET);
        exchange.openMarket(MARKET);
        _rest(alice, BID, 1010, 5);
        _rest(bob, ASK, 1000, 5);
        (uint16 price, ) = exchange.auctionPrice(MARKET);
        vm.warp(block.timestamp + 300);
        bytes memory call = abi.encodeCall(IExchangeAuctions.uncross, (MARKET, 10));
        vm.prank(keeper);
        (bool ok, ) = address(exchange).call(bytes.concat(call, abi.encode(uint256(proposed))));
        assertTrue(ok);
        assertEq(exchange.tape(MARKET).lastTicks, price);
    }

    function test_G5_an_auction_is_not_uncrossed_before_its_time_or_out_of_it() public {
        vm.startPrank(keeper);
        vm.expectRevert(
            abi.encodeWithSelector(
                IExchange.Exchange_BadMarketPhase.selector,
                MARKET,
                IExchange.MarketPhase.CONTINUOUS,
                IExchange.MarketPhase.UNCROSSING
            )
        );
        exchange.uncross(MARKET, 10);
        vm.stopPrank();
        exchange.haltMarket(MARKET);
        exchange.openMarket(MARKET);
        uint256 end = block.timestamp + 300;
        vm.warp(end - 1);
        vm.prank(keeper);
        vm.expectRevert(
            abi.encodeWithSelector(
                IExchange.Exchange_PhaseNotOver.selector,
                MARKET,
                IExchange.MarketPhase.AUCTION,
                end,
                end - 1
            )
        );
        exchange.uncross(MARKET, 10);
    }

    // ------------------------------------------------------------------------------------------- C5

    /// @dev A stolen keeper key sends anything to anything. Bystanders' orders and balances stay to the unit: their orders do
    /// not cross, are not due and may trade.
    function testFuzz_C5_a_stolen_keeper_key_moves_nothing_of_anybodys(uint256 seed) public {
        OrderId[] memory orders = new OrderId[](4);
        orders[0] = _rest(alice, BID, 900, 7);
        orders[1] = _rest(bob, ASK, 1100, 7);
        orders[2] = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 950, 7);
        orders[3] = _conditionalId(1);
        _stop(alice, BID, 1200, 1300, 3);
        _parent(bob, 990, 10);
        exchange.crank(MARKET, 1);
        bytes32 before = _ledger();
        bytes4[] memory doors = _doors();
        for (uint256 i = 0; i < 24; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, i)));
            bytes memory arguments = abi.encode(_small(d, 8), _small(d, 24), _small(d, 40), _small(d, 56), d, d >> 9);
            vm.prank(keeper);
            (bool ok, ) = address(exchange).call(bytes.concat(doors[d % doors.length], arguments));
            ok; // most are refused
            if (d % 3 == 0) _nextBlock();
        }
        assertEq(_ledger(), before);
        assertTrue(_live(orders[0]) && _live(orders[1]) && _waits(orders[3]));
        assertEq(_levelLots(BID, 950), 7);
    }

    /// @dev Mostly arguments that mean something: the market, counts, the ids that exist.
    function _small(uint256 d, uint256 shift) private view returns (uint256) {
        uint256 pick = (d >> shift) % 8;
        if (pick == 0) return OrderId.unwrap(_conditionalId(1));
        if (pick == 3) return OrderId.unwrap(OrderIdLib.pack(MARKET, OrderKind.PARENT, 0, 1));
        if (pick == 4) return OrderId.unwrap(OrderIdLib.pack(MARKET, OrderKind.BID, 900, 1));
        if (pick == 1) return uint256(uint160(keeper));
        if (pick == 2) return (d >> (shift + 3)) % 160;
        return MARKET;
    }

    function _doors() private pure returns (bytes4[] memory doors) {
        doors = new bytes4[](18);
        doors[0] = IExchange.crank.selector;
        doors[1] = IExchange.prune.selector;
        doors[2] = IExchange.cancel.selector;
        doors[3] = IExchange.withdraw.selector;
        doors[4] = IExchangeMarkets.haltMarket.selector;
        doors[5] = IExchangeMarkets.delistMarket.selector;
        doors[6] = IExchangeMarkets.collectFees.selector;
        doors[7] = IExchangeMarkets.setGate.selector;
        doors[8] = IExchangeMarkets.setMarketFees.selector;
        doors[9] = IExchangeConditionals.fireStops.selector;
        doors[10] = IExchangeConditionals.cancelConditional.selector;
        doors[11] = IExchangeConditionals.trail.selector;
        doors[12] = IExchangeParents.executeSlice.selector;
        doors[13] = IExchangeParents.cancelParent.selector;
        doors[14] = IExchangeAuctions.uncross.selector;
        doors[15] = IExchangeAuctions.reopen.selector;
        doors[16] = IExchangeAuctions.checkAndHalt.selector;
        doors[17] = IExchangeAuctions.setOracle.selector;
    }

    // ------------------------------------------------------------------------------------------- G7

    /// @dev However the work is cut, keepers together get what was prepaid and not a unit more.
    function testFuzz_G7_keepers_share_what_was_prepaid_however_they_cut_the_work(uint256 seed) public {
        _setKeeperFee(7);
        uint256 stops = 1 + (seed % 8);
        for (uint256 i = 0; i < stops; ++i) _stop([alice, bob, carol][i % 3], ASK, 995, 900, 1);
        _settle(990);
        _allow(stranger);
        uint256 handled;
        for (uint256 i = 0; i < 20; ++i) {
            vm.prank((seed >> i) % 2 == 0 ? keeper : stranger);
            handled += exchange.fireStops(MARKET, uint16(1 + ((seed >> (i + 8)) % 3)));
        }
        assertEq(handled, stops);
        assertEq(_money(keeper) + _money(stranger), stops * 7 * TICK);
    }
}
