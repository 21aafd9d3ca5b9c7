// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../../../contracts/interfaces/IReversalBuffer.sol";
import { BasketHandler } from "./BasketHandler.sol";
import { TrustFixture } from "./TrustFixture.sol";
import { TrustHandler } from "./TrustHandler.sol";

/// @notice What holds of buffer and baskets after any sequence of issuances, losses, waterfalls, gifts, bonds and redemptions.
contract TrustInvariantsTest is TrustFixture {
    TrustHandler internal world;
    BasketHandler internal baskets;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 3; i++) _newProject(vm.toString(i));
        world = new TrustHandler(credits, buffer, registrar, verifier);
        baskets = new BasketHandler(credits, basket, world);
        // every run has something to lose from the first call on
        for (uint256 i = 0; i < 4; i++) world.issue(i, 20, uint16(i * 700), i);
        targetContract(address(world));
        targetContract(address(baskets));
    }

    function invariant_IssuedIsCirculatingAndHeldAndRetiredAndCancelled() public view {
        uint256[] memory ids = world.batchIds();
        for (uint256 i = 0; i < ids.length; i++) {
            ICarbonCredits.Batch memory batch = credits.batch(ids[i]);
            uint256 issued = (uint256(batch.blockEnd) - batch.blockStart + 1) * 1_000;
            uint256 held = credits.balanceOf(address(buffer), ids[i]) + credits.balanceOf(address(basket), ids[i]);
            address[] memory holders = world.holderList();
            for (uint256 j = 0; j < holders.length; j++) held += credits.balanceOf(holders[j], ids[i]);
            assertEq(issued, held + batch.retiredUnits + batch.cancelledUnits);
        }
    }

    function invariant_TheBufferHoldsExactlyItsUnitsAndTheBonds() public view {
        uint256[] memory ids = world.batchIds();
        (, uint256 bonds, ) = buffer.counts();
        for (uint256 i = 0; i < ids.length; i++) {
            uint256 booked = buffer.bufferUnits(ids[i]);
            for (uint256 bondId = 1; bondId <= bonds; bondId++) {
                IReversalBuffer.Bond memory bond = buffer.bond(bondId);
                if (bond.batchId == ids[i]) booked += bond.units;
            }
            assertEq(credits.balanceOf(address(buffer), ids[i]), booked);
        }
    }

    function invariant_TheBuffersSumsAgree() public view {
        uint256[] memory ids = world.batchIds();
        uint256 total = 0;
        for (uint64 projectId = 1; projectId <= 3; projectId++) {
            uint256 ofProject = 0;
            for (uint256 i = 0; i < ids.length; i++) {
                if (ids[i] >> 128 == projectId) ofProject += buffer.bufferUnits(ids[i]);
            }
            assertEq(buffer.projectBufferUnits(projectId), ofProject);
            total += ofProject;
        }
        assertEq(buffer.totalBufferUnits(), total);
    }

    function invariant_TheBondsOfAProjectSumUp() public view {
        (, uint256 bonds, ) = buffer.counts();
        for (uint64 projectId = 1; projectId <= 3; projectId++) {
            uint256 sum = 0;
            for (uint256 bondId = 1; bondId <= bonds; bondId++) {
                if (buffer.bond(bondId).projectId == projectId) sum += buffer.bond(bondId).units;
            }
            assertEq(buffer.bondUnits(projectId), sum);
        }
    }

    function invariant_WhatIsReversedIsCoveredOrImpairedOrPending() public view {
        uint256[] memory ids = world.batchIds();
        for (uint256 i = 0; i < ids.length; i++) {
            IReversalBuffer.BatchLoss memory loss = buffer.lossOf(ids[i]);
            assertEq(loss.reversedUnits, loss.coveredUnits + loss.impairedUnits + loss.pendingUnits);
            ICarbonCredits.Batch memory batch = credits.batch(ids[i]);
            uint256 issued = (uint256(batch.blockEnd) - batch.blockStart + 1) * 1_000;
            assertLe(loss.reversedUnits, issued);
            (, , uint64 bps) = buffer.statusOf(ids[i]);
            assertGe(bps * issued, uint256(loss.impairedUnits) * 10_000);
            assertLt(bps * issued, uint256(loss.impairedUnits) * 10_000 + issued);
        }
    }

    function invariant_NothingIsImpairedBeforeTheWaterfallIsUsedUp() public view {
        assertEq(world.impairedTooEarly(), 0);
    }

    function invariant_EveryCoveredUnitWasCancelled() public view {
        uint256 covered = 0;
        uint256 cancelled = 0;
        uint256[] memory ids = world.batchIds();
        for (uint256 i = 0; i < ids.length; i++) {
            covered += buffer.lossOf(ids[i]).coveredUnits;
            cancelled += credits.batch(ids[i]).cancelledUnits;
        }
        uint256[] memory all = world.caseIds();
        for (uint256 i = 0; i < all.length; i++) {
            IReversalBuffer.Case memory one = buffer.caseOf(all[i]);
            if (one.status == IReversalBuffer.CaseStatus.SETTLING) covered += one.units - one.uncoveredUnits;
        }
        assertEq(covered, cancelled);
    }

    function invariant_ABatchIsSuspendedOnlyUnderACaseAndForSixtyDaysAtMost() public view {
        uint256[] memory ids = world.batchIds();
        for (uint256 i = 0; i < ids.length; i++) {
            uint256 caseId = buffer.openCaseOf(ids[i]);
            if (credits.suspendedUntil(ids[i]) == 0) continue;
            assertTrue(caseId != 0);
            assertLe(credits.suspendedUntil(ids[i]), buffer.caseOf(caseId).deadline);
            assertLe(credits.suspendedUntil(ids[i]), block.timestamp + 60 days);
        }
    }

    function invariant_ADebtIsWhatWasLostOnPurposeLessWhatWasPaid() public view {
        for (uint64 projectId = 1; projectId <= 3; projectId++) {
            assertEq(buffer.debtOf(projectId), world.owed(projectId));
        }
    }

    function invariant_ABasketHoldsAKilogramForEachUnitOfItsToken() public view {
        uint256[] memory ids = world.batchIds();
        uint256 held = 0;
        for (uint256 i = 0; i < ids.length; i++) held += credits.balanceOf(address(basket), ids[i]);
        assertEq(basket.totalSupply(), held);
    }

    function invariant_EveryBatchOfABasketStandsOnOneShelf() public view {
        uint256[] memory ids = world.batchIds();
        uint256 held = 0;
        for (uint256 i = 0; i < ids.length; i++) {
            if (credits.balanceOf(address(basket), ids[i]) != 0) held++;
        }
        uint256 shelved = 0;
        uint256 mask = basket.vintageYears();
        // the world's vintages lie between 2009 and 2017
        assertEq(mask & ~uint256(0x1ff << 39), 0);
        for (uint256 shelf = 39; shelf < 48; shelf++) {
            if ((mask >> shelf) & 1 == 0) continue;
            uint256[] memory batches = basket.batchesOf(1970 + shelf);
            assertTrue(batches.length != 0);
            for (uint256 i = 0; i < batches.length; i++) {
                assertTrue(credits.balanceOf(address(basket), batches[i]) != 0);
            }
            shelved += batches.length;
        }
        assertEq(shelved, held);
    }

    /// @dev The handlers do what they are for: after a plain day nothing above holds for want of anything happening.
    function test_APlainDayReachesEveryPartOfTheWaterfall() public {
        uint256[] memory ids = world.batchIds();
        baskets.deposit(0, 0, 3_000, false);
        world.postBond(1, 1, 0, 2_000);
        world.lose(0, 15_000, true, false);
        world.settle(15);
        world.settle(15);
        assertEq(world.impairedTooEarly(), 0);
        assertEq(buffer.lossOf(ids[0]).reversedUnits, 15_000);
        assertGt(buffer.lossOf(ids[0]).impairedUnits, 0);
        assertEq(buffer.debtOf(1), 15_000);
        assertEq(buffer.bondUnits(1), 0);
        assertEq(basket.totalSupply(), 3_000);
    }
}
