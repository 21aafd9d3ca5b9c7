// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import { Roles } from "../../../contracts/governance/Roles.sol";
import { SeparatedRoles } from "../../../contracts/governance/SeparatedRoles.sol";
import { ISeparatedRoles } from "../../../contracts/interfaces/ISeparatedRoles.sol";

contract SeparatedRolesTest is Test {
    address internal admin = makeAddr("admin");
    address internal alice = makeAddr("alice");
    AccessManager internal manager;
    SeparatedRoles internal roles;

    function setUp() public {
        vm.warp(1_767_225_600);
        manager = new AccessManager(admin);
        roles = new SeparatedRoles(address(manager));
        vm.startPrank(admin);
        manager.grantRole(Roles.SEPARATOR, address(roles), 0);
        manager.setRoleAdmin(Roles.REGISTRY, Roles.SEPARATOR);
        manager.setRoleAdmin(Roles.VERIFIER, Roles.SEPARATOR);
        vm.stopPrank();
    }

    function test_grants_either_role() public {
        _grant(Roles.REGISTRY);
        assertTrue(_holds(Roles.REGISTRY));
        assertFalse(_holds(Roles.VERIFIER));
    }

    function test_refuses_the_other_role_to_a_holder_of_one() public {
        _grant(Roles.REGISTRY);
        _expectOpposite(Roles.VERIFIER, Roles.REGISTRY);
    }

    function test_refuses_the_other_role_while_the_first_is_still_to_take_effect() public {
        vm.prank(admin);
        manager.setGrantDelay(Roles.VERIFIER, 30 days);
        vm.warp(block.timestamp + 60 days);
        _grant(Roles.VERIFIER);
        assertFalse(_holds(Roles.VERIFIER));
        _expectOpposite(Roles.REGISTRY, Roles.VERIFIER);
    }

    function test_a_role_given_up_makes_way_for_the_other() public {
        _grant(Roles.REGISTRY);
        vm.prank(admin);
        roles.revoke(Roles.REGISTRY, alice);
        _grant(Roles.VERIFIER);
        assertTrue(_holds(Roles.VERIFIER));
        assertFalse(_holds(Roles.REGISTRY));
    }

    function test_no_grant_goes_past_it() public {
        vm.prank(admin);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManager.AccessManagerUnauthorizedAccount.selector, admin, Roles.SEPARATOR)
        );
        manager.grantRole(Roles.REGISTRY, alice, 0);
    }

    function test_only_the_admin_grants() public {
        vm.startPrank(alice);
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice);
        vm.expectRevert(refusal);
        roles.grant(Roles.REGISTRY, alice, 0);
        vm.expectRevert(refusal);
        roles.revoke(Roles.REGISTRY, alice);
        vm.stopPrank();
    }

    function test_other_roles_are_not_its_business() public {
        vm.startPrank(admin);
        bytes memory refusal = abi.encodeWithSelector(
            ISeparatedRoles.SeparatedRoles_NotSeparated.selector,
            Roles.GUARDIAN
        );
        vm.expectRevert(refusal);
        roles.grant(Roles.GUARDIAN, alice, 0);
        vm.expectRevert(refusal);
        roles.revoke(Roles.GUARDIAN, alice);
        vm.stopPrank();
    }

    /// @dev Whatever is granted and revoked in whatever order, nobody ever holds both.
    function testFuzz_nobody_ever_holds_both(uint8[16] memory steps) public {
        for (uint256 i = 0; i < steps.length; ++i) {
            uint64 role = steps[i] & 1 == 0 ? Roles.REGISTRY : Roles.VERIFIER;
            vm.prank(admin);
            if (steps[i] & 2 == 0) try roles.grant(role, alice, 0) {} catch {}
            else roles.revoke(role, alice);
            assertFalse(_holds(Roles.REGISTRY) && _holds(Roles.VERIFIER));
        }
    }

    function _grant(uint64 role) private {
        vm.prank(admin);
        roles.grant(role, alice, 0);
    }

    function _expectOpposite(uint64 role, uint64 held) private {
        vm.prank(admin);
        vm.expectRevert(
            abi.encodeWithSelector(ISeparatedRoles.SeparatedRoles_HoldsOpposite.selector, alice, role, held)
        );
        roles.grant(role, alice, 0);
    }

    function _holds(uint64 role) private view returns (bool member) {
        (member, ) = manager.hasRole(role, alice);
    }
}
