// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155Receiver } from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";

import { CarbonBasket } from "../../../contracts/baskets/CarbonBasket.sol";
import { ICarbonBasket } from "../../../contracts/interfaces/ICarbonBasket.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract BasketDepositTest is TrustFixture {
    uint40 internal constant T = uint40(START_TIME);

    uint64 internal project;
    uint256 internal batch;

    function setUp() public override {
        super.setUp();
        project = _newProject("VCS1");
        batch = _newBatch(project, 100, 0);
        _approve(alice);
    }

    function test_ADepositMintsOneTokenUnitForEachKilogram() public {
        vm.prank(alice);
        basket.deposit(batch, 12_345, bob);
        assertEq(basket.balanceOf(bob), 12_345);
        assertEq(basket.totalSupply(), 12_345);
        assertEq(credits.balanceOf(address(basket), batch), 12_345);
        assertEq(basket.decimals(), 3);
    }

    function test_UnitsSentToTheBasketAreADepositOfTheSender() public {
        vm.prank(alice);
        credits.safeTransferFrom(alice, address(basket), batch, 500, "");
        assertEq(basket.balanceOf(alice), 500);
    }

    function test_ManyBatchesSentAtOnceAreDepositsOfTheSender() public {
        uint256 second = _newBatch(project, 10, 0);
        uint256[] memory ids = new uint256[](2);
        uint256[] memory units = new uint256[](2);
        (ids[0], ids[1], units[0], units[1]) = (batch, second, 500, 700);
        vm.prank(alice);
        credits.safeBatchTransferFrom(alice, address(basket), ids, units, "");
        assertEq(basket.balanceOf(alice), 1_200);
        assertEq(basket.batchesOf(2020).length, 2);
    }

    function test_CreditsIssuedStraightToTheBasketAreRefused() public {
        ICarbonCredits.Issuance memory issuance = _issuance(5_000, 5_001);
        issuance.recipient = address(basket);
        uint256 proposalId = _propose(issuance);
        _attest(proposalId, REPORT);
        vm.prank(registrar);
        vm.expectRevert(ICarbonBasket.CarbonBasket_ZeroAddress.selector);
        credits.issue(proposalId);
    }

    function test_OnlyTheRegistrysUnitsAreTaken() public {
        bytes memory error = abi.encodeWithSelector(ICarbonBasket.CarbonBasket_ForeignToken.selector, address(this));
        vm.expectRevert(error);
        basket.onERC1155Received(alice, alice, batch, 1, "");
        vm.expectRevert(error);
        basket.onERC1155BatchReceived(alice, alice, new uint256[](1), new uint256[](1), "");
    }

    function test_TheBasketSaysThatItReceivesCredits() public view {
        assertTrue(basket.supportsInterface(type(IERC1155Receiver).interfaceId));
        assertTrue(basket.supportsInterface(type(ICarbonBasket).interfaceId));
        assertFalse(basket.supportsInterface(0xffffffff));
    }

    function test_ZeroUnitsAreRefused() public {
        vm.prank(alice);
        vm.expectRevert(ICarbonBasket.CarbonBasket_ZeroUnits.selector);
        basket.deposit(batch, 0, alice);
        vm.expectRevert(ICarbonBasket.CarbonBasket_ZeroUnits.selector);
        basket.checkDeposit(batch, 0);
    }

    function test_ABlockedAccountReceivesNoTokens() public {
        _freeze(bob);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonBasket.CarbonBasket_AccountBlocked.selector, bob));
        basket.deposit(batch, 1, bob);
    }

    function test_ABlockedAccountMovesNoTokens() public {
        vm.prank(alice);
        basket.deposit(batch, 10, alice);
        _freeze(alice);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonBasket.CarbonBasket_AccountBlocked.selector, alice));
        basket.transfer(bob, 1);
    }

    function test_ASuspendedBatchDoesNotComeIn() public {
        _report(_fire(), _one(batch, 1));
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_Suspended.selector, batch, T + 30 days));
        basket.deposit(batch, 1, alice);
    }

    // ------------------------------------------------------------------------------------------- rules

    function test_AnImpairedBatchDoesNotComeIn() public {
        _lose(batch, 1_000);
        _refused(basket, abi.encodeWithSelector(ICarbonBasket.CarbonBasket_Impaired.selector, batch, 100, 0));
    }

    function test_TheCapHolds() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.terms.capUnits = 999;
        _refused(
            _newBasket(rules),
            abi.encodeWithSelector(ICarbonBasket.CarbonBasket_CapExceeded.selector, 1_000, 999)
        );
    }

    function test_TheVintageMustLieWithinTheWindow() public {
        ICarbonBasket.Rules memory rules = _openRules();
        uint40 end = VINTAGE_START + 364 days;
        rules.terms.vintageFrom = VINTAGE_START + 1;
        _refused(_newBasket(rules), _vintage(VINTAGE_START, end, VINTAGE_START + 1, OPEN_ENDED));
        rules.terms.vintageFrom = VINTAGE_START;
        rules.terms.vintageUntil = end - 1;
        _refused(_newBasket(rules), _vintage(VINTAGE_START, end, VINTAGE_START, end - 1));
        rules.terms.vintageUntil = end;
        _accepted(_newBasket(rules));
    }

    function test_ListsOfProjects() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.projectIds = new uint64[](1);
        rules.projectIds[0] = project;
        bytes memory error = abi.encodeWithSelector(ICarbonBasket.CarbonBasket_ProjectRefused.selector, batch, project);
        _bothWays(rules, ICarbonBasket.Criterion.PROJECT, error);
    }

    function test_ListsOfCountries() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.countries = new bytes2[](1);
        rules.countries[0] = "ET";
        bytes memory error = abi.encodeWithSelector(
            ICarbonBasket.CarbonBasket_CountryRefused.selector,
            batch,
            bytes2("ET")
        );
        _bothWays(rules, ICarbonBasket.Criterion.COUNTRY, error);
    }

    function test_ListsOfRegistries() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.registries = new string[](1);
        rules.registries[0] = "Verra";
        bytes memory error = abi.encodeWithSelector(
            ICarbonBasket.CarbonBasket_RegistryRefused.selector,
            batch,
            "Verra"
        );
        _bothWays(rules, ICarbonBasket.Criterion.REGISTRY, error);
    }

    function test_ListsOfMethodologies() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.methodologies = new string[](1);
        rules.methodologies[0] = "VM0015 v1.1";
        bytes memory error = abi.encodeWithSelector(
            ICarbonBasket.CarbonBasket_MethodologyRefused.selector,
            batch,
            "VM0015 v1.1"
        );
        _bothWays(rules, ICarbonBasket.Criterion.METHODOLOGY, error);
    }

    function test_TheMethodologyOfTheReportGoesBeforeTheProjects() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.modes[uint256(ICarbonBasket.Criterion.METHODOLOGY)] = ICarbonBasket.ListMode.ALLOW;
        rules.methodologies = new string[](1);
        rules.methodologies[0] = "VM0048 v1.0";
        CarbonBasket strict = _newBasket(rules);
        ICarbonCredits.Issuance memory issuance = _issuance(6_000, 6_001);
        issuance.methodology = "VM0048 v1.0";
        strict.checkDeposit(_mintBatch(issuance), 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonBasket.CarbonBasket_MethodologyRefused.selector, batch, "VM0015 v1.1")
        );
        strict.checkDeposit(batch, 1);
    }

    function test_LabelsAreAskedAtEveryDeposit() public {
        vm.startPrank(admin);
        labels.registerLabel("CCP");
        labels.registerLabel("CCB");
        labels.setAttester(0, attester, true);
        labels.setAttester(1, attester, true);
        vm.stopPrank();
        ICarbonBasket.Rules memory rules = _openRules();
        rules.terms.requiredLabels = 3;
        CarbonBasket strict = _newBasket(rules);
        vm.startPrank(attester);
        labels.attest(batch, 0, T, OPEN_ENDED, EVIDENCE);
        vm.stopPrank();
        _refused(strict, _missing(1));
        vm.prank(attester);
        labels.attest(batch, 1, T, T + 100, EVIDENCE);
        _accepted(strict);
        vm.warp(T + 100);
        _refused(strict, _missing(1));
    }

    function test_AnUnknownBatchIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, 77));
        basket.checkDeposit(77, 1);
    }

    function _missing(uint128 has) private view returns (bytes memory) {
        return abi.encodeWithSelector(ICarbonBasket.CarbonBasket_LabelsMissing.selector, batch, has, 3);
    }

    function _vintage(uint40 start, uint40 end, uint40 from, uint40 until) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICarbonBasket.CarbonBasket_VintageOutside.selector, start, end, from, until);
    }

    /// @dev A list that names the batch's own: allowed it comes in, denied it does not, and the other way round of a list that
    /// names another's.
    function _bothWays(
        ICarbonBasket.Rules memory rules,
        ICarbonBasket.Criterion criterion,
        bytes memory error
    ) private {
        rules.modes[uint256(criterion)] = ICarbonBasket.ListMode.ALLOW;
        _accepted(_newBasket(rules));
        rules.modes[uint256(criterion)] = ICarbonBasket.ListMode.DENY;
        _refused(_newBasket(rules), error);
        if (rules.projectIds.length != 0) rules.projectIds[0] = 77;
        if (rules.countries.length != 0) rules.countries[0] = "KE";
        if (rules.registries.length != 0) rules.registries[0] = "Gold Standard";
        if (rules.methodologies.length != 0) rules.methodologies[0] = "ACM0002";
        _accepted(_newBasket(rules));
        rules.modes[uint256(criterion)] = ICarbonBasket.ListMode.ALLOW;
        _refused(_newBasket(rules), error);
    }

    function _accepted(CarbonBasket strict) private {
        strict.checkDeposit(batch, 1_000);
        vm.startPrank(alice);
        credits.setApprovalForAll(address(strict), true);
        strict.deposit(batch, 1_000, alice);
        vm.stopPrank();
    }

    function _refused(CarbonBasket strict, bytes memory error) private {
        vm.expectRevert(error);
        strict.checkDeposit(batch, 1_000);
        vm.startPrank(alice);
        credits.setApprovalForAll(address(strict), true);
        vm.expectRevert(error);
        strict.deposit(batch, 1_000, alice);
        vm.stopPrank();
    }
}
