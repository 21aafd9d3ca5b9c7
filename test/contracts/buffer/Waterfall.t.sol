// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../../../contracts/interfaces/IReversalBuffer.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract WaterfallTest is TrustFixture {
    uint64 internal own;
    uint256 internal batch;

    function setUp() public override {
        super.setUp();
        own = _newProject("VCS1");
        batch = _newBatch(own, 100, 1_000); // 10 t of buffer
        _approve(alice);
    }

    function test_TheProjectsOwnBufferPaysFirstAndOldestFirst() public {
        uint256 later = _newBatch(own, 100, 1_000);
        uint256 other = _newBatch(_newProject("VCS2"), 100, 1_000);
        _lose(batch, 12_000);
        assertEq(buffer.bufferUnits(batch), 0);
        assertEq(buffer.bufferUnits(later), 8_000);
        assertEq(buffer.bufferUnits(other), 10_000);
        _assertStatus(batch, 12_000, 12_000, 0);
    }

    function test_CoveringCancelsTheUnitsWithTheirExactSerials() public {
        uint256 caseId = _report(_fire(), _one(batch, 4_000));
        _consent(caseId);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.Cancelled(
            batch,
            address(buffer),
            4_000,
            0,
            4_000,
            ICarbonCredits.CancellationReason.REVERSAL_COMPENSATION,
            "loss case 1"
        );
        vm.expectEmit(address(buffer));
        emit IReversalBuffer.LossCovered(caseId, batch, IReversalBuffer.Source.PROJECT_BUFFER, 4_000, 0);
        buffer.settle(1);
        assertEq(credits.batch(batch).cancelledUnits, 4_000);
    }

    function test_ThenTheProgrammePaysInProportionToWhatEachProjectHolds() public {
        uint256 small = _newBatch(_newProject("VCS2"), 100, 1_000); // 10 t
        uint256 large = _newBatch(_newProject("VCS3"), 100, 3_000); // 30 t
        _lose(batch, 30_000); // 20 t beyond the project's own
        assertEq(buffer.bufferUnits(small), 5_000);
        assertEq(buffer.bufferUnits(large), 15_000);
        assertEq(buffer.totalBufferUnits(), 20_000);
        _assertStatus(batch, 30_000, 30_000, 0);
    }

    function test_ThenTheGuarantorsBondPays() public {
        uint256 bonded = _newBatch(_newProject("VCS2"), 100, 1_000);
        vm.prank(alice);
        buffer.postBond(own, bonded, 50_000, 0);
        _lose(batch, 60_000); // 10 t own, 10 t programme, 40 t bond
        assertEq(buffer.totalBufferUnits(), 0);
        assertEq(buffer.bondUnits(own), 10_000);
        _assertStatus(batch, 60_000, 60_000, 0);
    }

    function test_OfAnInvalidationTheGuarantorPaysFirst() public {
        uint256 bonded = _newBatch(_newProject("VCS2"), 100, 1_000);
        vm.prank(alice);
        buffer.postBond(own, bonded, 20_000, 0);
        IReversalBuffer.Report memory report = _fire();
        report.kind = IReversalBuffer.Kind.INVALIDATION;
        uint256 caseId = _report(report, _one(batch, 25_000));
        _consent(caseId);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.Cancelled(
            bonded,
            address(buffer),
            20_000,
            0,
            20_000,
            ICarbonCredits.CancellationReason.INVALIDATION,
            "loss case 1"
        );
        _settleAll();
        assertEq(buffer.bondUnits(own), 0);
        assertEq(buffer.bufferUnits(batch), 5_000);
        assertEq(buffer.bufferUnits(bonded), 10_000);
    }

    function test_WhatNobodyCoversImpairsAllIssuedUnitsRoundedUp() public {
        vm.prank(alice);
        credits.retire(alice, batch, 50_000, _details());
        _lose(batch, 10_001); // 1 kg beyond the buffer, of 100 t issued
        _assertStatus(batch, 10_001, 10_000, 1);
    }

    function test_LossesOfOneCaseShareItsCoverInProportion() public {
        uint256 second = _newBatch(own, 200, 0);
        uint256 caseId = _report(_fire(), _two(batch, 20_000, second, 60_000));
        _consent(caseId);
        _settleAll(); // 10 t cover 80 t
        _assertStatus(batch, 20_000, 2_500, 1_750);
        _assertStatus(second, 60_000, 7_500, 2_625);
    }

    function test_NothingIsImpairedWhileTheWaterfallRuns() public {
        uint256 caseId = _report(_fire(), _one(batch, 50_000));
        _consent(caseId);
        buffer.settle(1);
        _assertStatus(batch, 50_000, 0, 0);
        assertEq(buffer.lossOf(batch).pendingUnits, 50_000);
        _settleAll();
        _assertStatus(batch, 50_000, 10_000, 4_000);
    }

    function test_TradingResumesWhenTheLossIsSettled() public {
        _lose(batch, 1_000);
        assertEq(_suspendedUntil(batch), 0);
        assertEq(buffer.openCaseOf(batch), 0);
    }

    function test_AnyoneSettlesInAsManyCallsAsTheyLike() public {
        for (uint256 i = 2; i < 12; i++) _newBatch(_newProject(vm.toString(i)), 10, 1_000);
        uint256 caseId = _report(_fire(), _one(batch, 15_000));
        _consent(caseId);
        uint256 calls = 0;
        uint256 left = 1;
        while (left != 0) {
            vm.prank(stranger);
            left = buffer.settle(1);
            calls++;
        }
        assertGt(calls, 20);
        assertEq(buffer.totalBufferUnits(), 5_000);
        _assertStatus(batch, 15_000, 15_000, 0);
    }

    function test_CasesAreSettledInTheOrderOfTheirConsent() public {
        uint256 other = _newBatch(_newProject("VCS2"), 100, 0);
        uint256 first = _report(_fire(), _one(batch, 10_000));
        uint256 second = _report(_fire(), _one(other, 10_000));
        _consent(second);
        _consent(first);
        _settleAll();
        // the other project took the whole programme, though it had no part in it
        _assertStatus(other, 10_000, 10_000, 0);
        _assertStatus(batch, 10_000, 0, 1_000);
    }

    function test_UnitsThatArriveWhileACaseRunsAreFound() public {
        uint256 other = _newBatch(_newProject("VCS2"), 100, 1_000);
        uint256 caseId = _report(_fire(), _one(batch, 40_000));
        _consent(caseId);
        buffer.settle(4); // its own 10 t are gone, and the round over the programme is under way
        vm.startPrank(alice);
        buffer.donate(other, 5_000);
        buffer.donate(_newBatchFor("VCS3"), 15_000);
        vm.stopPrank();
        _settleAll();
        assertEq(buffer.totalBufferUnits(), 0);
        _assertStatus(batch, 40_000, 40_000, 0);
    }

    function test_WithoutAConsentedCaseThereIsNothingToSettle() public {
        _report(_fire(), _one(batch, 1));
        vm.expectRevert(IReversalBuffer.ReversalBuffer_NothingToSettle.selector);
        buffer.settle(1);
    }

    function test_AnIntentionalLossIsTheProjectsDebt() public {
        IReversalBuffer.Report memory report = _fire();
        report.cause = IReversalBuffer.Cause.HARVEST;
        report.intentional = true;
        uint256 caseId = _report(report, _one(batch, 15_000));
        assertEq(buffer.debtOf(own), 0);
        _consent(caseId);
        assertEq(buffer.debtOf(own), 15_000);
        _settleAll();
        _assertStatus(batch, 15_000, 10_000, 500);
    }

    /// @dev Cover, impairment and what is left in the buffer, against the rules worked out plainly.
    function testFuzz_TheWaterfallFollowsItsPublishedRules(uint16[3] memory bps, uint64 bond, uint64 loss) public {
        uint256[3] memory others;
        uint64[3] memory held;
        uint64 total = 0;
        for (uint256 i = 0; i < 3; i++) {
            bps[i] = uint16(bound(bps[i], 0, 4_000));
            others[i] = _newBatch(_newProject(vm.toString(i)), 10, bps[i]);
            held[i] = buffer.bufferUnits(others[i]);
            total += held[i];
        }
        bond = uint64(bound(bond, 1_000, 5_000));
        vm.prank(alice);
        buffer.postBond(own, others[0], bond, 0);
        loss = uint64(bound(loss, 1, 100_000));
        _lose(batch, loss);

        uint64 missing = loss > 10_000 ? loss - 10_000 : 0;
        for (uint256 i = 0; i < 3; i++) {
            uint64 need = missing < total ? missing : total;
            uint64 share = total == 0 ? 0 : uint64((uint256(need) * held[i] + total - 1) / total);
            assertEq(buffer.bufferUnits(others[i]), held[i] - share);
            missing -= share;
            total -= held[i];
        }
        uint64 slashed = missing < bond ? missing : bond;
        assertEq(buffer.bondUnits(own), bond - slashed);
        missing -= slashed;
        _assertStatus(batch, loss, loss - missing, (uint256(missing) * 10_000 + 99_999) / 100_000);
    }

    /// @dev However the work is cut into calls, the outcome is the same.
    function testFuzz_TheCutOfTheWorkChangesNothing(uint8 steps, uint64 loss) public {
        uint256[4] memory others;
        for (uint256 i = 0; i < 4; i++) others[i] = _newBatch(_newProject(vm.toString(i)), 20, uint16(500 + i * 700));
        loss = uint64(bound(loss, 1, 100_000));
        uint256 caseId = _report(_fire(), _one(batch, loss));
        _consent(caseId);
        uint256 before = vm.snapshotState();
        _settleAll();
        bytes32 expected = _digest(others);
        vm.revertToState(before);
        while (buffer.settle(bound(steps, 1, 7)) != 0) {}
        assertEq(_digest(others), expected);
    }

    function _digest(uint256[4] memory others) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    buffer.bufferUnits(others[0]),
                    buffer.bufferUnits(others[1]),
                    buffer.bufferUnits(others[2]),
                    buffer.bufferUnits(others[3]),
                    buffer.lossOf(batch)
                )
            );
    }

    function _newBatchFor(string memory nativeId) private returns (uint256 batchId) {
        vm.stopPrank();
        batchId = _newBatch(_newProject(nativeId), 100, 0);
        vm.startPrank(alice);
    }

    function _assertStatus(uint256 batchId, uint64 reversedUnits, uint64 coveredUnits, uint256 bps) private view {
        (uint64 reversed_, uint64 covered, uint64 impairedBps) = buffer.statusOf(batchId);
        assertEq(reversed_, reversedUnits, "reversed");
        assertEq(covered, coveredUnits, "covered");
        assertEq(impairedBps, bps, "impaired");
    }
}
