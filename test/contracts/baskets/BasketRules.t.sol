// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { CarbonBasket } from "../../../contracts/baskets/CarbonBasket.sol";
import { ICarbonBasket } from "../../../contracts/interfaces/ICarbonBasket.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract BasketRulesTest is TrustFixture {
    uint40 internal constant T = uint40(START_TIME);

    uint256 internal batch;

    function setUp() public override {
        super.setUp();
        batch = _newBatch(_newProject("VCS1"), 100, 0);
        _approve(alice);
    }

    function test_TheFirstRulesHoldAtOnce() public view {
        (uint32 active, uint32 announced, uint40 effectiveAt) = basket.versions();
        assertEq(active, 1);
        assertEq(announced, 0);
        assertEq(effectiveAt, 0);
        (ICarbonBasket.Terms memory terms, ) = basket.rulesOf(1);
        assertEq(terms.feeBps, 100);
        assertEq(basket.ruleDelay(), RULE_DELAY);
        (address credits_, address labels_, address impairment, address gate_) = basket.links();
        assertEq(credits_, address(credits));
        assertEq(labels_, address(labels));
        assertEq(impairment, address(buffer));
        assertEq(gate_, address(gate));
    }

    function test_NewRulesAreSeenBeforeTheyHold() public {
        _announce(_closedRules());
        (uint32 active, uint32 announced, uint40 effectiveAt) = basket.versions();
        assertEq(active, 1);
        assertEq(announced, 2);
        assertEq(effectiveAt, T + RULE_DELAY);
        assertTrue(basket.isListed(2, ICarbonBasket.Criterion.COUNTRY, bytes32("KE")));
        vm.warp(T + RULE_DELAY - 1);
        basket.checkDeposit(batch, 1);
        vm.warp(T + RULE_DELAY);
        (active, announced, effectiveAt) = basket.versions();
        assertEq(active, 2);
        assertEq(announced, 0);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonBasket.CarbonBasket_CountryRefused.selector, batch, bytes2("ET"))
        );
        basket.checkDeposit(batch, 1);
    }

    function test_ABatchThatCameInUnderOldRulesIsJudgedAnewByNewOnes() public {
        vm.prank(alice);
        basket.deposit(batch, 1_000, alice);
        _announce(_closedRules());
        vm.warp(T + RULE_DELAY);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonBasket.CarbonBasket_CountryRefused.selector, batch, bytes2("ET"))
        );
        basket.deposit(batch, 1_000, alice);
    }

    function test_WhatIsInsideStaysRedeemableUnderRulesThatRefuseIt() public {
        vm.prank(alice);
        basket.deposit(batch, 1_000, alice);
        ICarbonBasket.Rules memory rules = _closedRules();
        rules.terms.capUnits = 0;
        _announce(rules);
        vm.warp(T + RULE_DELAY);
        vm.startPrank(alice);
        assertEq(basket.redeemOldest(400, 10, alice), 400);
        basket.redeem(_one(batch, 500), alice);
        vm.stopPrank();
        assertEq(credits.balanceOf(alice, batch), 99_900);
    }

    function test_ANewAnnouncementReplacesOneThatDoesNotHoldYetAndWaitsAnew() public {
        _announce(_closedRules());
        vm.warp(T + RULE_DELAY - 1);
        _announce(_openRules());
        vm.warp(T + RULE_DELAY + 1);
        (uint32 active, uint32 announced, uint40 effectiveAt) = basket.versions();
        assertEq(active, 1);
        assertEq(announced, 3);
        assertEq(effectiveAt, T + 2 * RULE_DELAY - 1);
    }

    function test_RulesThatHoldStayUntilTheNextOnesDo() public {
        _announce(_closedRules());
        vm.warp(T + RULE_DELAY);
        _announce(_openRules());
        (uint32 active, uint32 announced, ) = basket.versions();
        assertEq(active, 2);
        assertEq(announced, 3);
    }

    function test_AnAnnouncementMayBeTakenBack() public {
        _announce(_closedRules());
        vm.prank(curator);
        basket.withdrawRules();
        vm.warp(T + RULE_DELAY);
        (uint32 active, uint32 announced, ) = basket.versions();
        assertEq(active, 1);
        assertEq(announced, 0);
    }

    function test_RulesThatHoldAreNotTakenBack() public {
        bytes4 error = ICarbonBasket.CarbonBasket_NothingAnnounced.selector;
        vm.prank(curator);
        vm.expectRevert(abi.encodeWithSelector(error, 1));
        basket.withdrawRules();
        _announce(_closedRules());
        vm.warp(T + RULE_DELAY);
        vm.prank(curator);
        vm.expectRevert(abi.encodeWithSelector(error, 2));
        basket.withdrawRules();
    }

    function test_OnlyTheCuratorChangesRules() public {
        bytes memory error = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(error);
        basket.announceRules(_openRules());
        vm.expectRevert(error);
        basket.withdrawRules();
        vm.expectRevert(error);
        basket.setFeeRecipient(stranger);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- bad rules

    function test_AFeeAboveTwoPercentIsRefused() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.terms.feeBps = 201;
        _refused(rules, "feeBps", 201, 200);
    }

    function test_ReversedVintagesAreRefused() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.terms.vintageFrom = 5;
        rules.terms.vintageUntil = 4;
        _refused(rules, "vintageFrom", 5, 4);
    }

    function test_AnImpairmentAboveTheWholeIsRefused() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.terms.maxImpairedBps = 10_001;
        _refused(rules, "maxImpairedBps", 10_001, 10_000);
    }

    function test_AListThatIsReadHasEntriesAndOneThatIsNotHasNone() public {
        ICarbonBasket.Rules memory rules = _closedRules();
        rules.countries = new bytes2[](0);
        _refusedList(rules, ICarbonBasket.Criterion.COUNTRY, 0, 64);
        rules = _openRules();
        rules.projectIds = new uint64[](1);
        _refusedList(rules, ICarbonBasket.Criterion.PROJECT, 1, 0);
        rules = _openRules();
        rules.modes[uint256(ICarbonBasket.Criterion.METHODOLOGY)] = ICarbonBasket.ListMode.DENY;
        _refusedList(rules, ICarbonBasket.Criterion.METHODOLOGY, 0, 64);
    }

    function test_AListHas64EntriesAtMost() public {
        ICarbonBasket.Rules memory rules = _openRules();
        rules.modes[uint256(ICarbonBasket.Criterion.REGISTRY)] = ICarbonBasket.ListMode.DENY;
        rules.registries = new string[](65);
        _refusedList(rules, ICarbonBasket.Criterion.REGISTRY, 65, 64);
    }

    function test_ABasketIsSetUpWithADelayOfADayTo90() public {
        address code = _deploy("CarbonBasket.sol:CarbonBasket", "");
        ICarbonBasket.Setup memory setup = _basketSetup();
        setup.ruleDelay = 1 days - 1;
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonBasket.CarbonBasket_DelayOutside.selector, 1 days - 1, 1 days, 90 days)
        );
        _proxy(code, abi.encodeCall(CarbonBasket.initialize, (setup, _openRules())));
        setup.ruleDelay = 1 days;
        setup.labels = address(0);
        vm.expectRevert(ICarbonBasket.CarbonBasket_ZeroAddress.selector);
        _proxy(code, abi.encodeCall(CarbonBasket.initialize, (setup, _openRules())));
    }

    function _closedRules() private pure returns (ICarbonBasket.Rules memory rules) {
        rules = _openRules();
        rules.modes[uint256(ICarbonBasket.Criterion.COUNTRY)] = ICarbonBasket.ListMode.ALLOW;
        rules.countries = new bytes2[](1);
        rules.countries[0] = "KE";
    }

    function _announce(ICarbonBasket.Rules memory rules) private {
        vm.prank(curator);
        basket.announceRules(rules);
    }

    function _refused(ICarbonBasket.Rules memory rules, string memory rule, uint256 value, uint256 bound) private {
        vm.prank(curator);
        vm.expectRevert(abi.encodeWithSelector(ICarbonBasket.CarbonBasket_BadRule.selector, rule, value, bound));
        basket.announceRules(rules);
    }

    function _refusedList(
        ICarbonBasket.Rules memory rules,
        ICarbonBasket.Criterion criterion,
        uint256 length,
        uint256 maxLength
    ) private {
        vm.prank(curator);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonBasket.CarbonBasket_BadList.selector, criterion, length, maxLength)
        );
        basket.announceRules(rules);
    }
}
