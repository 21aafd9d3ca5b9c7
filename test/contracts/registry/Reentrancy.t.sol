// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import { Roles } from "../../../contracts/governance/Roles.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { ReentrantRecipient } from "./ReentrantRecipient.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract ReentrancyTest is RegistryFixture {
    uint256 internal constant BATCH = (uint256(1) << 128) | 1;

    ReentrantRecipient internal recipient;

    function setUp() public override {
        super.setUp();
        _register();
        recipient = new ReentrantRecipient(credits);
        ICarbonCredits.Issuance memory issuance = _issuance(1, 500);
        issuance.recipient = address(recipient);
        _propose(issuance);
        _attest(1, REPORT);
    }

    function test_TheCallbackFindsTheIssuanceComplete() public {
        _issue(1);
        assertEq(recipient.supplySeen(), 500_000);
        assertEq(recipient.balanceSeen(), 500_000);
    }

    function test_RetiringInsideTheMintCountsEveryUnitOnce() public {
        ICarbonCredits.RetirementDetails memory details;
        recipient.arm(abi.encodeCall(ICarbonCredits.retire, (address(recipient), BATCH, 200_000, details)));
        _issue(1);
        assertTrue(recipient.succeeded());
        assertEq(credits.balanceOf(address(recipient), BATCH), 300_000);
        assertEq(credits.totalSupply(BATCH), 300_000);
        assertEq(credits.retirement(1).firstUnit, 0);
        assertEq(credits.retirement(recipient.retire(BATCH, 1)).firstUnit, 200_000);
    }

    function test_TransferringInsideTheMintMovesUnitsOnce() public {
        recipient.arm(abi.encodeCall(IERC1155.safeTransferFrom, (address(recipient), bob, BATCH, 500_000, "")));
        _issue(1);
        assertTrue(recipient.succeeded());
        assertEq(credits.balanceOf(bob, BATCH), 500_000);
        assertEq(credits.balanceOf(address(recipient), BATCH), 0);
    }

    function test_IssuingTheSameProposalAgainInsideTheMintIsRefused() public {
        vm.prank(admin);
        manager.grantRole(Roles.REGISTRY, address(recipient), 0);
        recipient.arm(abi.encodeCall(ICarbonCredits.issue, (1)));
        _issue(1);
        assertTrue(recipient.attempted());
        assertFalse(recipient.succeeded());
        assertEq(credits.totalSupply(BATCH), 500_000);
        assertEq(credits.totalSupply(BATCH + 1), 0);
    }

    function test_ARecipientThatRefusesLeavesTheProposalAttested() public {
        ICarbonCredits.Issuance memory issuance = _issuance(501, 600);
        issuance.recipient = address(manager);
        uint256 proposalId = _propose(issuance);
        _attest(proposalId, REPORT);
        vm.prank(registrar);
        vm.expectRevert();
        credits.issue(proposalId);
        (, ICarbonCredits.ProposalStatus status, , ) = credits.proposal(proposalId);
        assertEq(uint8(status), uint8(ICarbonCredits.ProposalStatus.ATTESTED));
        (bool taken, , ) = credits.serialsTaken(NAMESPACE, 501, 600);
        assertFalse(taken);
    }

    function test_AContractThatCannotTakeTokensCanStillGetACertificate() public {
        _issue(1);
        recipient.retire(BATCH, 1_000);
        assertEq(certificate.ownerOf(1), address(recipient));
    }
}
