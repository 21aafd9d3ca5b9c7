// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { ComplianceGate } from "../../../contracts/compliance/ComplianceGate.sol";
import { SanctionsList } from "../../../contracts/compliance/SanctionsList.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IERC7943MultiToken } from "../../../contracts/interfaces/IERC7943MultiToken.sol";
import { IGuardianFreeze } from "../../../contracts/interfaces/IGuardianFreeze.sol";
import { IIssuanceImports } from "../../../contracts/interfaces/IIssuanceImports.sol";
import { IManagedSanctionsList } from "../../../contracts/interfaces/IManagedSanctionsList.sol";
import { DeployedCredits } from "./DeployedCredits.sol";
import { IPendingRetirements } from "../../../contracts/interfaces/IPendingRetirements.sol";
import { RetirementCertificate } from "../../../contracts/registry/RetirementCertificate.sol";

/// @title RegistryFixture
/// @notice The registry side as it is deployed: proxies under one AccessManager, one account per role.
abstract contract RegistryFixture is Test {
    uint256 internal constant START_TIME = 1_767_225_600; // 2026-01-01
    uint40 internal constant VINTAGE_START = 1_577_836_800; // 2020-01-01
    uint40 internal constant VINTAGE_END = 1_609_372_800; // 2020-12-31
    string internal constant NAMESPACE = "VCS|19385|VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1";
    bytes32 internal constant REPORT = keccak256("monitoring report 2020");

    string internal constant SANCTIONS_ARTIFACT = "contracts/compliance/SanctionsList.sol:SanctionsList";
    string internal constant GATE_ARTIFACT = "contracts/compliance/ComplianceGate.sol:ComplianceGate";
    string internal constant CREDITS_ARTIFACT = "contracts/registry/CarbonCredits.sol:CarbonCredits";
    string internal constant CERTIFICATE_ARTIFACT =
        "contracts/registry/RetirementCertificate.sol:RetirementCertificate";

    address internal admin = makeAddr("admin");
    address internal upgrader = makeAddr("upgrader");
    address internal registrar = makeAddr("registrar");
    address internal verifier = makeAddr("verifier");
    address internal officer = makeAddr("officer");
    address internal guardian = makeAddr("guardian");
    address internal custodian = makeAddr("custodian");
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal stranger = makeAddr("stranger");

    AccessManager internal manager;
    SanctionsList internal sanctions;
    ComplianceGate internal gate;
    DeployedCredits internal credits;
    RetirementCertificate internal certificate;

    function setUp() public virtual {
        vm.warp(START_TIME);
        manager = AccessManager(_deploy("AccessManager.sol:AccessManager", abi.encode(admin)));
        sanctions = SanctionsList(
            _proxy(_deploy(SANCTIONS_ARTIFACT, ""), abi.encodeCall(SanctionsList.initialize, (address(manager))))
        );
        gate = ComplianceGate(
            _proxy(
                _deploy(GATE_ARTIFACT, ""),
                abi.encodeCall(ComplianceGate.initialize, (address(manager), address(sanctions)))
            )
        );
        credits = DeployedCredits(
            _proxy(
                _deployCredits(),
                abi.encodeCall(
                    DeployedCredits.initialize,
                    (address(manager), address(gate), "https://example.org/batches/")
                )
            )
        );
        certificate = RetirementCertificate(
            _proxy(
                _deploy(CERTIFICATE_ARTIFACT, ""),
                abi.encodeCall(RetirementCertificate.initialize, (address(manager), address(credits)))
            )
        );
        _assignRoles();
        vm.prank(admin);
        credits.setCertificate(address(certificate));
    }

    function _assignRoles() private {
        vm.startPrank(admin);
        manager.grantRole(Roles.UPGRADER, upgrader, 0);
        manager.grantRole(Roles.REGISTRY, registrar, 0);
        manager.grantRole(Roles.VERIFIER, verifier, 0);
        manager.grantRole(Roles.COMPLIANCE, officer, 0);
        manager.grantRole(Roles.GUARDIAN, guardian, 0);
        manager.grantRole(Roles.CUSTODIAN, custodian, 0);
        _map(address(credits), ICarbonCredits.registerProject.selector, Roles.REGISTRY);
        _map(address(credits), ICarbonCredits.propose.selector, Roles.REGISTRY);
        _map(address(credits), ICarbonCredits.issue.selector, Roles.REGISTRY);
        _map(address(credits), ICarbonCredits.correctProposal.selector, Roles.REGISTRY);
        _map(address(credits), IIssuanceImports.proposeImport.selector, Roles.REGISTRY);
        _map(address(credits), IIssuanceImports.issueLeaf.selector, Roles.REGISTRY);
        _map(address(credits), IPendingRetirements.setConfirmationRequired.selector, Roles.REGISTRY);
        _map(address(credits), IPendingRetirements.confirmRetirement.selector, Roles.REGISTRY);
        _map(address(credits), IPendingRetirements.revertRetirement.selector, Roles.REGISTRY);
        _map(address(credits), IIssuanceImports.attestImport.selector, Roles.VERIFIER);
        _map(address(credits), IIssuanceImports.refuseImport.selector, Roles.VERIFIER);
        _map(address(credits), IERC7943MultiToken.setFrozenTokens.selector, Roles.COMPLIANCE);
        _map(address(credits), IGuardianFreeze.freezeTokens.selector, Roles.GUARDIAN);
        _map(address(credits), ICarbonCredits.retireHeld.selector, Roles.CUSTODIAN);
        _map(address(credits), ICarbonCredits.attest.selector, Roles.VERIFIER);
        _map(address(credits), ICarbonCredits.refuse.selector, Roles.VERIFIER);
        _map(address(gate), IComplianceGate.setEligibility.selector, Roles.COMPLIANCE);
        _map(address(gate), IComplianceGate.setSanctionsList.selector, Roles.COMPLIANCE);
        _map(address(gate), IComplianceGate.unfreeze.selector, Roles.COMPLIANCE);
        _map(address(gate), IComplianceGate.freeze.selector, Roles.GUARDIAN);
        _map(address(sanctions), IManagedSanctionsList.addToSanctionsList.selector, Roles.COMPLIANCE);
        _map(address(sanctions), IManagedSanctionsList.removeFromSanctionsList.selector, Roles.COMPLIANCE);
        address[4] memory proxies = [address(credits), address(certificate), address(gate), address(sanctions)];
        for (uint256 i = 0; i < proxies.length; i++) {
            _map(proxies[i], UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADER);
        }
        vm.stopPrank();
    }

    function _map(address target, bytes4 selector, uint64 role) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(target, selectors, role);
    }

    function _proxy(address implementation, bytes memory data) internal returns (address) {
        return address(new ERC1967Proxy(implementation, data));
    }

    /// @dev A registry's implementation with its modules behind it.
    function _deployCredits() internal returns (address) {
        return _deploy(CREDITS_ARTIFACT, abi.encode(_deployModules()));
    }

    /// @dev The modules, the last first; returns the one next to the registry itself.
    function _deployModules() internal returns (address) {
        address office = _deploy("contracts/registry/CreditOffice.sol:CreditOffice", "");
        address requests = _deploy("contracts/registry/CreditRequests.sol:CreditRequests", abi.encode(office));
        return _deploy("contracts/registry/CreditIssuance.sol:CreditIssuance", abi.encode(requests));
    }

    /// @dev From the compiled artifact: `new` would compile the contract into every test contract anew.
    function _deploy(string memory artifact, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(artifact), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        assertTrue(deployed != address(0), artifact);
    }

    // ------------------------------------------------------------------------------------------- builders

    function _project() internal pure returns (ICarbonCredits.Project memory) {
        return
            ICarbonCredits.Project({
                registryName: "Verra",
                nativeId: "VCS1340",
                name: "Bale Mountains Eco-region REDD+ project",
                methodology: "VM0015 v1.1",
                country: "ET",
                mechanism: ICarbonCredits.Mechanism.REDUCTION
            });
    }

    function _issuance(uint40 blockStart, uint40 blockEnd) internal view returns (ICarbonCredits.Issuance memory) {
        return
            ICarbonCredits.Issuance({
                projectId: 1,
                serialNamespace: NAMESPACE,
                blockStart: blockStart,
                blockEnd: blockEnd,
                vintageStart: VINTAGE_START,
                vintageEnd: VINTAGE_END,
                recipient: alice,
                reportHash: REPORT,
                bufferBps: 0,
                monitoringStart: VINTAGE_START,
                monitoringEnd: VINTAGE_END,
                methodology: "",
                conversionRef: 0
            });
    }

    function _details() internal pure returns (ICarbonCredits.RetirementDetails memory details) {
        details.purpose = ICarbonCredits.Purpose.VOLUNTARY;
        details.statement = "Flights of 2025";
    }

    // ------------------------------------------------------------------------------------------- steps

    function _register() internal returns (uint64) {
        vm.prank(registrar);
        return credits.registerProject(_project());
    }

    function _propose(ICarbonCredits.Issuance memory issuance) internal returns (uint256) {
        vm.prank(registrar);
        return credits.propose(issuance);
    }

    function _attest(uint256 proposalId, bytes32 reportHash) internal {
        vm.prank(verifier);
        credits.attest(proposalId, reportHash);
    }

    function _issue(uint256 proposalId) internal returns (uint256) {
        vm.prank(registrar);
        return credits.issue(proposalId);
    }

    /// @dev Registers the project if need be and takes an issuance all the way.
    function _mintBatch(ICarbonCredits.Issuance memory issuance) internal returns (uint256) {
        (uint64 projects, , ) = credits.counts();
        if (projects == 0) _register();
        uint256 proposalId = _propose(issuance);
        _attest(proposalId, issuance.reportHash);
        return _issue(proposalId);
    }

    function _freeze(address account) internal {
        vm.prank(guardian);
        gate.freeze(account);
    }

    function _text(uint256 length) internal pure returns (string memory) {
        bytes memory out = new bytes(length);
        for (uint256 i = 0; i < length; i++) out[i] = "a";
        return string(out);
    }
}
