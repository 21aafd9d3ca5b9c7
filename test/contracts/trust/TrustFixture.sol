// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { CarbonBasket } from "../../../contracts/baskets/CarbonBasket.sol";
import { ReversalBuffer } from "../../../contracts/buffer/ReversalBuffer.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { ICarbonBasket } from "../../../contracts/interfaces/ICarbonBasket.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { ILabelRegistry } from "../../../contracts/interfaces/ILabelRegistry.sol";
import { IReversalBuffer } from "../../../contracts/interfaces/IReversalBuffer.sol";
import { LabelRegistry } from "../../../contracts/labels/LabelRegistry.sol";
import { RegistryFixture } from "../registry/RegistryFixture.sol";

/// @title TrustFixture
/// @notice The registry side with labels, buffer and one basket, as they are deployed, and builders of projects and batches.
abstract contract TrustFixture is RegistryFixture {
    uint40 internal constant OPEN_ENDED = type(uint40).max;
    uint40 internal constant RULE_DELAY = 7 days;
    bytes32 internal constant EVIDENCE = keccak256("loss event report");

    address internal authoriser = makeAddr("authoriser");
    address internal curator = makeAddr("curator");
    address internal attester = makeAddr("attester");
    address internal treasurer = makeAddr("treasurer");

    LabelRegistry internal labels;
    ReversalBuffer internal buffer;
    CarbonBasket internal basket;

    uint40 private nextSerial = 1;

    function setUp() public virtual override {
        super.setUp();
        labels = LabelRegistry(
            _proxy(
                _deploy("LabelRegistry.sol:LabelRegistry", ""),
                abi.encodeCall(LabelRegistry.initialize, (address(manager), address(credits)))
            )
        );
        buffer = ReversalBuffer(
            _proxy(
                _deploy("ReversalBuffer.sol:ReversalBuffer", ""),
                abi.encodeCall(ReversalBuffer.initialize, (address(manager), address(credits)))
            )
        );
        basket = _newBasket(_openRules());
        vm.prank(admin);
        credits.setBuffer(address(buffer));
        _assignTrustRoles();
    }

    function _assignTrustRoles() private {
        vm.startPrank(admin);
        manager.grantRole(Roles.AUTHORISER, authoriser, 0);
        manager.grantRole(Roles.BASKET_CURATOR, curator, 0);
        manager.grantRole(Roles.CUSTODIAN, address(basket), 0);
        _map(address(labels), ILabelRegistry.recordAdjustment.selector, Roles.AUTHORISER);
        _map(address(buffer), IReversalBuffer.report.selector, Roles.REGISTRY);
        _map(address(buffer), IReversalBuffer.setInvalidationWindow.selector, Roles.REGISTRY);
        _map(address(buffer), IReversalBuffer.consent.selector, Roles.VERIFIER);
        _map(address(buffer), IReversalBuffer.refuse.selector, Roles.VERIFIER);
        _map(address(buffer), IReversalBuffer.extend.selector, Roles.VERIFIER);
        _map(address(basket), ICarbonBasket.announceRules.selector, Roles.BASKET_CURATOR);
        _map(address(basket), ICarbonBasket.withdrawRules.selector, Roles.BASKET_CURATOR);
        address[3] memory proxies = [address(labels), address(buffer), address(basket)];
        for (uint256 i = 0; i < proxies.length; i++) {
            _map(proxies[i], UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADER);
        }
        vm.stopPrank();
    }

    function _newBasket(ICarbonBasket.Rules memory rules) internal returns (CarbonBasket) {
        return
            CarbonBasket(
                _proxy(
                    _deploy("CarbonBasket.sol:CarbonBasket", ""),
                    abi.encodeCall(CarbonBasket.initialize, (_basketSetup(), rules))
                )
            );
    }

    // ------------------------------------------------------------------------------------------- builders

    function _basketSetup() internal view returns (ICarbonBasket.Setup memory) {
        return
            ICarbonBasket.Setup({
                accessManager: address(manager),
                credits: address(credits),
                labels: address(labels),
                impairment: address(buffer),
                feeRecipient: treasurer,
                ruleDelay: RULE_DELAY,
                name: "Nature Basket",
                symbol: "NAT"
            });
    }

    /// @dev Rules that admit everything but impaired batches, with a fee of 1 %.
    function _openRules() internal pure returns (ICarbonBasket.Rules memory rules) {
        rules.terms = ICarbonBasket.Terms({
            vintageFrom: 0,
            vintageUntil: OPEN_ENDED,
            capUnits: type(uint64).max,
            feeBps: 100,
            maxImpairedBps: 0,
            requiredLabels: 0
        });
    }

    function _newProject(string memory nativeId) internal returns (uint64) {
        ICarbonCredits.Project memory project = _project();
        project.nativeId = nativeId;
        return _newProject(project);
    }

    function _newProject(ICarbonCredits.Project memory project) internal returns (uint64) {
        vm.prank(registrar);
        return credits.registerProject(project);
    }

    /// @dev A batch of the 2020 vintage for alice, part of which goes to the buffer.
    function _newBatch(uint64 projectId, uint40 tonnes, uint16 bufferBps) internal returns (uint256) {
        return _newBatch(projectId, tonnes, bufferBps, VINTAGE_START);
    }

    function _newBatch(
        uint64 projectId,
        uint40 tonnes,
        uint16 bufferBps,
        uint40 vintageStart
    ) internal returns (uint256) {
        ICarbonCredits.Issuance memory issuance = _issuance(nextSerial, nextSerial + tonnes - 1);
        nextSerial += tonnes;
        issuance.projectId = projectId;
        issuance.vintageStart = vintageStart;
        issuance.vintageEnd = vintageStart + 364 days;
        issuance.bufferBps = bufferBps;
        return _mintBatch(issuance);
    }

    function _one(uint256 batchId, uint64 units) internal pure returns (ICarbonCredits.Portion[] memory portions) {
        portions = new ICarbonCredits.Portion[](1);
        portions[0] = ICarbonCredits.Portion(batchId, units);
    }

    function _two(
        uint256 batchA,
        uint64 unitsA,
        uint256 batchB,
        uint64 unitsB
    ) internal pure returns (ICarbonCredits.Portion[] memory portions) {
        portions = new ICarbonCredits.Portion[](2);
        portions[0] = ICarbonCredits.Portion(batchA, unitsA);
        portions[1] = ICarbonCredits.Portion(batchB, unitsB);
    }

    function _fire() internal pure returns (IReversalBuffer.Report memory) {
        return
            IReversalBuffer.Report({
                kind: IReversalBuffer.Kind.REVERSAL,
                cause: IReversalBuffer.Cause.FIRE,
                intentional: false,
                evidence: EVIDENCE
            });
    }

    function _suspendedUntil(uint256 batchId) internal view returns (uint40) {
        return credits.suspendedUntil(batchId);
    }

    // ------------------------------------------------------------------------------------------- steps

    function _report(
        IReversalBuffer.Report memory report,
        ICarbonCredits.Portion[] memory losses
    ) internal returns (uint256) {
        vm.prank(registrar);
        return buffer.report(report, losses);
    }

    function _consent(uint256 caseId) internal {
        vm.prank(verifier);
        buffer.consent(caseId, EVIDENCE);
    }

    /// @dev A loss from its report to the end of its waterfall.
    function _lose(uint256 batchId, uint64 units) internal returns (uint256 caseId) {
        caseId = _report(_fire(), _one(batchId, units));
        _consent(caseId);
        _settleAll();
    }

    function _settleAll() internal {
        while (buffer.settle(10) != 0) {}
    }

    /// @dev Lets the buffer and the basket act for an account in the registry.
    function _approve(address account) internal {
        vm.startPrank(account);
        credits.setApprovalForAll(address(buffer), true);
        credits.setApprovalForAll(address(basket), true);
        vm.stopPrank();
    }
}
