// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { DeployedCredits } from "./DeployedCredits.sol";
import { RegistryLedger } from "./RegistryLedger.sol";

/// @title RegistryHandler
/// @notice Drives the registry at random with calls that mostly succeed, and writes down every range of serials that a
/// retirement or a cancellation was given.
contract RegistryHandler is Test {
    DeployedCredits internal immutable CREDITS;
    RegistryLedger internal immutable LEDGER;
    address internal immutable REGISTRAR;
    address internal immutable VERIFIER;

    address[] internal holders;
    string[2] internal namespaces = ["VCS|1|X", "GS1-1-UG-1"];
    uint256 internal open;

    constructor(DeployedCredits credits, RegistryLedger ledger, address registrar, address verifier) {
        CREDITS = credits;
        LEDGER = ledger;
        REGISTRAR = registrar;
        VERIFIER = verifier;
        for (uint256 i = 0; i < 4; i++) holders.push(makeAddr(string.concat("holder", vm.toString(i))));
    }

    /// @dev Small numbers, so that blocks meet often.
    function propose(uint256 namespace, uint40 blockStart, uint40 tonnes, uint256 to) external {
        blockStart = uint40(bound(blockStart, 0, 400));
        tonnes = uint40(bound(tonnes, 1, 60));
        vm.prank(REGISTRAR);
        try
            CREDITS.propose(
                ICarbonCredits.Issuance({
                    projectId: 1,
                    serialNamespace: namespaces[namespace % 2],
                    blockStart: blockStart,
                    blockEnd: blockStart + tonnes - 1,
                    vintageStart: 1,
                    vintageEnd: 1,
                    recipient: holders[to % holders.length],
                    reportHash: "report",
                    bufferBps: 500,
                    monitoringStart: 1,
                    monitoringEnd: 1,
                    methodology: "",
                    conversionRef: 0
                })
            )
        returns (uint256 proposalId) {
            open = proposalId;
        } catch {}
    }

    function attest(uint256 back) external {
        if (open == 0) return;
        vm.prank(VERIFIER);
        try CREDITS.attest(_proposal(back), "report") {} catch {}
    }

    function withdraw(uint256 back) external {
        if (open == 0) return;
        // seldom, or little would ever be issued
        if (back % 5 != 0) return;
        vm.prank(REGISTRAR);
        try CREDITS.withdrawProposal(_proposal(back)) {} catch {}
    }

    function issue(uint256 back) external {
        if (open == 0) return;
        uint256 proposalId = _proposal(back);
        vm.prank(REGISTRAR);
        try CREDITS.issue(proposalId) returns (uint256 batchId) {
            LEDGER.issued(batchId);
        } catch {}
    }

    /// @dev All three steps at once, so that every run has batches to work on.
    function issueWhole(uint256 namespace, uint40 blockStart, uint40 tonnes, uint256 to) external {
        uint256 before = open;
        this.propose(namespace, blockStart, tonnes, to);
        if (open == before) return;
        this.attest(0);
        this.issue(0);
    }

    function transfer(uint256 from, uint256 to, uint256 batch, uint256 units) external {
        (uint256 batchId, address owner, uint256 balance) = _position(batch, from);
        if (balance == 0) return;
        vm.prank(owner);
        // frozen or suspended units stay, which is not this handler's to foretell; so below
        try
            CREDITS.safeTransferFrom(owner, holders[to % holders.length], batchId, bound(units, 0, balance), "")
        {} catch {}
    }

    function retire(uint256 from, uint256 batch, uint256 units) external {
        (uint256 batchId, address owner, uint256 balance) = _position(batch, from);
        if (balance == 0) return;
        uint64 amount = uint64(bound(units, 1, balance));
        ICarbonCredits.RetirementDetails memory details;
        vm.prank(owner);
        try CREDITS.retire(owner, batchId, amount, details) returns (uint256 retirementId) {
            LEDGER.consumed(batchId, CREDITS.retirement(retirementId).firstUnit, amount, true);
        } catch {}
    }

    function cancel(uint256 from, uint256 batch, uint256 units) external {
        (uint256 batchId, address owner, uint256 balance) = _position(batch, from);
        if (balance == 0) return;
        uint64 amount = uint64(bound(units, 1, balance));
        vm.recordLogs();
        vm.prank(owner);
        try CREDITS.cancel(owner, batchId, amount, ICarbonCredits.CancellationReason.VOLUNTARY, "") {} catch {
            return;
        }
        // the burn's event comes first; the range is what the registry itself announced
        bytes memory data = vm.getRecordedLogs()[1].data;
        (, uint64 firstUnit) = abi.decode(data, (uint64, uint64));
        LEDGER.consumed(batchId, firstUnit, amount, false);
    }

    function holderCount() external view returns (uint256) {
        return holders.length;
    }

    function holder(uint256 index) external view returns (address) {
        return holders[index];
    }

    function allHolders() external view returns (address[] memory) {
        return holders;
    }

    function _proposal(uint256 back) private view returns (uint256) {
        return open - (back % open);
    }

    /// @dev The first holder from `from` on who has something of the batch.
    function _position(uint256 batch, uint256 from) private view returns (uint256, address, uint256) {
        uint256 count = LEDGER.batchCount();
        if (count == 0) return (0, address(0), 0);
        uint256 batchId = LEDGER.batchAt(batch % count);
        for (uint256 i = 0; i < holders.length; i++) {
            address owner = holders[((from % holders.length) + i) % holders.length];
            uint256 balance = CREDITS.balanceOf(owner, batchId);
            if (balance != 0) return (batchId, owner, balance);
        }
        return (batchId, address(0), 0);
    }
}
