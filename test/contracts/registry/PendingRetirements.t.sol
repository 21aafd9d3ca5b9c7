// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IPendingRetirements } from "../../../contracts/interfaces/IPendingRetirements.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract PendingRetirementsTest is RegistryFixture {
    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _mintBatch(_issuance(1, 500));
        vm.expectEmit(address(credits));
        emit IPendingRetirements.ConfirmationRequired(1, true);
        vm.prank(registrar);
        credits.setConfirmationRequired(1, true);
    }

    function test_where_the_source_registry_must_confirm_nothing_retires_at_once() public {
        bytes memory refusal = abi.encodeWithSelector(
            IPendingRetirements.CarbonCredits_ConfirmationRequired.selector,
            1
        );
        vm.startPrank(alice);
        vm.expectRevert(refusal);
        credits.retire(alice, batchId, 1, _details());
        vm.expectRevert(refusal);
        credits.retire(batchId, alice, 1);
        vm.expectRevert(refusal);
        credits.retireMany(alice, _portions(1), _details());
        vm.stopPrank();
        vm.prank(custodian);
        vm.expectRevert(refusal);
        credits.retireHeld(alice, _portions(1), _details());
    }

    function test_a_request_holds_the_units_and_retires_nothing() public {
        ICarbonCredits.RetirementDetails memory stated = _details();
        stated.beneficiary = alice;
        vm.expectEmit(address(credits));
        emit IPendingRetirements.RetirementRequested(1, alice, _portions(2_500), stated);
        assertEq(_request(2_500), 1);
        assertEq(credits.balanceOf(alice, batchId), 497_500);
        assertEq(credits.balanceOf(address(credits), batchId), 2_500);
        assertEq(credits.totalSupply(batchId), 500_000);
        assertEq(certificate.balanceOf(alice), 0);
        IPendingRetirements.Request memory request = credits.retirementRequest(1);
        assertEq(request.account, alice);
        assertEq(request.requestedAt, START_TIME);
        assertEq(uint8(request.status), uint8(IPendingRetirements.RequestStatus.PENDING));
        assertEq(request.portions[0].units, 2_500);
        assertEq(keccak256(abi.encode(request.details)), keccak256(abi.encode(stated)));
    }

    function test_confirmed_it_is_final_with_serials_and_certificate() public {
        uint256 requestId = _request(2_500);
        vm.expectEmit(address(credits));
        emit IPendingRetirements.RetirementConfirmed(requestId, 1);
        vm.prank(registrar);
        assertEq(credits.confirmRetirement(requestId), 1);
        assertEq(credits.retirement(1).account, alice);
        assertEq(credits.retirement(1).units, 2_500);
        assertEq(certificate.ownerOf(1), alice);
        assertEq(credits.balanceOf(address(credits), batchId), 0);
        assertEq(credits.batch(batchId).retiredUnits, 2_500);
        _expectClosed(requestId, IPendingRetirements.RequestStatus.FINAL);
    }

    function test_reverted_the_units_are_back_and_the_reason_on_record() public {
        uint256 requestId = _request(2_500);
        vm.expectEmit(address(credits));
        emit IPendingRetirements.RetirementReverted(requestId, alice, "serials on hold");
        vm.prank(registrar);
        credits.revertRetirement(requestId, "serials on hold");
        assertEq(credits.balanceOf(alice, batchId), 500_000);
        assertEq(credits.batch(batchId).retiredUnits, 0);
        _expectClosed(requestId, IPendingRetirements.RequestStatus.REVERTED);
    }

    function test_a_revert_needs_a_reason() public {
        uint256 requestId = _request(1);
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "reason"));
        credits.revertRetirement(requestId, "");
    }

    function test_units_go_back_to_a_holder_frozen_since() public {
        uint256 requestId = _request(2_500);
        _freeze(alice);
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, alice));
        credits.confirmRetirement(requestId);
        vm.prank(registrar);
        credits.revertRetirement(requestId, "frozen");
        assertEq(credits.balanceOf(alice, batchId), 500_000);
    }

    function test_without_an_answer_the_holder_takes_the_units_back_after_thirty_days() public {
        uint256 requestId = _request(2_500);
        vm.warp(START_TIME + 30 days - 1);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPendingRetirements.CarbonCredits_ConfirmationOpen.selector,
                requestId,
                START_TIME + 30 days
            )
        );
        credits.reclaimRetirement(requestId);
        vm.warp(START_TIME + 30 days);
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(IPendingRetirements.CarbonCredits_NotRequester.selector, stranger, alice)
        );
        credits.reclaimRetirement(requestId);
        vm.prank(alice);
        credits.reclaimRetirement(requestId);
        assertEq(credits.balanceOf(alice, batchId), 500_000);
        _expectClosed(requestId, IPendingRetirements.RequestStatus.REVERTED);
    }

    function test_only_the_registry_answers_or_sets_the_rule() public {
        uint256 requestId = _request(1);
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, verifier);
        vm.startPrank(verifier);
        vm.expectRevert(refusal);
        credits.confirmRetirement(requestId);
        vm.expectRevert(refusal);
        credits.revertRetirement(requestId, "no");
        vm.expectRevert(refusal);
        credits.setConfirmationRequired(1, false);
        vm.stopPrank();
    }

    function test_a_request_asks_what_a_retirement_asks() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotAuthorised.selector, stranger, alice));
        credits.requestRetirement(alice, _portions(1), _details());
        vm.startPrank(alice);
        vm.expectRevert(ICarbonCredits.CarbonCredits_NoPortions.selector);
        credits.requestRetirement(alice, new ICarbonCredits.Portion[](0), _details());
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 500_000, 500_001)
        );
        credits.requestRetirement(alice, _portions(500_001), _details());
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroUnits.selector);
        credits.requestRetirement(alice, _portions(0), _details());
        vm.stopPrank();
    }

    function test_an_unknown_request_is_named() public {
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(IPendingRetirements.CarbonCredits_UnknownRequest.selector, 1, 0));
        credits.confirmRetirement(1);
    }

    function test_the_rule_of_an_unknown_project_is_refused() public {
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownProject.selector, 2, 1));
        credits.setConfirmationRequired(2, true);
    }

    function test_the_rule_lifted_credits_retire_at_once_again() public {
        assertTrue(credits.isConfirmationRequired(1));
        vm.prank(registrar);
        credits.setConfirmationRequired(1, false);
        vm.prank(alice);
        assertEq(credits.retire(alice, batchId, 1, _details()), 1);
    }

    /// @dev Whatever becomes of requests, every unit is held, waiting or retired, and none twice.
    function testFuzz_requests_neither_make_nor_lose_units(uint16[6] memory sizes, uint256 answers) public {
        uint256 retired;
        for (uint256 i = 0; i < sizes.length; ++i) {
            uint64 units = uint64(bound(sizes[i], 1, 60_000));
            uint256 requestId = _request(units);
            uint256 answer = (answers >> (2 * i)) & 3;
            vm.prank(registrar);
            if (answer == 0) {
                credits.confirmRetirement(requestId);
                retired += units;
            } else if (answer == 1) {
                credits.revertRetirement(requestId, "no");
            }
            assertEq(credits.batch(batchId).retiredUnits, retired);
            assertEq(
                credits.balanceOf(alice, batchId) + credits.balanceOf(address(credits), batchId) + retired,
                500_000
            );
        }
    }

    function _request(uint64 units) private returns (uint256) {
        vm.prank(alice);
        return credits.requestRetirement(alice, _portions(units), _details());
    }

    function _expectClosed(uint256 requestId, IPendingRetirements.RequestStatus status) private {
        vm.prank(registrar);
        vm.expectRevert(
            abi.encodeWithSelector(IPendingRetirements.CarbonCredits_RequestClosed.selector, requestId, status)
        );
        credits.confirmRetirement(requestId);
    }

    function _portions(uint64 units) private view returns (ICarbonCredits.Portion[] memory portions) {
        portions = new ICarbonCredits.Portion[](1);
        portions[0] = ICarbonCredits.Portion(batchId, units);
    }
}
