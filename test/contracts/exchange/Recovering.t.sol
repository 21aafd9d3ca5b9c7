// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { IExchangeRecovery } from "../../../contracts/interfaces/IExchangeRecovery.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice What the recovery role does in the vault: orders of a lost account end, and what it has becomes its successor's.
contract RecoveringTest is ConditionalFixture {
    address private recovery = makeAddr("wallet recovery");
    address private successor = makeAddr("successor");

    function setUp() public override {
        super.setUp();
        manager.grantRole(Roles.RECOVERY, recovery, 0);
        bytes4[] memory selectors = new bytes4[](2);
        selectors[0] = IExchangeRecovery.recoverOrders.selector;
        selectors[1] = IExchangeRecovery.recoverBalances.selector;
        manager.setTargetFunctionRole(address(exchange), selectors, Roles.RECOVERY);
    }

    function _parent(address account, uint40 lots) private returns (OrderId) {
        IExchangeParents.ParentRequest memory q;
        (q.marketId, q.side, q.lots, q.limitTicks, q.interval, q.slices) = (MARKET, BID, lots, 900, 60, 10);
        vm.prank(account);
        return exchange.placeParent(q);
    }

    /// @dev One of each kind: bid, ask, deferred, conditional, parent, iceberg.
    function _everything(address account) private returns (OrderId[] memory ids) {
        ids = new OrderId[](6);
        ids[0] = _rest(account, BID, 900, 2);
        ids[1] = _rest(account, ASK, 1100, 3);
        ids[2] = _defer(account, BID, IExchange.OrderType.LIMIT_GTC, 900, 4);
        ids[3] = _stop(account, ASK, 850, 800, 5);
        ids[4] = _parent(account, 20);
        IExchange.OrderRequest memory q = _gtc(ASK, 1200, 9);
        q.displayLots = 2;
        ids[5] = _place(account, q).orderId;
    }

    function _assets() private pure returns (uint32[] memory list) {
        list = new uint32[](2);
        (list[0], list[1]) = (BASE, QUOTE);
    }

    function _recoverOrders(address lost, OrderId[] memory ids) private returns (uint40[] memory) {
        vm.prank(recovery);
        return exchange.recoverOrders(lost, ids);
    }

    function _recoverBalances(address lost) private {
        vm.prank(recovery);
        exchange.recoverBalances(lost, successor, _assets());
    }

    function _disqualify(address account) private {
        gate.setEligibility(account, 0, 0, 0, 0);
    }

    // ------------------------------------------------------------------------------------------- what it does

    function test_orders_of_every_kind_end_and_all_of_it_becomes_the_successors() public {
        _setKeeperFee(2);
        OrderId[] memory ids = _everything(alice);
        _disqualify(alice);
        uint40[] memory lots = _recoverOrders(alice, ids);
        uint8[6] memory sizes = [2, 3, 4, 5, 20, 9];
        for (uint256 i = 0; i < 6; ++i) assertEq(lots[i], sizes[i]);
        vm.expectEmit(address(exchange));
        emit IExchangeRecovery.BalanceRecovered(alice, successor, BASE, UNITS, UNITS);
        vm.expectEmit(address(exchange));
        emit IExchangeRecovery.BalanceRecovered(alice, successor, QUOTE, FUNDS, FUNDS);
        _recoverBalances(alice);
        assertEq(_money(successor), FUNDS);
        assertEq(_units(successor), UNITS);
        assertEq(_money(alice) + _units(alice), 0);
    }

    function test_the_event_says_what_the_successor_has_afterwards() public {
        vm.expectEmit(address(exchange));
        emit IExchangeRecovery.BalanceRecovered(alice, successor, BASE, UNITS, UNITS);
        _recoverBalances(alice);
        vm.expectEmit(address(exchange));
        emit IExchangeRecovery.BalanceRecovered(bob, successor, BASE, UNITS, 2 * UNITS);
        _recoverBalances(bob);
    }

    function test_in_every_phase() public {
        OrderId[][5] memory lists;
        for (uint256 i = 0; i < 5; ++i) lists[i] = _everything(alice);
        for (uint256 i = 0; i < 5; ++i) {
            if (i == 1) exchange.haltMarket(MARKET);
            if (i == 2) exchange.openMarket(MARKET);
            if (i == 3) exchange.closeMarket(MARKET);
            if (i == 4) exchange.delistMarket(MARKET);
            uint40[] memory lots = _recoverOrders(alice, lists[i]);
            for (uint256 k = 0; k < 6; ++k) assertGt(lots[k], 0);
            _recoverBalances(alice);
        }
        assertEq(_money(successor), FUNDS);
        assertEq(_units(successor), UNITS);
    }

    function test_again_it_moves_nothing_and_says_nothing() public {
        OrderId[] memory ids = _everything(alice);
        _recoverOrders(alice, ids);
        uint40[] memory lots = _recoverOrders(alice, ids);
        for (uint256 i = 0; i < 6; ++i) assertEq(lots[i], 0);
        _recoverBalances(alice);
        vm.recordLogs();
        _recoverBalances(alice);
        assertEq(vm.getRecordedLogs().length, 0);
        uint32[] memory twice = new uint32[](3);
        (twice[0], twice[1], twice[2]) = (BASE, BASE, 99);
        vm.prank(recovery);
        exchange.recoverBalances(bob, successor, twice);
        assertEq(_units(successor), 2 * UNITS);
    }

    // ------------------------------------------------------------------------------------------- standing

    function test_a_frozen_or_expired_account_is_recovered_all_the_same() public {
        gate.freeze(alice);
        _recoverBalances(alice);
        vm.warp(block.timestamp + 366 days);
        _recoverBalances(bob);
        assertEq(_units(successor), 2 * UNITS);
    }

    function test_a_successor_without_a_record_withdraws_and_does_not_trade() public {
        _recoverBalances(alice);
        vm.prank(successor);
        exchange.withdraw(QUOTE, 5, successor);
        assertEq(quote.balanceOf(successor), 5);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, successor));
        _rest(successor, BID, 900, 1);
        _allow(successor);
        assertTrue(_live(_rest(successor, BID, 900, 1)));
    }

    function test_what_is_known_of_the_successor_stays_known() public {
        _allow(successor);
        _fund(successor, FUNDS, UNITS);
        _recoverBalances(alice);
        vm.expectCall(address(gate), abi.encodeCall(IComplianceGate.canTrade, (successor)), 0);
        _rest(successor, BID, 900, 1);
        _rest(successor, ASK, 1100, 1);
    }

    function test_what_was_known_of_the_lost_account_is_not_the_successors() public {
        _rest(alice, BID, 900, 1);
        _recoverBalances(alice);
        vm.expectCall(address(gate), abi.encodeCall(IComplianceGate.canTrade, (successor)), 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, successor));
        _rest(successor, ASK, 1100, 1);
    }

    function test_nothing_goes_to_a_successor_that_is_frozen_until_it_is_released() public {
        gate.freeze(successor);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_AccountBlocked.selector, successor));
        _recoverBalances(alice);
        assertEq(_units(alice), UNITS);
        gate.unfreeze(successor);
        _recoverBalances(alice);
        assertEq(_units(successor), UNITS);
    }

    // ------------------------------------------------------------------------------------------- refusals

    function testFuzz_nobody_else_recovers(address caller) public {
        vm.assume(caller != recovery && caller != address(exchange));
        OrderId[] memory ids = _one(_rest(alice, BID, 900, 2));
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(refused);
        exchange.recoverOrders(alice, ids);
        vm.expectRevert(refused);
        exchange.recoverBalances(alice, caller, _assets());
    }

    function test_anothers_order_ends_with_nobodys_recovery() public {
        OrderId[] memory ids = new OrderId[](2);
        ids[0] = _rest(alice, BID, 900, 2);
        ids[1] = _rest(bob, BID, 900, 2);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, alice, bob));
        _recoverOrders(alice, ids);
        assertTrue(_live(ids[0]));
        assertTrue(_live(ids[1]));
    }

    function test_lists_are_bounded_and_nobody_is_no_successor() public {
        vm.startPrank(recovery);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 151, 150));
        exchange.recoverBalances(alice, successor, new uint32[](151));
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 151, 150));
        exchange.recoverOrders(alice, new OrderId[](151));
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        exchange.recoverBalances(alice, address(0), _assets());
    }

    // ------------------------------------------------------------------------------------------- conservation

    /// @dev One random order of one account, of a random kind.
    function _order(address account, uint256 d) private returns (OrderId) {
        uint40 lots = uint40(1 + ((d >> 8) % 20));
        uint16 offset = uint16((d >> 16) % 40);
        uint256 kind = d % 5;
        if (kind == 0) return _rest(account, BID, 990 - offset, lots);
        if (kind == 1) return _rest(account, ASK, 1010 + offset, lots);
        if (kind == 2) return _defer(account, BID, IExchange.OrderType.LIMIT_GTC, 1000 + offset, lots);
        if (kind == 3) return _stop(account, ASK, 850 - offset, 800 - offset, lots);
        return _parent(account, lots + 20);
    }

    /// @dev Recovered in random portions and order, with a crank between, nothing is lost or doubled to the last unit.
    function testFuzz_nothing_is_lost_or_doubled(uint256 seed) public {
        _setKeeperFee(uint16(seed % 5));
        OrderId[] memory ids = new OrderId[](8);
        for (uint256 i = 0; i < 8; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, i)));
            ids[i] = _order(alice, d);
            _order(i % 2 == 0 ? bob : carol, d >> 32);
        }
        _disqualify(alice);
        for (uint256 i = 0; i < 8; ++i) {
            uint256 d = uint256(keccak256(abi.encode(seed, "recover", i)));
            _recoverOrders(alice, _one(ids[d % 8]));
            if ((d >> 8) % 3 == 0) _recoverBalances(alice);
            if ((d >> 16) % 4 != 0) continue;
            vm.prank(keeper);
            exchange.crank(MARKET, 3);
        }
        _recoverOrders(alice, ids);
        _recoverBalances(alice);
        assertEq(_money(alice) + _units(alice), 0, "left behind");
        _assertAllAccountedFor();
    }

    /// @dev What the Exchange holds is the escrow of live orders, balances of all but the lost account, and fees.
    function _assertAllAccountedFor() private view {
        (uint256 money, uint256 units) = _escrowed(16);
        address[6] memory accounts = [successor, bob, carol, buyer, seller, keeper];
        for (uint256 i = 0; i < 6; ++i) {
            money += _money(accounts[i]);
            units += _units(accounts[i]);
        }
        for (uint32 number = 1; number <= 16; ++number) {
            IExchangeParents.ParentView memory v = exchange.parent(
                OrderIdLib.pack(MARKET, OrderKind.PARENT, 0, number)
            );
            if (!v.live) continue;
            money += _bidEscrow(v.request.limitTicks, v.lotsLeft, v.feePips);
            money += (v.request.slices - v.slicesPaid) * v.keeperFee;
        }
        assertEq(quote.balanceOf(address(exchange)), money + exchange.collectedFees(MARKET), "quote");
        assertEq(credits.balanceOf(address(exchange), BATCH), units, "credits");
    }
}
