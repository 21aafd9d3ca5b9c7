// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

import { ReversalBuffer } from "../../../contracts/buffer/ReversalBuffer.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../../../contracts/interfaces/IReversalBuffer.sol";
import { DeployedCredits } from "../registry/DeployedCredits.sol";

/// @title TrustHandler
/// @notice Issues batches of three projects, lets them lose units and works their waterfalls, at random; and writes down what
/// must never be seen.
contract TrustHandler is Test {
    uint64 internal constant PROJECTS = 3;
    uint256 internal constant MAX_BATCHES = 12;

    DeployedCredits internal immutable CREDITS;
    ReversalBuffer internal immutable BUFFER;
    address internal immutable REGISTRAR;
    address internal immutable VERIFIER;

    address[] internal holders;
    uint256[] internal batches;
    uint256[] internal cases;
    uint40 internal nextSerial = 1;

    /// @notice Cases that left an impairment although a source still had units.
    uint256 public impairedTooEarly;
    /// @notice Units lost on purpose less what was paid for them, by project.
    mapping(uint64 projectId => uint64) public owed;

    constructor(DeployedCredits credits, ReversalBuffer buffer, address registrar, address verifier) {
        CREDITS = credits;
        BUFFER = buffer;
        REGISTRAR = registrar;
        VERIFIER = verifier;
        for (uint256 i = 0; i < 3; i++) {
            address holder = makeAddr(string.concat("trust holder", vm.toString(i)));
            holders.push(holder);
            vm.prank(holder);
            credits.setApprovalForAll(address(buffer), true);
        }
    }

    /// @dev A debtor is refused, and only a debtor.
    function issue(uint256 project, uint40 tonnes, uint16 bufferBps, uint256 to) public {
        if (batches.length == MAX_BATCHES) return;
        tonnes = uint40(bound(tonnes, 1, 40));
        ICarbonCredits.Issuance memory issuance;
        issuance.projectId = uint64(1 + (project % PROJECTS));
        issuance.serialNamespace = "TRUST";
        issuance.blockStart = nextSerial;
        issuance.blockEnd = nextSerial + tonnes - 1;
        issuance.vintageStart = uint40(365 days * (40 + (project % 7)));
        issuance.vintageEnd = issuance.vintageStart;
        issuance.recipient = holders[to % holders.length];
        issuance.reportHash = "report";
        issuance.bufferBps = bufferBps % 4_001;
        nextSerial += tonnes;
        vm.prank(REGISTRAR);
        uint256 proposalId = CREDITS.propose(issuance);
        vm.prank(VERIFIER);
        CREDITS.attest(proposalId, "report");
        uint64 debtUnits = BUFFER.debtOf(issuance.projectId);
        bytes memory refused = abi.encodeWithSelector(
            ICarbonCredits.CarbonCredits_ProjectInDebt.selector,
            issuance.projectId,
            debtUnits
        );
        if (debtUnits != 0) vm.expectRevert(refused);
        vm.prank(REGISTRAR);
        uint256 batchId = CREDITS.issue(proposalId);
        if (debtUnits == 0) batches.push(batchId);
    }

    function report(uint256 batch, uint64 units, bool intentional, bool invalidation) public {
        if (batches.length == 0) return;
        uint256 batchId = batches[batch % batches.length];
        ICarbonCredits.Portion[] memory losses = new ICarbonCredits.Portion[](1);
        losses[0] = ICarbonCredits.Portion(batchId, uint64(bound(units, 1, 50_000)));
        IReversalBuffer.Report memory given = IReversalBuffer.Report({
            kind: invalidation ? IReversalBuffer.Kind.INVALIDATION : IReversalBuffer.Kind.REVERSAL,
            cause: IReversalBuffer.Cause.OTHER,
            intentional: intentional,
            evidence: "evidence"
        });
        vm.prank(REGISTRAR);
        try BUFFER.report(given, losses) returns (uint256 caseId) {
            cases.push(caseId);
        } catch {}
    }

    function consent(uint256 which) public {
        if (cases.length == 0) return;
        uint256 caseId = cases[which % cases.length];
        vm.prank(VERIFIER);
        try BUFFER.consent(caseId, "evidence") {
            IReversalBuffer.Case memory agreed = BUFFER.caseOf(caseId);
            if (agreed.report.intentional) owed[agreed.projectId] += agreed.units;
        } catch {}
    }

    /// @dev Most random losses would never be agreed to otherwise.
    function lose(uint256 batch, uint64 units, bool intentional, bool invalidation) external {
        uint256 before = cases.length;
        this.report(batch, units, intentional, invalidation);
        if (cases.length > before) this.consent(before);
    }

    function refuse(uint256 which) external {
        if (cases.length == 0) return;
        vm.prank(VERIFIER);
        try BUFFER.refuse(cases[which % cases.length], "no") {} catch {}
    }

    function extend(uint256 which) external {
        if (cases.length == 0) return;
        vm.prank(VERIFIER);
        try BUFFER.extend(cases[which % cases.length]) {} catch {}
    }

    function lapse(uint256 which) external {
        if (cases.length == 0) return;
        try BUFFER.lapse(cases[which % cases.length]) {} catch {}
    }

    function pass(uint32 time) external {
        vm.warp(block.timestamp + (time % 20 days));
    }

    /// @dev Step by step, so that the moment of an impairment is seen.
    function settle(uint8 steps) external {
        for (uint256 i = 0; i < steps % 16; i++) {
            (, , uint256 waiting) = BUFFER.counts();
            if (waiting == 0) return;
            bool[] memory settled = _settled();
            BUFFER.settle(1);
            _lookForEarlyImpairment(settled);
        }
    }

    function donate(uint256 who, uint256 batch, uint64 units) external {
        (address holder, uint256 batchId, uint64 amount) = _position(who, batch, units);
        if (amount == 0) return;
        vm.prank(holder);
        try BUFFER.donate(batchId, amount) {} catch {}
    }

    function heal(uint256 who, uint256 batch, uint256 impaired, uint64 units) external {
        (address holder, uint256 batchId, uint64 amount) = _position(who, batch, units);
        if (amount == 0) return;
        uint256 healed = batches[impaired % batches.length];
        vm.prank(holder);
        try BUFFER.heal(healed, batchId, amount) {
            _pay(uint64(healed >> 128), amount);
        } catch {}
    }

    function repay(uint256 who, uint256 batch, uint64 project, uint64 units) external {
        (address holder, uint256 batchId, uint64 amount) = _position(who, batch, units);
        project = 1 + (project % PROJECTS);
        if (amount == 0) return;
        vm.prank(holder);
        try BUFFER.repay(project, batchId, amount) {
            _pay(project, amount);
        } catch {}
    }

    function postBond(uint256 who, uint256 batch, uint64 project, uint64 units) external {
        (address holder, uint256 batchId, uint64 amount) = _position(who, batch, units);
        if (amount == 0) return;
        vm.prank(holder);
        try BUFFER.postBond(1 + (project % PROJECTS), batchId, amount, 0) {} catch {}
    }

    function withdrawBond(uint256 which, uint64 units) external {
        (, uint256 bonds, ) = BUFFER.counts();
        if (bonds == 0) return;
        uint256 bondId = 1 + (which % bonds);
        address guarantor = BUFFER.bond(bondId).guarantor;
        vm.prank(guarantor);
        try BUFFER.withdrawBond(bondId, uint64(bound(units, 1, 10_000)), guarantor) {} catch {}
    }

    function retire(uint256 who, uint256 batch, uint64 units) external {
        (address holder, uint256 batchId, uint64 amount) = _position(who, batch, units);
        if (amount == 0) return;
        ICarbonCredits.RetirementDetails memory details;
        vm.prank(holder);
        try CREDITS.retire(holder, batchId, amount, details) {} catch {}
    }

    function batchIds() external view returns (uint256[] memory) {
        return batches;
    }

    function caseIds() external view returns (uint256[] memory) {
        return cases;
    }

    function holderList() external view returns (address[] memory) {
        return holders;
    }

    function _pay(uint64 project, uint64 amount) private {
        owed[project] = owed[project] > amount ? owed[project] - amount : 0;
    }

    function _settled() private view returns (bool[] memory settled) {
        settled = new bool[](cases.length);
        for (uint256 i = 0; i < cases.length; i++) {
            settled[i] = BUFFER.caseOf(cases[i]).status == IReversalBuffer.CaseStatus.SETTLED;
        }
    }

    function _lookForEarlyImpairment(bool[] memory settledBefore) private {
        for (uint256 i = 0; i < cases.length; i++) {
            IReversalBuffer.Case memory done = BUFFER.caseOf(cases[i]);
            if (settledBefore[i] || done.status != IReversalBuffer.CaseStatus.SETTLED) continue;
            bool left = BUFFER.totalBufferUnits() != 0 || BUFFER.bondUnits(done.projectId) != 0;
            if (done.uncoveredUnits != 0 && left) impairedTooEarly++;
        }
    }

    /// @dev Some of what a holder has of a batch; zero where it has none.
    function _position(
        uint256 who,
        uint256 batch,
        uint64 units
    ) private view returns (address holder, uint256 batchId, uint64 amount) {
        if (batches.length == 0) return (address(0), 0, 0);
        batchId = batches[batch % batches.length];
        for (uint256 i = 0; i < holders.length && amount == 0; i++) {
            holder = holders[((who % holders.length) + i) % holders.length];
            uint256 balance = CREDITS.balanceOf(holder, batchId);
            if (balance != 0) amount = uint64(bound(units, 1, balance));
        }
    }
}
