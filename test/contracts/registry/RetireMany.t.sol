// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract RetireManyTest is RegistryFixture {
    uint256 internal first;
    uint256 internal second;

    function setUp() public override {
        super.setUp();
        first = _mintBatch(_issuance(1, 500));
        second = _mintBatch(_issuance(1_001, 1_100));
    }

    function test_many_batches_make_one_retirement_and_one_certificate() public {
        ICarbonCredits.RetirementDetails memory stated = _details();
        stated.beneficiary = alice;
        vm.expectEmit(address(credits));
        emit ICarbonCredits.Retired(1, first, alice, 1_500, 0, 1_500, stated);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.Retired(1, second, alice, 100_000, 0, 100_000, stated);
        assertEq(_retire(_portions(1_500, 100_000)), 1);

        assertEq(credits.balanceOf(alice, first), 498_500);
        assertEq(credits.totalSupply(second), 0);
        assertEq(certificate.ownerOf(1), alice);
        assertEq(certificate.balanceOf(alice), 1);
        (, , uint256 retirements) = credits.counts();
        assertEq(retirements, 1);
    }

    function test_the_first_portion_stands_in_the_record_and_all_in_the_list() public {
        vm.prank(alice);
        credits.retire(alice, second, 700, _details());
        uint256 retirementId = _retire(_portions(1_500, 2_000));
        ICarbonCredits.Retirement memory retirement = credits.retirement(retirementId);
        assertEq(retirement.batchId, first);
        assertEq(retirement.units, 1_500);
        ICarbonCredits.RetiredPortion[] memory portions = credits.portionsOf(retirementId);
        assertEq(portions.length, 2);
        assertEq(portions[0].batchId, first);
        assertEq(portions[0].units, 1_500);
        assertEq(portions[0].firstUnit, 0);
        assertEq(portions[1].batchId, second);
        assertEq(portions[1].units, 2_000);
        assertEq(portions[1].firstUnit, 700);
    }

    function test_a_single_retirement_lists_its_one_portion() public {
        vm.prank(alice);
        credits.retire(alice, first, 7, _details());
        assertEq(credits.portionsOf(1).length, 1);
        assertEq(credits.portionsOf(1)[0].units, 7);
    }

    function test_a_batch_named_twice_is_consumed_in_sequence() public {
        ICarbonCredits.Portion[] memory portions = _portions(1_000, 2_000);
        portions[1].batchId = first;
        uint256 retirementId = _retire(portions);
        assertEq(credits.portionsOf(retirementId)[1].firstUnit, 1_000);
        assertEq(credits.batch(first).retiredUnits, 3_000);
    }

    function test_one_portion_too_large_refuses_all() public {
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 100_000, 100_001)
        );
        credits.retireMany(alice, _portions(1, 100_001), _details());
        assertEq(credits.batch(first).retiredUnits, 0);
    }

    function test_refuses_none_and_more_than_a_hundred() public {
        vm.startPrank(alice);
        vm.expectRevert(ICarbonCredits.CarbonCredits_NoPortions.selector);
        credits.retireMany(alice, new ICarbonCredits.Portion[](0), _details());
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_TooManyPortions.selector, 101, 100));
        credits.retireMany(alice, new ICarbonCredits.Portion[](101), _details());
        vm.stopPrank();
    }

    function test_refuses_a_stranger_and_serves_whom_the_account_approved() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotAuthorised.selector, stranger, alice));
        credits.retireMany(alice, _portions(1, 1), _details());
        vm.prank(alice);
        credits.setApprovalForAll(stranger, true);
        vm.prank(stranger);
        credits.retireMany(alice, _portions(1, 1), _details());
        assertEq(certificate.ownerOf(1), alice);
    }

    function test_refuses_a_blocked_beneficiary() public {
        _freeze(bob);
        ICarbonCredits.RetirementDetails memory details = _details();
        details.beneficiary = bob;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, bob));
        credits.retireMany(alice, _portions(1, 1), details);
    }

    /// @dev However a quantity is cut up, the serials are the ones that a single retirement would have consumed.
    function testFuzz_portions_of_one_batch_tile_the_serials(uint16[8] memory sizes) public {
        ICarbonCredits.Portion[] memory portions = new ICarbonCredits.Portion[](8);
        for (uint256 i = 0; i < 8; ++i) portions[i] = ICarbonCredits.Portion(first, uint64(bound(sizes[i], 1, 60_000)));
        ICarbonCredits.RetiredPortion[] memory retired = credits.portionsOf(_retire(portions));
        uint256 cursor;
        for (uint256 i = 0; i < 8; ++i) {
            assertEq(retired[i].firstUnit, cursor);
            cursor += retired[i].units;
        }
        assertEq(credits.batch(first).retiredUnits, cursor);
        assertEq(credits.retiredBalanceOf(alice, first), cursor);
    }

    // ------------------------------------------------------------------------------------------- in custody

    function test_a_custodian_retires_in_the_name_of_whom_it_holds_for() public {
        _fund(custodian);
        vm.expectEmit(address(credits));
        emit ICarbonCredits.RetiredFromCustody(1, custodian, bob);
        vm.prank(custodian);
        assertEq(credits.retireHeld(bob, _portions(400, 600), _details()), 1);
        assertEq(credits.retirement(1).account, bob);
        assertEq(certificate.ownerOf(1), bob);
        assertEq(credits.balanceOf(custodian, first), 600);
        assertEq(credits.retiredBalanceOf(bob, first), 400);
        assertEq(credits.retiredBalanceOf(custodian, first), 0);
    }

    function test_nobody_else_speaks_for_another() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice));
        credits.retireHeld(bob, _portions(1, 1), _details());
    }

    function test_a_custodian_burns_only_what_it_holds() public {
        vm.prank(custodian);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 0, 1));
        credits.retireHeld(alice, _portions(1, 1), _details());
    }

    function test_custody_refuses_a_blocked_retiree_or_custodian_and_nobody() public {
        _fund(custodian);
        vm.startPrank(custodian);
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroAddress.selector);
        credits.retireHeld(address(0), _portions(1, 1), _details());
        vm.stopPrank();
        _freeze(bob);
        vm.prank(custodian);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, bob));
        credits.retireHeld(bob, _portions(1, 1), _details());
        _freeze(custodian);
        vm.prank(custodian);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, custodian));
        credits.retireHeld(alice, _portions(1, 1), _details());
    }

    function _fund(address account) private {
        vm.startPrank(alice);
        credits.safeTransferFrom(alice, account, first, 1_000, "");
        credits.safeTransferFrom(alice, account, second, 1_000, "");
        vm.stopPrank();
    }

    function _retire(ICarbonCredits.Portion[] memory portions) private returns (uint256) {
        vm.prank(alice);
        return credits.retireMany(alice, portions, _details());
    }

    function _portions(
        uint64 ofFirst,
        uint64 ofSecond
    ) private view returns (ICarbonCredits.Portion[] memory portions) {
        portions = new ICarbonCredits.Portion[](2);
        portions[0] = ICarbonCredits.Portion(first, ofFirst);
        portions[1] = ICarbonCredits.Portion(second, ofSecond);
    }
}
