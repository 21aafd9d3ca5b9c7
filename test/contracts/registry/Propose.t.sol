// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract ProposeTest is RegistryFixture {
    function setUp() public override {
        super.setUp();
        _register();
    }

    function test_WritesAnOpenProposal() public {
        ICarbonCredits.Issuance memory wanted = _issuance(1, 500);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.IssuanceProposed(1, 1, registrar, wanted);
        assertEq(_propose(wanted), 1);
        (
            ICarbonCredits.Issuance memory issuance,
            ICarbonCredits.ProposalStatus status,
            address proposer,
            address attestedBy
        ) = credits.proposal(1);
        assertEq(keccak256(abi.encode(issuance)), keccak256(abi.encode(wanted)));
        assertEq(uint8(status), uint8(ICarbonCredits.ProposalStatus.PROPOSED));
        assertEq(proposer, registrar);
        assertEq(attestedBy, address(0));
        (, uint256 proposals, ) = credits.counts();
        assertEq(proposals, 1);
    }

    function test_TakesNoSerialsYet() public {
        _propose(_issuance(1, 500));
        (bool taken, , ) = credits.serialsTaken(NAMESPACE, 1, 500);
        assertFalse(taken);
        assertEq(_propose(_issuance(1, 500)), 2);
    }

    function test_RefusesAStranger() public {
        vm.prank(verifier);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, verifier));
        credits.propose(_issuance(1, 500));
    }

    function test_RefusesAnUnknownProject() public {
        ICarbonCredits.Issuance memory issuance = _issuance(1, 500);
        issuance.projectId = 2;
        _expectRefusal(issuance, abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownProject.selector, 2, 1));
        issuance.projectId = 0;
        _expectRefusal(issuance, abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownProject.selector, 0, 1));
    }

    function test_RefusesAMissingOrOverlongNamespace() public {
        ICarbonCredits.Issuance memory issuance = _issuance(1, 500);
        issuance.serialNamespace = "";
        _expectRefusal(
            issuance,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "serialNamespace")
        );
        issuance.serialNamespace = _text(129);
        _expectRefusal(
            issuance,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_FieldTooLong.selector, "serialNamespace", 129, 128)
        );
    }

    function test_RefusesAMissingVintageReportOrRecipient() public {
        ICarbonCredits.Issuance memory issuance = _issuance(1, 500);
        issuance.vintageStart = 0;
        _expectRefusal(
            issuance,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "vintageStart")
        );
        issuance = _issuance(1, 500);
        issuance.reportHash = 0;
        _expectRefusal(
            issuance,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "reportHash")
        );
        issuance = _issuance(1, 500);
        issuance.recipient = address(0);
        _expectRefusal(issuance, abi.encodeWithSelector(ICarbonCredits.CarbonCredits_ZeroAddress.selector));
    }

    function test_RefusesAnIssuedBlockInTheWayAndNamesIt() public {
        _mintBatch(_issuance(100, 199));
        _expectRefusal(
            _issuance(150, 160),
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_SerialOverlap.selector, 150, 160, 100, 199)
        );
    }

    function testFuzz_RefusesAReversedBlock(uint40 blockStart, uint40 blockEnd) public {
        vm.assume(blockStart > blockEnd);
        _expectRefusal(
            _issuance(blockStart, blockEnd),
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BlockReversed.selector, blockStart, blockEnd)
        );
    }

    function testFuzz_RefusesABlockAboveAGigatonne(uint40 blockStart, uint40 tonnes) public {
        tonnes = uint40(bound(tonnes, 1_000_000_001, type(uint40).max));
        blockStart = uint40(bound(blockStart, 0, type(uint40).max - tonnes + 1));
        _expectRefusal(
            _issuance(blockStart, blockStart + (tonnes - 1)),
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BlockTooLarge.selector, tonnes, 1_000_000_000)
        );
    }

    function test_RefusesTheWholeSerialRangeInOneBlock() public {
        _expectRefusal(
            _issuance(0, type(uint40).max),
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BlockTooLarge.selector, 1 << 40, 1_000_000_000)
        );
    }

    function test_AcceptsAGigatonne() public {
        assertEq(_propose(_issuance(1, 1_000_000_000)), 1);
    }

    function testFuzz_RefusesAReversedVintage(uint40 vintageStart, uint40 vintageEnd) public {
        vm.assume(vintageStart > vintageEnd);
        ICarbonCredits.Issuance memory issuance = _issuance(1, 500);
        (issuance.vintageStart, issuance.vintageEnd) = (vintageStart, vintageEnd);
        _expectRefusal(
            issuance,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_VintageReversed.selector, vintageStart, vintageEnd)
        );
    }

    function test_SerialsTakenRefusesAReversedRange() public {
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BlockReversed.selector, 2, 1));
        credits.serialsTaken(NAMESPACE, 2, 1);
    }

    function testFuzz_AnUnknownProposalIsNamed(uint256 proposalId) public {
        _propose(_issuance(1, 500));
        vm.assume(proposalId != 1);
        bytes memory unknown = abi.encodeWithSelector(
            ICarbonCredits.CarbonCredits_UnknownProposal.selector,
            proposalId,
            1
        );
        vm.expectRevert(unknown);
        credits.proposal(proposalId);
        vm.expectRevert(unknown);
        credits.withdrawProposal(proposalId);
        vm.startPrank(verifier);
        vm.expectRevert(unknown);
        credits.attest(proposalId, REPORT);
        vm.expectRevert(unknown);
        credits.refuse(proposalId, "no such thing");
        vm.stopPrank();
        vm.prank(registrar);
        vm.expectRevert(unknown);
        credits.issue(proposalId);
    }

    function _expectRefusal(ICarbonCredits.Issuance memory issuance, bytes memory revertData) private {
        vm.prank(registrar);
        vm.expectRevert(revertData);
        credits.propose(issuance);
    }
}
