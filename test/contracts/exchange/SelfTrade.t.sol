// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId, OrderKind } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";

/// @notice What happens when an order meets another of its owner, in each of the four modes.
contract SelfTradeTest is AuctionFixture {
    function _with(
        IExchange.OrderRequest memory q,
        IExchange.SelfTrade mode
    ) private pure returns (IExchange.OrderRequest memory) {
        q.selfTrade = mode;
        return q;
    }

    /// @dev bob's 4, alice's own `own`, bob's 4, all at 1000; then alice buys 10.
    function _takeThrough(uint40 own, IExchange.SelfTrade mode) private returns (OrderId mine, OrderId rest) {
        _put(bob, ASK, 1000, 4);
        mine = _put(alice, ASK, 1000, own);
        _put(bob, ASK, 1000, 4);
        rest = _put(alice, _with(_gtc(BID, 1000, 10), mode));
    }

    // ------------------------------------------------------------------------------------------- the modes

    function test_H1_cancel_maker_removes_the_own_order_and_goes_on() public {
        (OrderId mine, OrderId rest) = _takeThrough(3, IExchange.SelfTrade.CANCEL_MAKER);
        assertFalse(_live(mine));
        assertEq(_lots(rest), 2);
        assertEq(_units(alice), UNITS + 8 * LOT);
        _assertConserved();
    }

    function test_H1_cancel_taker_drops_the_rest_and_leaves_the_own_order() public {
        uint256 before = _money(alice);
        (OrderId mine, OrderId rest) = _takeThrough(3, IExchange.SelfTrade.CANCEL_TAKER);
        assertEq(OrderId.unwrap(rest), 0);
        assertEq(_lots(mine), 3);
        assertEq(_units(alice), UNITS - 3 * LOT + 4 * LOT, "what came before it was filled");
        assertEq(_money(alice), before - _notional(1000, 4) - _feeUp(_notional(1000, 4), TAKER_FEE));
        assertEq(_levelLots(ASK, 1000), 7);
        _assertConserved();
    }

    function test_H1_cancel_both_removes_the_own_order_and_drops_the_rest() public {
        (OrderId mine, OrderId rest) = _takeThrough(3, IExchange.SelfTrade.CANCEL_BOTH);
        assertEq(OrderId.unwrap(rest), 0);
        assertFalse(_live(mine));
        assertEq(_units(alice), UNITS + 4 * LOT);
        assertEq(_levelLots(ASK, 1000), 4);
        _assertConserved();
    }

    function test_H1_decrement_takes_the_smaller_size_off_both() public {
        (OrderId mine, OrderId rest) = _takeThrough(3, IExchange.SelfTrade.DECREMENT);
        assertFalse(_live(mine));
        assertEq(OrderId.unwrap(rest), 0, "4 filled, 3 taken off, 3 filled");
        assertEq(_units(alice), UNITS + 7 * LOT);
        assertEq(_levelLots(ASK, 1000), 1);
        _assertConserved();
    }

    function test_H1_decrement_of_a_larger_own_order_leaves_what_is_more() public {
        (OrderId mine, OrderId rest) = _takeThrough(9, IExchange.SelfTrade.DECREMENT);
        assertEq(_lots(mine), 3);
        assertEq(OrderId.unwrap(rest), 0);
        assertEq(_units(alice), UNITS - 3 * LOT + 4 * LOT);
        // it keeps its place in time: bob's second order is still behind it
        _ioc(carol, BID, 1000, 3);
        assertFalse(_live(mine));
        assertEq(_levelLots(ASK, 1000), 4);
        _assertConserved();
    }

    function test_H1_decrement_of_a_resting_bid_returns_its_escrow_exactly() public {
        uint256 before = _money(alice);
        OrderId mine = _put(alice, BID, 1001, 7);
        IExchange.PlaceResult memory r = _place(alice, _with(_gtc(ASK, 990, 3), IExchange.SelfTrade.DECREMENT));
        assertEq(r.filledLots, 0);
        assertEq(OrderId.unwrap(r.orderId), 0);
        assertEq(_units(alice), UNITS);
        assertEq(_lots(mine), 4);
        assertEq(_money(alice), before - _bidEscrow(1001, 4, MAKER_FEE));
        _cancel(alice, mine);
        assertEq(_money(alice), before);
    }

    function test_H1_a_self_trade_pays_no_fee_and_is_no_price() public {
        for (uint8 mode = 0; mode < 4; ++mode) {
            _put(alice, ASK, 1000, 5);
            _put(alice, _with(_request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 5), IExchange.SelfTrade(mode)));
        }
        assertEq(exchange.collectedFees(MARKET), 0);
        assertEq(exchange.tape(MARKET).lastTicks, 0);
        placed.pop();
        _assertConserved();
        assertEq(_money(alice), FUNDS);
        assertEq(_units(alice), UNITS);
    }

    function test_H3_a_fok_that_would_give_way_to_an_own_order_reverts() public {
        _put(bob, ASK, 1000, 4);
        OrderId mine = _put(alice, ASK, 1000, 3);
        _put(bob, ASK, 1000, 4);
        for (uint8 mode = 1; mode < 4; ++mode) {
            IExchange.OrderRequest memory q = _with(
                _request(BID, IExchange.OrderType.LIMIT_FOK, 1000, 8),
                IExchange.SelfTrade(mode)
            );
            vm.prank(alice);
            // DECREMENT takes 3 of the 8 off, which is not a fill
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, mode == 3 ? 5 : 4, 8));
            exchange.place(q);
        }
        assertEq(_lots(mine), 3);
    }

    // ------------------------------------------------------------------------------------------- icebergs

    function test_H1_cancel_maker_ends_a_whole_iceberg() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 20, 4));
        _put(alice, _with(_gtc(BID, 1000, 10), IExchange.SelfTrade.CANCEL_MAKER));
        assertFalse(_live(berg));
        assertEq(_units(alice), UNITS);
        assertEq(_levelLots(BID, 1000), 10);
        _assertConserved();
    }

    function test_H1_decrement_works_through_an_iceberg_part_by_part() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 20, 4));
        IExchange.PlaceResult memory r = _place(alice, _with(_gtc(BID, 1000, 10), IExchange.SelfTrade.DECREMENT));
        assertEq(OrderId.unwrap(r.orderId), 0);
        // 4, 4 and 2 of 4: 2 show and 8 are hidden
        assertEq(_lots(berg), 2);
        assertEq(_cancel(alice, berg), 10);
        assertEq(_units(alice), UNITS);
        assertEq(_money(alice), FUNDS);
    }

    function test_H1_cancel_taker_leaves_an_iceberg_alone() public {
        OrderId berg = _put(alice, _iceberg(ASK, 1000, 20, 4));
        _place(alice, _with(_gtc(BID, 1000, 10), IExchange.SelfTrade.CANCEL_TAKER));
        assertEq(_cancel(alice, berg), 20);
        assertEq(_units(alice), UNITS);
    }

    // ------------------------------------------------------------------------------------------- deferred orders

    function _deferWith(IExchange.SelfTrade mode) private returns (OrderId id) {
        IExchange.OrderRequest memory q = _with(_gtc(BID, 1000, 10), mode);
        q.maxFills = 0;
        id = _put(alice, q);
    }

    function test_H1_a_deferred_order_keeps_its_mode() public {
        for (uint8 mode = 0; mode < 4; ++mode) {
            uint256 state = vm.snapshotState();
            _put(bob, ASK, 1000, 4);
            OrderId mine = _put(alice, ASK, 1000, 3);
            OrderId id = _deferWith(IExchange.SelfTrade(mode));
            exchange.crank(MARKET, 150);
            assertFalse(_live(id));
            // CANCEL_TAKER leaves the own order
            assertEq(_live(mine), mode == 1);
            // CANCEL_MAKER and DECREMENT go on and rest: 6 or 3
            uint256[4] memory rests = [uint256(6), 0, 0, 3];
            assertEq(_levelLots(BID, 1000), rests[mode]);
            (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, BID, 1000, 1);
            if (ids.length == 1) placed.push(ids[0]);
            _assertConserved();
            assertEq(_units(alice), UNITS + 4 * LOT);
            vm.revertToState(state);
        }
    }

    function test_H1_a_deferred_order_that_gives_way_says_why() public {
        _put(alice, ASK, 1000, 3);
        OrderId id = _deferWith(IExchange.SelfTrade.CANCEL_BOTH);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(id, alice, 10, IExchange.CancelReason.SELF_TRADE);
        exchange.crank(MARKET, 150);
    }

    // ------------------------------------------------------------------------------------------- random

    function testFuzz_H1_no_mode_makes_or_loses_anything(uint256 seed) public {
        for (uint256 i = 0; i < 14; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, i)));
            IExchange.OrderRequest memory q = _gtc(
                d % 2 == 0 ? BID : ASK,
                uint16(1000 + ((d >> 8) % 4)),
                uint40(1 + ((d >> 16) % 20))
            );
            q.selfTrade = IExchange.SelfTrade((d >> 24) % 4);
            if ((d >> 32) % 3 == 0 && q.lots > 3) q.displayLots = uint24(1 + ((d >> 40) % 3));
            q.maxFills = uint16((d >> 48) % 8);
            OrderId id = _put([alice, bob][(d >> 56) % 2], q);
            if (OrderId.unwrap(id) == 0) placed.pop();
            else if (id.kind() == OrderKind.DEFERRED) _cancel(exchange.order(id).owner, id);
            (uint16 bid, uint16 ask) = exchange.best(MARKET);
            if (bid != 0 && ask != 0) assertLt(bid, ask);
        }
        _assertConserved();
    }
}
