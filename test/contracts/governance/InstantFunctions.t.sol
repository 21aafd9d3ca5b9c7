// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../contracts/interfaces/IExchangeMarkets.sol";
import { IManagedSanctionsList } from "../../../contracts/interfaces/IManagedSanctionsList.sol";
import { IWalletRecovery } from "../../../contracts/interfaces/IWalletRecovery.sol";
import { RecoveryFixture } from "./RecoveryFixture.sol";

/// @notice One key acts at once, and whatever it does only tightens: nothing that was refused is allowed afterwards.
/// @dev That these five are all the functions which act at once is what `deploy/test/privileges.test.ts` asks of a deployment.
contract InstantFunctionsTest is RecoveryFixture {
    /// @dev What the guardian can touch, all of it such that less is tighter, but for what is frozen.
    struct Freedom {
        bool[3] trades;
        bool[3] moves;
        bool[3] transfers;
        uint256[3] frozenUnits;
        bool marketTrades;
        bool[2] recoveriesRun;
    }

    address[3] private accounts = [alice, bob, successor];
    uint256[2] private recoveries;

    function setUp() public override {
        super.setUp();
        vm.startPrank(officer);
        gate.setEligibility(bob, 1, "DE", uint40(block.timestamp + 365 days), 0);
        recoveries = [recovery.propose(alice, successor, EVIDENCE), recovery.propose(bob, stranger, EVIDENCE)];
        vm.stopPrank();
    }

    function _freedom() private view returns (Freedom memory f) {
        for (uint256 i = 0; i < 3; ++i) {
            f.trades[i] = gate.canTrade(accounts[i]);
            f.moves[i] = !gate.isBlocked(accounts[i]);
            f.transfers[i] = credits.canTransfer(accounts[i], treasurer, batch, 1);
            f.frozenUnits[i] = credits.getFrozenTokens(accounts[i], batch);
        }
        f.marketTrades = exchange.market(MARKET).phase == IExchange.MarketPhase.CONTINUOUS;
        for (uint256 i = 0; i < 2; ++i) {
            f.recoveriesRun[i] = recovery.recovery(recoveries[i]).status == IWalletRecovery.Status.PROPOSED;
        }
    }

    function _assertNoLooser(Freedom memory a, Freedom memory b) private pure {
        for (uint256 i = 0; i < 3; ++i) {
            assertTrue(a.trades[i] || !b.trades[i], "trades again");
            assertTrue(a.moves[i] || !b.moves[i], "moves again");
            assertTrue(a.transfers[i] || !b.transfers[i], "transfers again");
            assertGe(b.frozenUnits[i], a.frozenUnits[i], "thawed");
        }
        assertTrue(a.marketTrades || !b.marketTrades, "market trades again");
        for (uint256 i = 0; i < 2; ++i) assertTrue(a.recoveriesRun[i] || !b.recoveriesRun[i], "recovery runs again");
    }

    /// @dev One call of one of the five with any arguments.
    function _call(uint256 d) private view returns (address target, bytes memory data) {
        address account = accounts[(d >> 8) % 3];
        uint256 kind = d % 5;
        if (kind == 0) return (address(gate), abi.encodeCall(IComplianceGate.freeze, (account)));
        if (kind == 1) {
            uint256 amount = (d >> 16) % 8 == 0 ? d : (d >> 24) % 120_000;
            return (address(credits), abi.encodeCall(credits.freezeTokens, (account, batch, amount)));
        }
        if (kind == 2) {
            address[] memory listed = new address[]((d >> 16) % 3);
            for (uint256 i = 0; i < listed.length; ++i) listed[i] = accounts[((d >> 8) + i) % 3];
            return (address(sanctions), abi.encodeCall(IManagedSanctionsList.addToSanctionsList, (listed)));
        }
        if (kind == 3) return (address(exchange), abi.encodeCall(IExchangeMarkets.haltMarket, (MARKET)));
        return (address(recovery), abi.encodeCall(IWalletRecovery.stop, (recoveries[(d >> 8) % 2])));
    }

    /// @dev Whether a call is carried out does not matter: some are refused, such as a second halt.
    function testFuzz_NoneOfThemLoosensAnything(uint256 seed) external {
        Freedom memory before = _freedom();
        for (uint256 i = 0; i < 24; ++i) {
            (address target, bytes memory data) = _call(uint256(keccak256(abi.encode(seed, i))));
            vm.prank(guardian);
            (bool done, ) = target.call(data);
            Freedom memory then = _freedom();
            _assertNoLooser(before, then);
            // what reverts has no effect that a test could call one
            if (!done) assertEq(abi.encode(before), abi.encode(then));
            before = then;
        }
    }

    /// @dev The test above would hold of functions that do nothing.
    function test_EachOfThemTightens() external {
        vm.startPrank(guardian);
        gate.freeze(alice);
        credits.freezeTokens(bob, batch, 1);
        sanctions.addToSanctionsList(_baskets(successor));
        exchange.haltMarket(MARKET);
        recovery.stop(recoveries[0]);
        vm.stopPrank();
        Freedom memory f = _freedom();
        assertFalse(f.trades[0] || f.moves[0] || f.transfers[0] || f.moves[2] || f.marketTrades || f.recoveriesRun[0]);
        assertEq(f.frozenUnits[1], 1);
        assertTrue(f.trades[1] && f.recoveriesRun[1]);
    }

    function _refused() private {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
    }

    function test_WhatLetsGoIsNotTheGuardians() external {
        vm.startPrank(guardian);
        _refused();
        gate.unfreeze(alice);
        _refused();
        credits.setFrozenTokens(alice, batch, 0);
        _refused();
        sanctions.removeFromSanctionsList(_baskets(alice));
        _refused();
        exchange.openMarket(MARKET);
        _refused();
        recovery.confirm(recoveries[0]);
        _refused();
        credits.forcedTransfer(alice, bob, batch, 1);
    }
}
