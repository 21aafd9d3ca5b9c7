// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract IssueTest is RegistryFixture {
    function setUp() public override {
        super.setUp();
        _register();
    }

    function test_MintsTheWholeBlockInKilograms() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        _attest(proposalId, REPORT);
        uint256 batchId = (uint256(1) << 128) | 1;
        vm.expectEmit(address(credits));
        emit ICarbonCredits.BatchIssued(
            batchId,
            proposalId,
            1,
            alice,
            NAMESPACE,
            1,
            500,
            VINTAGE_START,
            VINTAGE_END,
            500_000
        );
        vm.expectEmit(address(credits));
        emit IERC1155.TransferSingle(registrar, address(0), alice, batchId, 500_000);
        assertEq(_issue(proposalId), batchId);
        assertEq(credits.balanceOf(alice, batchId), 500_000);
        assertEq(credits.totalSupply(batchId), 500_000);
    }

    function test_TheBatchSaysWhereItComesFrom() public {
        uint256 batchId = _mintBatch(_issuance(1, 500));
        ICarbonCredits.Batch memory batch = credits.batch(batchId);
        assertEq(batch.projectId, 1);
        assertEq(batch.blockStart, 1);
        assertEq(batch.blockEnd, 500);
        assertEq(batch.vintageStart, VINTAGE_START);
        assertEq(batch.vintageEnd, VINTAGE_END);
        assertEq(batch.issuedAt, START_TIME);
        assertEq(batch.retiredUnits, 0);
        assertEq(batch.cancelledUnits, 0);
        assertEq(batch.serialNamespace, NAMESPACE);
    }

    function test_BatchNumbersCountPerProject() public {
        ICarbonCredits.Project memory second = _project();
        second.nativeId = "VCS674";
        vm.prank(registrar);
        credits.registerProject(second);
        assertEq(_mintBatch(_issuance(1, 10)), (uint256(1) << 128) | 1);
        assertEq(_mintBatch(_issuance(11, 20)), (uint256(1) << 128) | 2);
        ICarbonCredits.Issuance memory ofSecond = _issuance(21, 30);
        ofSecond.projectId = 2;
        assertEq(_mintBatch(ofSecond), (uint256(2) << 128) | 1);
    }

    function test_TheSerialsAreTakenAfterwards() public {
        _mintBatch(_issuance(100, 199));
        (bool taken, uint40 takenStart, uint40 takenEnd) = credits.serialsTaken(NAMESPACE, 199, 300);
        assertTrue(taken);
        assertEq(takenStart, 100);
        assertEq(takenEnd, 199);
        (taken, , ) = credits.serialsTaken(NAMESPACE, 200, 300);
        assertFalse(taken);
    }

    function test_OfTwoProposalsForTheSameSerialsTheFirstIssuedWins() public {
        uint256 first = _propose(_issuance(100, 199));
        uint256 second = _propose(_issuance(199, 250));
        _attest(first, REPORT);
        _attest(second, REPORT);
        _issue(second);
        vm.prank(registrar);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_SerialOverlap.selector, 100, 199, 199, 250)
        );
        credits.issue(first);
        assertEq(credits.totalSupply((uint256(1) << 128) | 2), 0);
    }

    function test_TheSameNumbersInAnotherNamespaceAreOtherSerials() public {
        _mintBatch(_issuance(100, 199));
        ICarbonCredits.Issuance memory other = _issuance(100, 199);
        other.serialNamespace = "ACR-FR-1129-2025-2917";
        _mintBatch(other);
    }

    function test_AProposalMustBeAttestedFirst() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        vm.prank(registrar);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICarbonCredits.CarbonCredits_WrongStatus.selector,
                proposalId,
                ICarbonCredits.ProposalStatus.PROPOSED,
                ICarbonCredits.ProposalStatus.ATTESTED
            )
        );
        credits.issue(proposalId);
    }

    function test_AProposalIsIssuedOnce() public {
        _mintBatch(_issuance(1, 500));
        vm.prank(registrar);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICarbonCredits.CarbonCredits_WrongStatus.selector,
                1,
                ICarbonCredits.ProposalStatus.ISSUED,
                ICarbonCredits.ProposalStatus.ATTESTED
            )
        );
        credits.issue(1);
    }

    function test_RefusesABlockedRecipientAndKeepsTheProposalOpen() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        _attest(proposalId, REPORT);
        _freeze(alice);
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, alice));
        credits.issue(proposalId);
        vm.prank(officer);
        gate.unfreeze(alice);
        _issue(proposalId);
    }

    function test_RefusesAStranger() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        _attest(proposalId, REPORT);
        vm.prank(verifier);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, verifier));
        credits.issue(proposalId);
    }

    function testFuzz_UnitsAreAThousandPerSerial(uint40 blockStart, uint40 tonnes) public {
        tonnes = uint40(bound(tonnes, 1, 1_000_000_000));
        blockStart = uint40(bound(blockStart, 0, type(uint40).max - tonnes + 1));
        uint256 batchId = _mintBatch(_issuance(blockStart, blockStart + (tonnes - 1)));
        assertEq(credits.balanceOf(alice, batchId), uint256(tonnes) * 1_000);
        assertEq(credits.totalSupply(batchId), uint256(tonnes) * 1_000);
    }

    function testFuzz_AnUnknownBatchIsNamed(uint256 batchId) public {
        vm.assume(batchId != _mintBatch(_issuance(1, 500)));
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, batchId));
        credits.batch(batchId);
        assertEq(credits.totalSupply(batchId), 0);
    }
}
