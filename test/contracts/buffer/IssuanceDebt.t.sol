// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IIssuanceImports } from "../../../contracts/interfaces/IIssuanceImports.sol";
import { IReversalBuffer } from "../../../contracts/interfaces/IReversalBuffer.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

/// @notice A project that owes the buffer issues nothing before it has paid.
contract IssuanceDebtTest is TrustFixture {
    uint64 private own;
    uint64 private foreign;
    uint256 private batch;
    uint256 private other;

    function setUp() public override {
        super.setUp();
        own = _newProject("VCS1");
        foreign = _newProject("VCS2");
        batch = _newBatch(own, 100, 0);
        other = _newBatch(foreign, 100, 0);
        _approve(alice);
    }

    function _loseIntentionally(uint64 units) private {
        IReversalBuffer.Report memory report = _fire();
        report.intentional = true;
        _consent(_report(report, _one(batch, units)));
        _settleAll();
    }

    /// @dev A proposal of one tonne, serial by serial above those of the fixture.
    function _attested(uint64 projectId, uint40 serial) private returns (uint256 proposalId) {
        ICarbonCredits.Issuance memory issuance = _issuance(serial, serial);
        issuance.projectId = projectId;
        issuance.bufferBps = 2_000;
        proposalId = _propose(issuance);
        _attest(proposalId, REPORT);
    }

    function _inDebt(uint64 units) private {
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_ProjectInDebt.selector, own, units));
    }

    function test_ADebtorIssuesNothingUntilTheLastUnitIsPaid() external {
        uint256 proposalId = _attested(own, 9_000);
        _loseIntentionally(20_000);
        _inDebt(20_000);
        _issue(proposalId);
        vm.prank(alice);
        buffer.repay(own, other, 19_999);
        _inDebt(1);
        _issue(proposalId);
        vm.prank(alice);
        buffer.repay(own, other, 1);
        assertEq(credits.totalSupply(_issue(proposalId)), 1_000);
    }

    function test_HealingPaysAsWell() external {
        uint256 proposalId = _attested(own, 9_000);
        _loseIntentionally(20_000);
        vm.prank(alice);
        buffer.heal(batch, other, 20_000);
        assertEq(buffer.debtOf(own), 0);
        assertEq(credits.totalSupply(_issue(proposalId)), 1_000);
    }

    function test_OthersIssueAllTheSame() external {
        uint256 proposalId = _attested(foreign, 9_000);
        _loseIntentionally(20_000);
        assertEq(credits.totalSupply(_issue(proposalId)), 1_000);
    }

    function test_ALossThatNobodyMeantStopsNoIssuance() external {
        uint256 proposalId = _attested(own, 9_000);
        _lose(batch, 20_000);
        assertEq(credits.totalSupply(_issue(proposalId)), 1_000);
    }

    /// @dev Neither the share of an issuance that goes to the buffer nor a gift pays a debt, so that the refusal shuts no way of paying.
    function test_NewUnitsOfTheDebtorWouldPayNothing() external {
        uint256 earlier = _newBatch(own, 10, 0);
        _loseIntentionally(20_000);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IReversalBuffer.ReversalBuffer_SameProject.selector, earlier, own));
        buffer.repay(own, earlier, 1_000);
        buffer.donate(other, 5_000);
        vm.stopPrank();
        assertEq(buffer.debtOf(own), 20_000);
    }

    function test_ADebtorsLeavesOfAnImportWaitToo() external {
        ICarbonCredits.Issuance memory issuance = _issuance(9_000, 9_000);
        issuance.projectId = own;
        bytes32 root = credits.leafHash(0, issuance);
        vm.prank(registrar);
        credits.proposeImport(root, 1, REPORT);
        vm.prank(verifier);
        credits.attestImport(root, REPORT);
        _loseIntentionally(20_000);
        vm.startPrank(registrar);
        _inDebt(20_000);
        credits.issueLeaf(root, 0, issuance, new bytes32[](0));
        assertFalse(credits.isLeafIssued(root, 0));
        vm.stopPrank();
        vm.prank(alice);
        buffer.repay(own, other, 20_000);
        vm.prank(registrar);
        vm.expectEmit(address(credits));
        emit IIssuanceImports.LeafIssued(root, 0, (uint256(own) << 128) | 2, 1);
        credits.issueLeaf(root, 0, issuance, new bytes32[](0));
    }

    /// @dev However it is paid, in parts by whomever, what is issued and what is owed never stand beside each other.
    function testFuzz_ItIssuesExactlyWhenNothingIsOwed(uint64 lost, uint64[4] memory parts) external {
        lost = uint64(bound(lost, 1, 100_000));
        _loseIntentionally(lost);
        uint64 debt = lost;
        uint40 serial = 9_000;
        for (uint256 i = 0; i < parts.length; ++i) {
            uint64 part = i == 3 ? debt : uint64(bound(parts[i], 0, debt));
            debt -= part;
            if (part != 0) {
                vm.prank(alice);
                buffer.repay(own, other, part);
            }
            uint256 proposalId = _attested(own, serial++);
            if (debt != 0) _inDebt(debt);
            _issue(proposalId);
        }
        assertEq(debt, 0);
    }
}
