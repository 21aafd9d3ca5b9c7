// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";
import { CallbackReceiver } from "./HostileTokens.sol";

/// @notice Lists of which each item stands for itself, replacements, and sizes made smaller in place.
contract ChangesTest is ExchangeFixture {
    bytes4 private constant REENTRANT = bytes4(keccak256("ReentrancyGuardReentrantCall()"));

    // ------------------------------------------------------------------------------------------- lists

    function test_D6_a_bad_item_leaves_the_others_of_its_list_alone() public {
        IExchange.OrderRequest[] memory list = new IExchange.OrderRequest[](4);
        list[0] = _gtc(BID, 1000, 5);
        list[1] = _gtc(BID, 0, 5);
        list[2] = _request(BID, IExchange.OrderType.LIMIT_FOK, 1000, 5);
        list[3] = _gtc(ASK, 1100, 6);
        bytes memory why = abi.encodeWithSelector(IExchange.Exchange_PriceOutOfRange.selector, 0, 1, type(uint16).max);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAccounts.ItemRefused(alice, 1, why);
        vm.prank(alice);
        IExchangeAccounts.ItemResult[] memory r = exchange.placeEach(list);
        assertTrue(r[0].ok && !r[1].ok && !r[2].ok && r[3].ok);
        assertEq(r[1].error, why);
        assertEq(r[2].error, abi.encodeWithSelector(IExchange.Exchange_NotFilled.selector, 0, 5));
        assertEq(r[0].error.length, 0);
        assertEq(exchange.order(r[0].result.orderId).owner, alice);
        assertEq(exchange.order(r[3].result.orderId).owner, alice);
        assertEq(_money(alice), FUNDS - _bidEscrow(1000, 5, MAKER_FEE));
        assertEq(_units(alice), UNITS - 6 * LOT);
    }

    function test_a_list_is_at_most_fifty_long() public {
        bytes memory why = abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 51, 50);
        vm.expectRevert(why);
        exchange.placeEach(new IExchange.OrderRequest[](51));
        vm.expectRevert(why);
        exchange.replaceEach(new IExchangeAccounts.Replacement[](51));
    }

    // ------------------------------------------------------------------------------------------- replacing

    function test_B5_a_larger_size_or_another_price_loses_its_place() public {
        OrderId first = _rest(alice, ASK, 1000, 5);
        OrderId second = _rest(bob, ASK, 1000, 5);
        vm.prank(alice);
        OrderId larger = exchange.replace(first, _gtc(ASK, 1000, 6)).orderId;
        assertFalse(_live(first));
        assertEq(_units(alice), UNITS - 6 * LOT);
        _ioc(carol, BID, 1000, 5);
        assertFalse(_live(second));
        assertEq(_lots(larger), 6);
        vm.prank(alice);
        OrderId elsewhere = exchange.replace(larger, _gtc(ASK, 1001, 6)).orderId;
        assertEq(_levelLots(ASK, 1000), 0);
        assertEq(_lots(elsewhere), 6);
    }

    function test_an_order_that_was_filled_is_not_replaced() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        _ioc(bob, BID, 1000, 5);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, id));
        exchange.replace(id, _gtc(ASK, 1000, 5));
        assertEq(_units(alice), UNITS - 5 * LOT);
    }

    function test_where_the_new_order_is_refused_the_old_one_stays() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_SizeBelowMinimum.selector, 0, 1));
        exchange.replace(id, _gtc(ASK, 1000, 0));
        assertEq(_lots(id), 5);
    }

    function test_D6_of_a_list_of_replacements_each_stands_for_itself() public {
        IExchangeAccounts.Replacement[] memory items = new IExchangeAccounts.Replacement[](4);
        OrderId kept = _rest(alice, BID, 900, 5);
        OrderId other = _rest(bob, BID, 900, 5);
        items[0] = IExchangeAccounts.Replacement(_rest(alice, BID, 901, 5), _gtc(BID, 902, 5));
        items[1] = IExchangeAccounts.Replacement(kept, _gtc(BID, 0, 5));
        items[2] = IExchangeAccounts.Replacement(other, _gtc(BID, 903, 5));
        items[3] = IExchangeAccounts.Replacement(_rest(alice, ASK, 1001, 5), _gtc(ASK, 1002, 4));
        vm.prank(alice);
        IExchangeAccounts.ItemResult[] memory r = exchange.replaceEach(items);
        assertTrue(r[0].ok && !r[1].ok && !r[2].ok && r[3].ok);
        assertEq(r[2].error, abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, alice, bob));
        assertEq(_lots(kept), 5);
        assertEq(_lots(other), 5);
        assertEq(_levelLots(BID, 902), 5);
        assertEq(_levelLots(BID, 903), 0);
        assertEq(_levelLots(ASK, 1002), 4);
    }

    function test_C1_nobody_replaces_anothers_order() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        exchange.replace(id, _gtc(ASK, 1000, 6));
    }

    // ------------------------------------------------------------------------------------------- amending

    function _amend(address account, OrderId id, uint40 lots) private {
        vm.prank(account);
        exchange.amend(id, lots);
    }

    function test_B5_a_smaller_size_keeps_its_place() public {
        OrderId first = _rest(alice, ASK, 1000, 5);
        OrderId second = _rest(bob, ASK, 1000, 5);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAccounts.OrderAmended(first, alice, 2, 7);
        _amend(alice, first, 2);
        assertEq(_units(alice), UNITS - 2 * LOT);
        assertEq(_levelLots(ASK, 1000), 7);
        _ioc(carol, BID, 1000, 3);
        assertFalse(_live(first));
        assertEq(_lots(second), 4);
        assertEq(_units(carol), UNITS + 3 * LOT);
    }

    function test_B5_a_size_up_or_the_same_is_refused() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_AmendNotSmaller.selector, 6, 5));
        exchange.amend(id, 6);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_AmendNotSmaller.selector, 5, 5));
        exchange.amend(id, 5);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_SizeBelowMinimum.selector, 0, 1));
        exchange.amend(id, 0);
    }

    function test_C1_only_the_owner_amends_and_only_what_lives() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        exchange.amend(id, 2);
        _cancel(alice, id);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, id));
        exchange.amend(id, 2);
    }

    function test_icebergs_and_waiting_orders_are_not_amended() public {
        IExchange.OrderRequest memory q = _gtc(ASK, 1000, 50);
        q.displayLots = 10;
        OrderId iceberg = _place(alice, q).orderId;
        (OrderId[] memory shown, ) = exchange.ordersAt(MARKET, ASK, 1000, 1);
        OrderId waiting = _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 900, 5);
        OrderId[4] memory ids = [iceberg, shown[0], waiting, OrderId.wrap(type(uint96).max)];
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(alice);
            vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_NotAmendable.selector, ids[i]));
            exchange.amend(ids[i], 2);
        }
    }

    function test_C4_amending_works_in_every_phase_without_an_uncrossing() public {
        OrderId id = _rest(alice, BID, 1000, 50);
        exchange.haltMarket(MARKET);
        _amend(alice, id, 40);
        exchange.openMarket(MARKET);
        _amend(alice, id, 30);
        exchange.closeMarket(MARKET);
        _amend(alice, id, 20);
        exchange.delistMarket(MARKET);
        _amend(alice, id, 10);
        gate.freeze(alice);
        _amend(alice, id, 5);
        assertEq(_money(alice), FUNDS - _bidEscrow(1000, 5, MAKER_FEE));
    }

    function test_an_order_behind_a_full_window_is_amended_too() public {
        _rest(alice, ASK, 1000, 1);
        for (uint256 i = 0; i < 152; ++i) _cancel(bob, _rest(bob, ASK, 1000, 1));
        OrderId behind = _rest(carol, ASK, 1000, 9);
        OrderId last = _rest(bob, ASK, 1000, 4);
        assertEq(behind.sequence(), 154);
        _amend(carol, behind, 3);
        assertEq(_lots(behind), 3);
        assertEq(_levelLots(ASK, 1000), 8);
        _ioc(bob, BID, 1000, 4);
        assertFalse(_live(behind));
        assertEq(_lots(last), 4);
    }

    /// @dev Any sizes down, a fill between, the cancel at last: what comes back is what was escrowed but for the fill.
    function testFuzz_A2_amending_returns_exactly_the_escrow(
        uint40 lots,
        uint16 ticks,
        uint256 cuts,
        bool fills
    ) public {
        uint40 left = uint40(bound(lots, 2, 20_000));
        uint16 price = uint16(bound(ticks, 1, 3000));
        OrderId id = _rest(alice, BID, price, left);
        uint256 spent;
        for (uint256 i = 0; i < 4 && left > 1; ++i) {
            left = uint40(bound((cuts >> (40 * i)) & 0xffffffff, 1, left - 1));
            _amend(alice, id, left);
            assertEq(_levelLots(BID, price), left);
            if (!fills || left == 1) continue;
            // one lot is bought, and its fee is what leaves the escrow with it
            uint256 fee = _feeUp(_notional(price, left), MAKER_FEE) - _feeUp(_notional(price, left - 1), MAKER_FEE);
            _ioc(bob, ASK, price, 1);
            spent += _notional(price, 1) + fee;
            --left;
        }
        assertEq(_money(alice), FUNDS - spent - _bidEscrow(price, left, MAKER_FEE));
        assertEq(_cancel(alice, id), left);
        assertEq(_money(alice), FUNDS - spent);
    }

    // ------------------------------------------------------------------------------------------- reentrancy

    function test_E1_none_of_these_calls_gets_in_while_credits_are_on_their_way() public {
        CallbackReceiver receiver = new CallbackReceiver();
        address account = address(receiver);
        _allow(account);
        credits.mint(account, BATCH, 100 * LOT);
        receiver.run(address(credits), abi.encodeCall(credits.setApprovalForAll, (address(exchange), true)));
        receiver.run(address(exchange), abi.encodeCall(IExchange.depositCredits, (BASE, 100 * LOT)));
        receiver.run(address(exchange), abi.encodeCall(IExchange.place, (_gtc(ASK, 1000, 5))));
        (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, ASK, 1000, 1);
        IExchange.OrderRequest[] memory list = new IExchange.OrderRequest[](1);
        list[0] = _gtc(ASK, 1000, 1);
        bytes[5] memory doors = [
            abi.encodeCall(IExchangeAccounts.placeBy, (account, list)),
            abi.encodeCall(IExchangeAccounts.cancelBy, (account, ids)),
            abi.encodeCall(IExchangeAccounts.replace, (ids[0], list[0])),
            abi.encodeCall(IExchangeAccounts.amend, (ids[0], 1)),
            abi.encodeCall(IExchangeAccounts.setDeadMan, (0))
        ];
        bytes memory out = abi.encodeCall(IExchange.withdraw, (BASE, 10, account));
        for (uint256 i = 0; i < doors.length; ++i) {
            receiver.arm(address(exchange), doors[i]);
            receiver.run(address(exchange), out);
            assertFalse(receiver.reentered());
            assertEq(bytes4(receiver.answer()), REENTRANT);
        }
        // a list isolates its items, so the call itself succeeds with nothing done
        receiver.arm(address(exchange), abi.encodeCall(IExchangeAccounts.placeEach, (list)));
        receiver.run(address(exchange), out);
        IExchangeAccounts.ItemResult[] memory r = abi.decode(receiver.answer(), (IExchangeAccounts.ItemResult[]));
        assertFalse(r[0].ok);
        assertEq(bytes4(r[0].error), REENTRANT);
        assertEq(_levelLots(ASK, 1000), 5);
    }
}
