// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";
import { CarbonCreditsV2, ComplianceGateV2, RetirementCertificateV2 } from "./RegistryV2.sol";

contract RegistryUpgradeTest is RegistryFixture {
    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _mintBatch(_issuance(1, 500));
        vm.prank(alice);
        credits.retire(alice, batchId, 1_500, _details());
        vm.prank(officer);
        gate.setEligibility(alice, 2, "DE", uint40(START_TIME + 365 days), bytes32("kyc"));
        _freeze(bob);
    }

    function test_CreditsKeepEverythingOverAnUpgrade() public {
        bytes32 before = _creditsState();
        _upgrade(address(credits), address(new CarbonCreditsV2(_deployModules())));
        assertEq(CarbonCreditsV2(address(credits)).version(), 2);
        assertEq(_creditsState(), before);
        // and go on where they were
        vm.prank(alice);
        assertEq(credits.retire(alice, batchId, 500, _details()), 2);
        assertEq(credits.retirement(2).firstUnit, 1_500);
        uint256 proposalId = _propose(_issuance(501, 510));
        _attest(proposalId, REPORT);
        assertEq(_issue(proposalId), batchId + 1);
    }

    function test_CertificatesKeepEverythingOverAnUpgrade() public {
        string memory before = certificate.tokenURI(1);
        _upgrade(address(certificate), address(new RetirementCertificateV2()));
        assertEq(RetirementCertificateV2(address(certificate)).version(), 2);
        assertEq(certificate.ownerOf(1), alice);
        assertEq(certificate.registry(), address(credits));
        assertEq(certificate.tokenURI(1), before);
    }

    function test_TheGateKeepsEverythingOverAnUpgrade() public {
        bytes32 before = keccak256(abi.encode(gate.eligibility(alice)));
        _upgrade(address(gate), address(new ComplianceGateV2()));
        assertEq(ComplianceGateV2(address(gate)).version(), 2);
        assertEq(keccak256(abi.encode(gate.eligibility(alice))), before);
        assertEq(gate.sanctionsList(), address(sanctions));
        assertTrue(gate.canTrade(alice));
        assertTrue(gate.isBlocked(bob));
    }

    function test_OnlyTheUpgraderUpgrades() public {
        address[4] memory proxies = [address(credits), address(certificate), address(gate), address(sanctions)];
        address implementation = address(new CarbonCreditsV2(_deployModules()));
        for (uint256 i = 0; i < proxies.length; i++) {
            vm.prank(registrar);
            vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, registrar));
            UUPSUpgradeable(proxies[i]).upgradeToAndCall(implementation, "");
        }
        vm.prank(upgrader);
        sanctions.upgradeToAndCall(implementation, "");
        assertEq(CarbonCreditsV2(address(sanctions)).version(), 2);
    }

    function _upgrade(address proxy, address implementation) private {
        vm.prank(upgrader);
        UUPSUpgradeable(proxy).upgradeToAndCall(implementation, "");
    }

    function _creditsState() private view returns (bytes32) {
        (ICarbonCredits.Issuance memory issuance, ICarbonCredits.ProposalStatus status, , ) = credits.proposal(1);
        (bool taken, uint40 takenStart, uint40 takenEnd) = credits.serialsTaken(NAMESPACE, 1, 500);
        return
            keccak256(
                abi.encode(
                    credits.project(1),
                    issuance,
                    status,
                    credits.batch(batchId),
                    credits.retirement(1),
                    credits.balanceOf(alice, batchId),
                    credits.totalSupply(batchId),
                    abi.encode(taken, takenStart, takenEnd),
                    credits.uri(batchId)
                )
            );
    }
}
