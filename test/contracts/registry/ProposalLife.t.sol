// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract ProposalLifeTest is RegistryFixture {
    uint256 internal constant LIFE = 180 days;

    function setUp() public override {
        super.setUp();
        _register();
    }

    // ------------------------------------------------------------------------------------------- what it says

    function test_keeps_the_terms_it_was_proposed_under() public {
        ICarbonCredits.Issuance memory wanted = _issuance(1, 500);
        wanted.bufferBps = 2_000;
        wanted.monitoringStart = VINTAGE_START + 1 days;
        wanted.methodology = "VM0048 v1.0";
        wanted.conversionRef = keccak256("Gold Standard GS1-1-ET-1");
        (ICarbonCredits.Issuance memory read, , , ) = credits.proposal(_propose(wanted));
        assertEq(keccak256(abi.encode(read)), keccak256(abi.encode(wanted)));
    }

    function testFuzz_refuses_a_reversed_monitoring_period(uint40 start, uint40 end) public {
        vm.assume(start > end);
        ICarbonCredits.Issuance memory issuance = _issuance(1, 500);
        (issuance.monitoringStart, issuance.monitoringEnd) = (start, end);
        _expectRefusal(
            issuance,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_MonitoringReversed.selector, start, end)
        );
    }

    function test_refuses_an_overlong_methodology() public {
        ICarbonCredits.Issuance memory issuance = _issuance(1, 500);
        issuance.methodology = _text(101);
        _expectRefusal(
            issuance,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_FieldTooLong.selector, "methodology", 101, 100)
        );
    }

    function test_a_batch_leads_back_to_its_proposal() public {
        _propose(_issuance(1, 10));
        uint256 batchId = _mintBatch(_issuance(11, 20));
        assertEq(credits.proposalOf(batchId), 2);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, 5));
        credits.proposalOf(5);
    }

    // ------------------------------------------------------------------------------------------- correction

    function test_a_correction_is_a_proposal_of_its_own_and_withdraws_the_first() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        vm.expectEmit(address(credits));
        emit ICarbonCredits.IssuanceWithdrawn(proposalId, registrar);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.IssuanceCorrected(proposalId, 2);
        vm.prank(registrar);
        assertEq(credits.correctProposal(proposalId, _issuance(1, 400)), 2);
        assertEq(uint8(_status(proposalId)), uint8(ICarbonCredits.ProposalStatus.WITHDRAWN));
        (ICarbonCredits.Issuance memory corrected, , , ) = credits.proposal(2);
        assertEq(corrected.blockEnd, 400);
    }

    function test_a_verifier_never_attests_a_correction_unread() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        vm.prank(registrar);
        credits.correctProposal(proposalId, _issuance(1, 1_000_000));
        vm.prank(verifier);
        vm.expectRevert(
            _wrongStatus(proposalId, ICarbonCredits.ProposalStatus.WITHDRAWN, ICarbonCredits.ProposalStatus.PROPOSED)
        );
        credits.attest(proposalId, REPORT);
    }

    function test_what_is_attested_is_not_corrected() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        _attest(proposalId, REPORT);
        vm.prank(registrar);
        vm.expectRevert(
            _wrongStatus(proposalId, ICarbonCredits.ProposalStatus.ATTESTED, ICarbonCredits.ProposalStatus.PROPOSED)
        );
        credits.correctProposal(proposalId, _issuance(1, 400));
        _issue(proposalId);
    }

    function test_only_the_proposer_corrects() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        credits.correctProposal(proposalId, _issuance(1, 400));
        vm.prank(admin);
        manager.grantRole(2, bob, 0);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotProposer.selector, bob, registrar));
        credits.correctProposal(proposalId, _issuance(1, 400));
    }

    function test_a_correction_is_checked_like_a_proposal() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BlockReversed.selector, 2, 1));
        credits.correctProposal(proposalId, _issuance(2, 1));
        assertEq(uint8(_status(proposalId)), uint8(ICarbonCredits.ProposalStatus.PROPOSED));
    }

    // ------------------------------------------------------------------------------------------- expiry

    function test_anyone_closes_a_proposal_after_its_time_and_nobody_before() public {
        uint256 proposalId = _propose(_issuance(1, 500));
        vm.warp(START_TIME + LIFE - 1);
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICarbonCredits.CarbonCredits_ProposalNotExpired.selector,
                proposalId,
                START_TIME + LIFE
            )
        );
        credits.expireProposal(proposalId);
        vm.warp(START_TIME + LIFE);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.IssuanceExpired(proposalId);
        vm.prank(stranger);
        credits.expireProposal(proposalId);
        assertEq(uint8(_status(proposalId)), uint8(ICarbonCredits.ProposalStatus.EXPIRED));
    }

    function test_after_its_time_a_proposal_is_neither_attested_nor_issued() public {
        uint256 open = _propose(_issuance(1, 500));
        uint256 attested = _propose(_issuance(501, 600));
        _attest(attested, REPORT);
        vm.warp(START_TIME + LIFE);
        vm.prank(verifier);
        vm.expectRevert(_expired(open));
        credits.attest(open, REPORT);
        vm.prank(registrar);
        vm.expectRevert(_expired(attested));
        credits.issue(attested);
        credits.expireProposal(attested);
    }

    function test_an_issued_proposal_does_not_expire() public {
        _mintBatch(_issuance(1, 500));
        vm.warp(START_TIME + LIFE);
        vm.expectRevert(_wrongStatus(1, ICarbonCredits.ProposalStatus.ISSUED, ICarbonCredits.ProposalStatus.PROPOSED));
        credits.expireProposal(1);
    }

    // ------------------------------------------------------------------------------------------- conversion

    function test_what_another_registry_cancelled_is_issued_once() public {
        bytes32 conversionRef = keccak256("Gold Standard GS1-1-ET-1");
        uint256 twin = _propose(_converted(501, 1_000, conversionRef));
        _attest(twin, REPORT);
        uint256 batchId = (uint256(1) << 128) | 1;
        uint256 proposalId = _propose(_converted(1, 500, conversionRef));
        _attest(proposalId, REPORT);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.ConvertedIn(conversionRef, batchId);
        _issue(proposalId);
        assertEq(credits.conversionBatch(conversionRef), batchId);

        bytes memory used = abi.encodeWithSelector(
            ICarbonCredits.CarbonCredits_ConversionUsed.selector,
            conversionRef,
            batchId
        );
        _expectRefusal(_converted(2_001, 2_500, conversionRef), used);
        vm.prank(registrar);
        vm.expectRevert(used);
        credits.issue(twin);
    }

    function test_a_cancellation_for_conversion_names_once_what_takes_over() public {
        uint256 batchId = _mintBatch(_issuance(1, 500));
        bytes32 conversionRef = keccak256("Gold Standard GS1-1-ET-1");
        ICarbonCredits.CancellationReason conversion = ICarbonCredits.CancellationReason.CONVERSION;
        vm.startPrank(alice);
        credits.cancel(alice, batchId, 1_500, ICarbonCredits.CancellationReason.EXPORT, "");
        vm.expectEmit(address(credits));
        emit ICarbonCredits.ConvertedOut(conversionRef, batchId, 2_000, 1_500);
        credits.cancel(alice, batchId, 2_000, conversion, "Gold Standard GS1-1-ET-1");
        assertTrue(credits.isConvertedOut(conversionRef));
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_ConversionReplayed.selector, conversionRef)
        );
        credits.cancel(alice, batchId, 1, conversion, "Gold Standard GS1-1-ET-1");
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "note"));
        credits.cancel(alice, batchId, 1, conversion, "");
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- non-membership

    function test_the_blocks_on_both_sides_prove_that_a_number_was_never_issued() public {
        _mintBatch(_issuance(100, 199));
        _mintBatch(_issuance(300, 399));
        _expectNeighbours(250, false, [uint40(100), 199, 300, 399]);
        _expectNeighbours(150, true, [uint40(100), 199, 300, 399]);
        _expectNeighbours(50, false, [uint40(0), 0, 100, 199]);
        _expectNeighbours(400, false, [uint40(300), 399, 0, 0]);
    }

    function _expectNeighbours(uint40 serial, bool taken, uint40[4] memory around) private view {
        (bool is_, uint40 belowStart, uint40 belowEnd, uint40 aboveStart, uint40 aboveEnd) = credits.serialNeighbours(
            NAMESPACE,
            serial
        );
        assertEq(is_, taken);
        assertEq(belowStart, around[0]);
        assertEq(belowEnd, around[1]);
        assertEq(aboveStart, around[2]);
        assertEq(aboveEnd, around[3]);
    }

    function _converted(
        uint40 blockStart,
        uint40 blockEnd,
        bytes32 conversionRef_
    ) private view returns (ICarbonCredits.Issuance memory issuance) {
        issuance = _issuance(blockStart, blockEnd);
        issuance.conversionRef = conversionRef_;
    }

    function _status(uint256 proposalId) private view returns (ICarbonCredits.ProposalStatus status) {
        (, status, , ) = credits.proposal(proposalId);
    }

    function _expired(uint256 proposalId) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ICarbonCredits.CarbonCredits_ProposalExpired.selector,
                proposalId,
                START_TIME + LIFE
            );
    }

    function _wrongStatus(
        uint256 proposalId,
        ICarbonCredits.ProposalStatus actual,
        ICarbonCredits.ProposalStatus required
    ) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICarbonCredits.CarbonCredits_WrongStatus.selector, proposalId, actual, required);
    }

    function _expectRefusal(ICarbonCredits.Issuance memory issuance, bytes memory refusal) private {
        vm.prank(registrar);
        vm.expectRevert(refusal);
        credits.propose(issuance);
    }
}
