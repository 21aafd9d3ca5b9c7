// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Roles } from "../../../contracts/governance/Roles.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IPendingRetirements } from "../../../contracts/interfaces/IPendingRetirements.sol";
import { CreditLifeHandler } from "./CreditLifeHandler.sol";
import { RegistryFixture } from "./RegistryFixture.sol";
import { RegistryHandler } from "./RegistryHandler.sol";
import { RegistryLedger } from "./RegistryLedger.sol";

contract RegistryInvariantsTest is RegistryFixture {
    RegistryLedger internal ledger;
    RegistryHandler internal handler;
    CreditLifeHandler internal life;
    address internal pool = makeAddr("buffer pool");

    function setUp() public override {
        super.setUp();
        _register();
        ledger = new RegistryLedger();
        handler = new RegistryHandler(credits, ledger, registrar, verifier);
        vm.prank(admin);
        credits.setBuffer(pool);
        life = new CreditLifeHandler(
            credits,
            certificate,
            ledger,
            handler.allHolders(),
            CreditLifeHandler.Actors(admin, registrar, officer, pool)
        );
        // a first batch, so that no run is spent on an empty registry
        handler.issueWhole(0, 100, 50, 0);
        targetContract(address(handler));
        targetContract(address(life));
    }

    /// @dev A tonne exists once: what was issued is held, by the buffer or while it waits too, retired or cancelled.
    function invariant_IssuedIsHeldRetiredOrCancelled() public view {
        for (uint256 i = 0; i < ledger.batchCount(); i++) {
            uint256 batchId = ledger.batchAt(i);
            ICarbonCredits.Batch memory batch = credits.batch(batchId);
            uint256 issued = (uint256(batch.blockEnd) - batch.blockStart + 1) * 1_000;
            uint256 held = credits.balanceOf(pool, batchId) + credits.balanceOf(address(credits), batchId);
            for (uint256 h = 0; h < handler.holderCount(); h++) held += credits.balanceOf(handler.holder(h), batchId);
            assertEq(issued, held + batch.retiredUnits + batch.cancelledUnits);
            assertEq(credits.totalSupply(batchId), held);
        }
    }

    /// @dev No serial of a namespace belongs to two batches.
    function invariant_BlocksOfANamespaceNeverOverlap() public view {
        ICarbonCredits.Batch[] memory batches = new ICarbonCredits.Batch[](ledger.batchCount());
        for (uint256 i = 0; i < batches.length; i++) {
            batches[i] = credits.batch(ledger.batchAt(i));
            for (uint256 j = 0; j < i; j++) {
                if (!_sameNamespace(batches[i], batches[j])) continue;
                assertTrue(batches[i].blockEnd < batches[j].blockStart || batches[j].blockEnd < batches[i].blockStart);
            }
        }
    }

    /// @dev The interval set knows each batch by its own block, so nothing was lost or widened.
    function invariant_TheIntervalSetIsTheSetOfBatches() public view {
        for (uint256 i = 0; i < ledger.batchCount(); i++) {
            ICarbonCredits.Batch memory batch = credits.batch(ledger.batchAt(i));
            for (uint256 end = 0; end < 2; end++) {
                uint40 serial = end == 0 ? batch.blockStart : batch.blockEnd;
                (bool taken, uint40 start, uint40 last) = credits.serialsTaken(batch.serialNamespace, serial, serial);
                assertTrue(taken);
                assertEq(start, batch.blockStart);
                assertEq(last, batch.blockEnd);
            }
        }
    }

    /// @dev Retirements and cancellations of a batch, in their order, cover its block from the first unit on without gap
    /// or overlap.
    function invariant_ConsumedRangesAreContiguous() public view {
        for (uint256 i = 0; i < ledger.batchCount(); i++) {
            uint256 batchId = ledger.batchAt(i);
            RegistryLedger.Range[] memory ranges = ledger.rangesOf(batchId);
            uint256 cursor;
            uint256 retired;
            for (uint256 r = 0; r < ranges.length; r++) {
                assertEq(ranges[r].firstUnit, cursor);
                cursor += ranges[r].units;
                if (ranges[r].retired) retired += ranges[r].units;
            }
            ICarbonCredits.Batch memory batch = credits.batch(batchId);
            assertEq(batch.retiredUnits, retired);
            assertEq(batch.cancelledUnits, cursor - retired);
            assertLe(cursor, (uint256(batch.blockEnd) - batch.blockStart + 1) * 1_000);
        }
    }

    /// @dev One certificate per retirement, with the beneficiary.
    function invariant_EachRetirementHasItsCertificate() public view {
        (, , uint256 retirements) = credits.counts();
        uint256 owned;
        for (uint256 h = 0; h < handler.holderCount(); h++) owned += certificate.balanceOf(handler.holder(h));
        assertEq(owned, retirements + life.shareCount());
        for (uint256 id = 1; id <= retirements; id++) {
            assertEq(certificate.ownerOf(id), credits.retirement(id).details.beneficiary);
        }
    }

    /// @dev What a freeze keeps in an account stays there, whatever its holder tries.
    function invariant_FrozenUnitsNeverMove() public view {
        for (uint256 i = 0; i < ledger.batchCount(); i++) {
            uint256 batchId = ledger.batchAt(i);
            for (uint256 h = 0; h < handler.holderCount(); h++) {
                address holder = handler.holder(h);
                assertGe(credits.balanceOf(holder, batchId), life.withheld(holder, batchId));
            }
        }
    }

    /// @dev Nobody's balance of a suspended batch changes.
    function invariant_ASuspendedBatchStandsStill() public view {
        for (uint256 i = 0; i < ledger.batchCount(); i++) {
            uint256 batchId = ledger.batchAt(i);
            bytes32 stillness = life.stillness(batchId);
            if (stillness != 0) assertEq(life.picture(batchId), stillness);
        }
    }

    /// @dev The registry holds exactly what waits to be retired.
    function invariant_TheRegistryHoldsWhatWaits() public view {
        for (uint256 i = 0; i < ledger.batchCount(); i++) {
            uint256 batchId = ledger.batchAt(i);
            uint256 waiting;
            for (uint256 r = 0; r < life.requestCount(); r++) {
                IPendingRetirements.Request memory request = credits.retirementRequest(life.requests(r));
                if (request.status != IPendingRetirements.RequestStatus.PENDING) continue;
                for (uint256 p = 0; p < request.portions.length; p++) {
                    if (request.portions[p].batchId == batchId) waiting += request.portions[p].units;
                }
            }
            assertEq(credits.balanceOf(address(credits), batchId), waiting);
        }
    }

    /// @dev Retired balances of all accounts are the batch's retired units.
    function invariant_RetiredBalancesSumToTheBatch() public view {
        for (uint256 i = 0; i < ledger.batchCount(); i++) {
            uint256 batchId = ledger.batchAt(i);
            uint256 retired;
            for (uint256 h = 0; h < handler.holderCount(); h++) {
                retired += credits.retiredBalanceOf(handler.holder(h), batchId);
            }
            assertEq(credits.batch(batchId).retiredUnits, retired);
        }
    }

    /// @dev What all certificates of a retirement keep is what was retired, and no part lies outside its certificate.
    function invariant_SharesSumToTheirRetirement() public view {
        (, , uint256 retirements) = credits.counts();
        uint256[] memory kept = new uint256[](retirements + 1);
        for (uint256 id = 1; id <= retirements; id++) {
            (, , uint64 units, uint64 given) = certificate.shareOf(id);
            kept[id] += units - given;
        }
        for (uint256 s = 0; s < life.shareCount(); s++) {
            (uint256 retirementId, uint64 firstUnit, uint64 units, uint64 given) = certificate.shareOf(life.shares(s));
            kept[retirementId] += units - given;
            (, , uint64 whole, ) = certificate.shareOf(retirementId);
            assertLe(firstUnit + units, whole);
        }
        for (uint256 id = 1; id <= retirements; id++) {
            (, , uint64 whole, ) = certificate.shareOf(id);
            assertEq(kept[id], whole);
        }
    }

    /// @dev An issued proposal was judged by somebody else than its proposer, and no account holds both roles.
    function invariant_MakerIsNeverChecker() public view {
        (, uint256 proposals, ) = credits.counts();
        for (uint256 id = 1; id <= proposals; id++) {
            (, ICarbonCredits.ProposalStatus status, address proposer, address judge) = credits.proposal(id);
            if (status == ICarbonCredits.ProposalStatus.ISSUED) assertTrue(judge != address(0));
            assertTrue(judge != proposer);
        }
        address[7] memory accounts = [admin, upgrader, registrar, verifier, officer, guardian, alice];
        for (uint256 i = 0; i < accounts.length; i++) {
            (bool maker, ) = manager.hasRole(Roles.REGISTRY, accounts[i]);
            (bool checker, ) = manager.hasRole(Roles.VERIFIER, accounts[i]);
            assertFalse(maker && checker);
        }
    }

    function _sameNamespace(ICarbonCredits.Batch memory a, ICarbonCredits.Batch memory b) private pure returns (bool) {
        return keccak256(bytes(a.serialNamespace)) == keccak256(bytes(b.serialNamespace));
    }
}
