// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IRetirementCertificate } from "../../../contracts/interfaces/IRetirementCertificate.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract RetireTest is RegistryFixture {
    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _mintBatch(_issuance(1_000, 1_499));
    }

    function test_BurnsAndNamesTheLowestSerials() public {
        ICarbonCredits.RetirementDetails memory stated = _details();
        stated.beneficiary = alice;
        vm.expectEmit(address(credits));
        emit ICarbonCredits.Retired(1, batchId, alice, 12_345, 0, 12_345, stated);
        vm.expectEmit(address(certificate));
        emit IRetirementCertificate.Locked(1);
        assertEq(_retire(12_345), 1);
        assertEq(credits.balanceOf(alice, batchId), 487_655);
        assertEq(credits.totalSupply(batchId), 487_655);
        assertEq(credits.batch(batchId).retiredUnits, 12_345);
        assertEq(certificate.ownerOf(1), alice);
    }

    function test_TheNextRetirementGoesOnInsideTheTonne() public {
        _retire(12_345);
        uint256 second = _retire(655);
        ICarbonCredits.Retirement memory retirement = credits.retirement(second);
        assertEq(retirement.firstUnit, 12_345);
        assertEq(retirement.units, 655);
    }

    function test_CancelledUnitsAreSkipped() public {
        _retire(1_000);
        vm.prank(alice);
        credits.cancel(alice, batchId, 2_500, ICarbonCredits.CancellationReason.ERROR, "");
        assertEq(credits.retirement(_retire(10)).firstUnit, 3_500);
    }

    function test_StoresEverythingStated() public {
        ICarbonCredits.RetirementDetails memory details = ICarbonCredits.RetirementDetails({
            beneficiary: bob,
            beneficiaryRef: keccak256("record 7"),
            purpose: ICarbonCredits.Purpose.OTHER,
            consumptionCountry: "DE",
            periodStart: VINTAGE_START,
            periodEnd: VINTAGE_END,
            statement: _text(256),
            claim: ICarbonCredits.ClaimType.CONTRIBUTION
        });
        vm.warp(START_TIME + 1 days);
        vm.prank(alice);
        uint256 retirementId = credits.retire(alice, batchId, 1, details);
        ICarbonCredits.Retirement memory retirement = credits.retirement(retirementId);
        assertEq(retirement.batchId, batchId);
        assertEq(retirement.account, alice);
        assertEq(retirement.units, 1);
        assertEq(retirement.firstUnit, 0);
        assertEq(retirement.retiredAt, START_TIME + 1 days);
        assertEq(keccak256(abi.encode(retirement.details)), keccak256(abi.encode(details)));
        assertEq(certificate.ownerOf(retirementId), bob);
        (, , uint256 retirements) = credits.counts();
        assertEq(retirements, retirementId);
    }

    function test_AnApprovedOperatorRetiresForTheAccount() public {
        vm.prank(alice);
        credits.setApprovalForAll(stranger, true);
        vm.prank(stranger);
        uint256 retirementId = credits.retire(alice, batchId, 1, _details());
        assertEq(credits.retirement(retirementId).details.beneficiary, alice);
        assertEq(certificate.ownerOf(retirementId), alice);
    }

    function test_RefusesAnyoneElse() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotAuthorised.selector, stranger, alice));
        credits.retire(alice, batchId, 1, _details());
    }

    function test_RefusesABlockedAccountOperatorOrBeneficiary() public {
        vm.prank(alice);
        credits.setApprovalForAll(stranger, true);
        ICarbonCredits.RetirementDetails memory details = _details();
        details.beneficiary = bob;

        _freeze(bob);
        _expectRefusal(alice, 1, details, _blocked(bob));
        _freeze(stranger);
        _expectRefusal(stranger, 1, _details(), _blocked(stranger));
        _freeze(alice);
        _expectRefusal(alice, 1, _details(), _blocked(alice));
    }

    function test_RefusesZeroUnits() public {
        _expectRefusal(alice, 0, _details(), abi.encodeWithSelector(ICarbonCredits.CarbonCredits_ZeroUnits.selector));
    }

    function testFuzz_RefusesMoreThanTheBalance(uint64 units) public {
        units = uint64(bound(units, 500_001, type(uint64).max));
        _expectRefusal(
            alice,
            units,
            _details(),
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 500_000, units)
        );
    }

    function testFuzz_RefusesAnUnknownBatch(uint256 unknown) public {
        vm.assume(unknown != batchId);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, unknown));
        credits.retire(alice, unknown, 1, _details());
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, unknown));
        credits.cancel(alice, unknown, 1, ICarbonCredits.CancellationReason.ERROR, "");
        vm.stopPrank();
    }

    function test_RefusesAnOverlongStatement() public {
        ICarbonCredits.RetirementDetails memory details = _details();
        details.statement = _text(257);
        _expectRefusal(
            alice,
            1,
            details,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_StatementTooLong.selector, 257, 256)
        );
    }

    function test_RefusesABadConsumptionCountry() public {
        ICarbonCredits.RetirementDetails memory details = _details();
        details.consumptionCountry = "d3";
        _expectRefusal(
            alice,
            1,
            details,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BadCountry.selector, bytes2("d3"))
        );
    }

    function testFuzz_RefusesAReversedPeriod(uint40 periodStart, uint40 periodEnd) public {
        vm.assume(periodStart > periodEnd);
        ICarbonCredits.RetirementDetails memory details = _details();
        (details.periodStart, details.periodEnd) = (periodStart, periodEnd);
        _expectRefusal(
            alice,
            1,
            details,
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_PeriodReversed.selector, periodStart, periodEnd)
        );
    }

    function testFuzz_AnUnknownRetirementIsNamed(uint256 retirementId) public {
        _retire(1);
        vm.assume(retirementId != 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownRetirement.selector, retirementId, 1)
        );
        credits.retirement(retirementId);
    }

    function test_TheWholeBlockCanBeRetired() public {
        _retire(500_000);
        assertEq(credits.totalSupply(batchId), 0);
        _expectRefusal(
            alice,
            1,
            _details(),
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 0, 1)
        );
    }

    /// @dev Any order of retirements and cancellations walks the block without gap or overlap.
    function testFuzz_RangesAreContiguous(uint16[12] memory sizes, uint256 kinds) public {
        uint256 cursor;
        for (uint256 i = 0; i < sizes.length; i++) {
            uint64 units = uint64(bound(sizes[i], 1, 40_000));
            if ((kinds >> i) & 1 == 0) {
                uint256 retirementId = _retire(units);
                assertEq(credits.retirement(retirementId).firstUnit, cursor);
            } else {
                uint64 cancelled = credits.batch(batchId).cancelledUnits;
                vm.expectEmit(address(credits));
                emit ICarbonCredits.Cancelled(
                    batchId,
                    alice,
                    units,
                    uint64(cursor),
                    cancelled + units,
                    ICarbonCredits.CancellationReason.EXPORT,
                    "to registry X"
                );
                vm.prank(alice);
                credits.cancel(alice, batchId, units, ICarbonCredits.CancellationReason.EXPORT, "to registry X");
            }
            cursor += units;
            assertEq(credits.totalSupply(batchId), 500_000 - cursor);
        }
    }

    // ------------------------------------------------------------------------------------------- cancel

    function test_CancellationMakesNoCertificate() public {
        vm.prank(alice);
        credits.cancel(alice, batchId, 7, ICarbonCredits.CancellationReason.CONVERSION, "Gold Standard GS1-1-ET-1");
        assertEq(certificate.balanceOf(alice), 0);
        (, , uint256 retirements) = credits.counts();
        assertEq(retirements, 0);
        assertEq(credits.batch(batchId).cancelledUnits, 7);
        assertEq(credits.balanceOf(alice, batchId), 499_993);
    }

    function test_CancelRefusesAsRetireDoes() public {
        ICarbonCredits.CancellationReason reason = ICarbonCredits.CancellationReason.VOLUNTARY;
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotAuthorised.selector, stranger, alice));
        credits.cancel(alice, batchId, 1, reason, "");
        vm.startPrank(alice);
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroUnits.selector);
        credits.cancel(alice, batchId, 0, reason, "");
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 500_000, 500_001)
        );
        credits.cancel(alice, batchId, 500_001, reason, "");
        string memory note = _text(257);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_StatementTooLong.selector, 257, 256));
        credits.cancel(alice, batchId, 1, reason, note);
        vm.stopPrank();
        _freeze(alice);
        vm.prank(alice);
        vm.expectRevert(_blocked(alice));
        credits.cancel(alice, batchId, 1, reason, "");
    }

    function _retire(uint64 units) private returns (uint256) {
        vm.prank(alice);
        return credits.retire(alice, batchId, units, _details());
    }

    function _expectRefusal(
        address caller,
        uint64 units,
        ICarbonCredits.RetirementDetails memory details,
        bytes memory revertData
    ) private {
        vm.prank(caller);
        vm.expectRevert(revertData);
        credits.retire(alice, batchId, units, details);
    }

    function _blocked(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, account);
    }
}
