// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import { ICarbonBasket } from "../../../contracts/interfaces/ICarbonBasket.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract BasketRedemptionTest is TrustFixture {
    uint40 internal constant Y2015 = 1_420_070_400;
    uint40 internal constant Y2018 = 1_514_764_800;

    uint64 internal project;
    uint256 internal of2020;
    uint256 internal of2015;
    uint256 internal of2018;

    /// @dev 10 t of each vintage, the youngest deposited first; 1 t more for the fees.
    function setUp() public override {
        super.setUp();
        project = _newProject("VCS1");
        of2020 = _newBatch(project, 100, 0);
        of2015 = _newBatch(project, 100, 0, Y2015);
        of2018 = _newBatch(project, 100, 0, Y2018);
        _approve(alice);
        vm.startPrank(alice);
        basket.deposit(of2020, 11_000, alice);
        basket.deposit(of2015, 10_000, alice);
        basket.deposit(of2018, 10_000, alice);
        vm.stopPrank();
    }

    function test_ChosenBatchesCostTheFee() public {
        vm.prank(alice);
        basket.redeem(_two(of2015, 1_000, of2020, 2_001), bob);
        assertEq(credits.balanceOf(bob, of2015), 1_000);
        assertEq(credits.balanceOf(bob, of2020), 2_001);
        assertEq(basket.balanceOf(treasurer), 31, "1 % of 3,001, rounded up");
        assertEq(basket.balanceOf(alice), 31_000 - 3_001 - 31);
        assertEq(basket.totalSupply(), 31_000 - 3_001);
    }

    function test_TheOldestVintageLeavesFirstAndFree() public {
        vm.prank(alice);
        assertEq(basket.redeemOldest(15_000, 10, bob), 15_000);
        assertEq(credits.balanceOf(bob, of2015), 10_000);
        assertEq(credits.balanceOf(bob, of2018), 5_000);
        assertEq(credits.balanceOf(bob, of2020), 0);
        assertEq(basket.balanceOf(alice), 16_000);
        assertEq(basket.balanceOf(treasurer), 0);
    }

    function test_TheWorkOfARedemptionIsBoundedAndOnlyWhatIsDeliveredIsBurnt() public {
        vm.prank(alice);
        assertEq(basket.redeemOldest(31_000, 2, bob), 20_000);
        assertEq(basket.balanceOf(alice), 11_000);
    }

    function test_SuspendedBatchesArePassedOver() public {
        _report(_fire(), _one(of2015, 1));
        vm.prank(alice);
        assertEq(basket.redeemOldest(1_000, 10, bob), 1_000);
        assertEq(credits.balanceOf(bob, of2018), 1_000);
    }

    function test_FrozenUnitsArePassedOver() public {
        vm.prank(guardian);
        credits.freezeTokens(address(basket), of2015, 9_000);
        vm.prank(alice);
        assertEq(basket.redeemOldest(2_000, 10, bob), 2_000);
        assertEq(credits.balanceOf(bob, of2015), 1_000);
        assertEq(credits.balanceOf(bob, of2018), 1_000);
    }

    function test_WhenNothingCanLeaveTheCallSaysSo() public {
        _report(_fire(), _one(of2015, 1));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonBasket.CarbonBasket_NothingAvailable.selector, 1_000, 1));
        basket.redeemOldest(1_000, 1, bob);
    }

    function test_NoMoreIsTakenOfABatchThanTheBasketHas() public {
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonBasket.CarbonBasket_InsufficientUnits.selector, of2015, 10_000, 10_001)
        );
        basket.redeem(_one(of2015, 10_001), bob);
    }

    function test_NoMoreIsTakenThanTheBasketHasInAll() public {
        bytes memory error = abi.encodeWithSelector(ICarbonBasket.CarbonBasket_BasketTooSmall.selector, 31_000, 31_001);
        vm.startPrank(alice);
        vm.expectRevert(error);
        basket.redeemOldest(31_001, 10, bob);
        vm.expectRevert(error);
        basket.redeem(_one(of2015, 31_001), bob);
        vm.stopPrank();
    }

    function test_NobodyRedeemsMoreThanTheirTokens() public {
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, bob, 0, 1_000));
        basket.redeemOldest(1_000, 10, bob);
    }

    function test_ZeroUnitsAreRefused() public {
        bytes4 error = ICarbonBasket.CarbonBasket_ZeroUnits.selector;
        vm.startPrank(alice);
        vm.expectRevert(error);
        basket.redeem(_one(of2015, 0), bob);
        vm.expectRevert(error);
        basket.redeem(_two(of2015, 1, of2018, 0), bob);
        vm.expectRevert(error);
        basket.redeemOldest(0, 10, bob);
        vm.stopPrank();
    }

    function test_ABlockedFeeRecipientKeepsNobodyInside() public {
        _freeze(treasurer);
        vm.prank(alice);
        basket.redeem(_one(of2015, 1_000), bob);
        assertEq(credits.balanceOf(bob, of2015), 1_000);
        assertEq(basket.balanceOf(alice), 30_000);
    }

    function test_TheFeeRecipientCanBeReplaced() public {
        vm.prank(admin);
        basket.setFeeRecipient(bob);
        assertEq(basket.feeRecipient(), bob);
        vm.prank(alice);
        basket.redeem(_one(of2015, 1_000), alice);
        assertEq(basket.balanceOf(bob), 10);
        vm.prank(admin);
        vm.expectRevert(ICarbonBasket.CarbonBasket_ZeroAddress.selector);
        basket.setFeeRecipient(address(0));
    }

    function test_AnEmptiedVintageLeavesTheShelf() public {
        assertEq(basket.vintageYears(), (1 << 45) | (1 << 48) | (1 << 50));
        vm.prank(alice);
        basket.redeemOldest(10_000, 10, bob);
        assertEq(basket.vintageYears(), (1 << 48) | (1 << 50));
        assertEq(basket.batchesOf(2015).length, 0);
        assertEq(basket.batchesOf(2018)[0], of2018);
        assertEq(basket.batchesOf(1900).length, 0);
        vm.startPrank(bob);
        credits.safeTransferFrom(bob, address(basket), of2015, 1, "");
        vm.stopPrank();
        assertEq(basket.batchesOf(2015).length, 1);
    }

    function test_WhatTheOldestAreIsForetold() public view {
        (ICarbonCredits.Portion[] memory portions, uint64 sum) = basket.oldest(12_000, 10, false);
        assertEq(sum, 12_000);
        assertEq(portions.length, 2);
        assertEq(portions[0].batchId, of2015);
        assertEq(portions[1].units, 2_000);
    }

    // ------------------------------------------------------------------------------------------- retirement

    function test_ChosenBatchesRetireStraightFromTheBasketForTheHolder() public {
        vm.prank(alice);
        basket.retire(_two(of2015, 1_000, of2018, 500), _details());
        ICarbonCredits.Retirement memory retirement = credits.retirement(1);
        assertEq(retirement.account, alice);
        assertEq(certificate.ownerOf(1), alice);
        assertEq(credits.portionsOf(1).length, 2);
        assertEq(credits.batch(of2015).retiredUnits, 1_000);
        assertEq(basket.totalSupply(), 29_500);
        assertEq(basket.balanceOf(treasurer), 15);
    }

    function test_TheOldestRetireFree() public {
        vm.prank(alice);
        assertEq(basket.retireOldest(12_000, 10, _details()), 12_000);
        assertEq(credits.batch(of2015).retiredUnits, 10_000);
        assertEq(credits.batch(of2018).retiredUnits, 2_000);
        assertEq(basket.balanceOf(alice), 19_000);
        assertEq(basket.batchesOf(2015).length, 0);
    }

    function test_ARetirementIsForWhoeverIsNamed() public {
        ICarbonCredits.RetirementDetails memory details = _details();
        details.beneficiary = bob;
        vm.prank(alice);
        basket.retire(_one(of2015, 1_000), details);
        assertEq(certificate.ownerOf(1), bob);
    }

    function test_BatchesWhoseRetirementMustBeConfirmedArePassedOver() public {
        uint64 other = _newProject("VCS2");
        uint256 old = _newBatch(other, 10, 0, Y2015 - 365 days);
        vm.prank(registrar);
        credits.setConfirmationRequired(other, true);
        vm.startPrank(alice);
        basket.deposit(old, 1_000, alice);
        assertEq(basket.retireOldest(500, 10, _details()), 500);
        assertEq(credits.batch(of2015).retiredUnits, 500);
        assertEq(basket.redeemOldest(500, 10, bob), 500);
        vm.stopPrank();
        assertEq(credits.balanceOf(bob, old), 500);
    }

    function test_NoMoreIsRetiredOfABatchThanTheBasketHas() public {
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 10_000, 10_001)
        );
        basket.retire(_one(of2015, 10_001), _details());
    }

    // ------------------------------------------------------------------------------------------- fuzz

    /// @dev Whatever is asked for, tokens and credits stay equal, and older years leave before younger ones.
    function testFuzz_TokensAndCreditsStayEqual(uint64 units, uint8 maxBatches) public {
        units = uint64(bound(units, 1, 31_000));
        vm.prank(alice);
        uint64 delivered = basket.redeemOldest(units, bound(maxBatches, 1, 5), bob);
        assertLe(delivered, units);
        uint256 inside =
            credits.balanceOf(address(basket), of2015) +
                credits.balanceOf(address(basket), of2018) +
                credits.balanceOf(address(basket), of2020);
        assertEq(basket.totalSupply(), inside);
        assertEq(basket.totalSupply(), 31_000 - delivered);
        if (credits.balanceOf(bob, of2018) != 0) assertEq(credits.balanceOf(address(basket), of2015), 0);
        if (credits.balanceOf(bob, of2020) != 0) assertEq(credits.balanceOf(address(basket), of2018), 0);
    }

    function testFuzz_TheFeeIsRoundedUpAndNeverMore(uint64 units) public {
        units = uint64(bound(units, 1, 10_000));
        vm.prank(alice);
        basket.redeem(_one(of2015, units), bob);
        assertEq(basket.balanceOf(treasurer), (units + 99) / 100);
    }
}
