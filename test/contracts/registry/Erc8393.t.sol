// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IERC8393 } from "../../../contracts/interfaces/IERC8393.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

/// @dev One test for each MUST of the draft that this registry keeps; minting is by proposal only.
contract Erc8393Test is RegistryFixture {
    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _mintBatch(_issuance(1, 500));
    }

    function test_must_answer_for_its_interface() public view {
        assertTrue(credits.supportsInterface(type(IERC8393).interfaceId));
    }

    function testFuzz_must_ids_are_project_and_credit_side_by_side(uint128 projectId, uint128 creditId) public view {
        uint256 tokenId = credits.encodeTokenId(projectId, creditId);
        assertEq(tokenId, (uint256(projectId) << 128) | creditId);
        (uint256 project, uint256 credit) = credits.decodeTokenId(tokenId);
        assertEq(project, projectId);
        assertEq(credit, creditId);
    }

    function testFuzz_must_refuse_numbers_beyond_128_bits(uint256 number) public {
        number = bound(number, 1 << 128, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IERC8393.ERC8393_NumberTooLarge.selector, number, 1));
        credits.encodeTokenId(number, 1);
        vm.expectRevert(abi.encodeWithSelector(IERC8393.ERC8393_NumberTooLarge.selector, 1, number));
        credits.encodeTokenId(1, number);
    }

    function test_must_give_the_metadata_of_issuance() public view {
        IERC8393.CreditMetadata memory metadata = credits.getMetadata(batchId);
        assertEq(metadata.projectId, 1);
        assertEq(metadata.creditId, 1);
        assertEq(metadata.projectName, _project().name);
        assertEq(metadata.methodology, "VM0015 v1.1");
        assertEq(metadata.vintage, "2020");
        assertEq(metadata.country, "ET");
        assertEq(metadata.totalVolume, 500_000);
        assertEq(metadata.expiry, 0);
        assertFalse(metadata.isRetired);
    }

    function test_a_vintage_over_years_and_a_methodology_of_its_own_show() public {
        ICarbonCredits.Issuance memory issuance = _issuance(501, 510);
        issuance.vintageEnd = VINTAGE_END + 366 days;
        issuance.methodology = "VM0048 v1.0";
        IERC8393.CreditMetadata memory metadata = credits.getMetadata(_mintBatch(issuance));
        assertEq(metadata.vintage, "2020-2022");
        assertEq(metadata.methodology, "VM0048 v1.0");
    }

    function testFuzz_must_refuse_metadata_of_a_token_that_does_not_exist(uint256 tokenId) public {
        vm.assume(tokenId != batchId);
        assertFalse(credits.tokenExists(tokenId));
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, tokenId));
        credits.getMetadata(tokenId);
    }

    function test_must_emit_its_own_event_at_issue() public {
        uint256 proposalId = _propose(_issuance(501, 510));
        _attest(proposalId, REPORT);
        vm.expectEmit(address(credits));
        emit IERC8393.CreditMinted(alice, batchId + 1, 1, 2, 10_000, 0);
        _issue(proposalId);
        assertTrue(credits.tokenExists(batchId + 1));
    }

    function test_a_mint_past_the_verifier_is_refused() public {
        IERC8393.CreditMetadata memory metadata;
        vm.prank(registrar);
        vm.expectRevert(IERC8393.ERC8393_MintByProposal.selector);
        credits.mintCredit(alice, 1, 2, 1, 0, metadata);
    }

    function test_must_retiring_burn_and_count_for_good() public {
        vm.expectEmit(address(credits));
        emit IERC1155.TransferSingle(alice, alice, address(0), batchId, 1_500);
        vm.expectEmit(address(credits));
        emit IERC8393.CreditRetired(alice, batchId, 1_500);
        vm.prank(alice);
        credits.retire(batchId, alice, 1_500);
        assertEq(credits.balanceOf(alice, batchId), 498_500);
        assertEq(credits.retiredBalanceOf(alice, batchId), 1_500);
        assertEq(certificate.ownerOf(1), alice);
        assertEq(uint8(credits.retirement(1).details.purpose), uint8(ICarbonCredits.Purpose.OTHER));
    }

    function test_must_refuse_whom_the_account_did_not_approve() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotAuthorised.selector, stranger, alice));
        credits.retire(batchId, alice, 1);
    }

    function testFuzz_must_refuse_more_than_the_balance(uint256 amount) public {
        amount = bound(amount, 500_001, type(uint256).max);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 500_000, amount)
        );
        credits.retire(batchId, alice, amount);
    }

    function test_must_be_retired_once_the_whole_volume_is_and_not_when_some_was_cancelled() public {
        vm.startPrank(alice);
        credits.retire(batchId, alice, 499_999);
        assertFalse(credits.getMetadata(batchId).isRetired);
        credits.retire(batchId, alice, 1);
        assertTrue(credits.getMetadata(batchId).isRetired);
        vm.stopPrank();
        uint256 second = _mintBatch(_issuance(501, 510));
        vm.startPrank(alice);
        credits.cancel(alice, second, 1, ICarbonCredits.CancellationReason.ERROR, "");
        credits.retire(second, alice, 9_999);
        vm.stopPrank();
        assertFalse(credits.getMetadata(second).isRetired);
    }

    function test_nothing_expires() public view {
        assertFalse(credits.isExpired(batchId));
    }
}
