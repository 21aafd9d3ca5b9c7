// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { AuditAnchor } from "../../../contracts/governance/AuditAnchor.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { IAuditAnchor } from "../../../contracts/interfaces/IAuditAnchor.sol";

contract AuditAnchorTest is Test {
    bytes32 private constant FIRST = keccak256("the first root");
    bytes32 private constant SECOND = keccak256("the second root");

    address private keeper = makeAddr("keeper");
    AuditAnchor private anchors;

    function setUp() public {
        vm.warp(1_767_225_600);
        AccessManager manager = new AccessManager(address(this));
        anchors = new AuditAnchor(address(manager));
        manager.grantRole(Roles.ANCHOR, keeper, 0);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IAuditAnchor.anchor.selector;
        manager.setTargetFunctionRole(address(anchors), selectors, Roles.ANCHOR);
    }

    function _anchor(bytes32 previousRoot, uint64 treeSize, bytes32 root) private returns (uint256) {
        vm.prank(keeper);
        return anchors.anchor(previousRoot, treeSize, root);
    }

    function test_has_nothing_at_first() external view {
        (uint256 id, IAuditAnchor.Anchor memory last) = anchors.latest();
        assertEq(id, 0);
        assertEq(last.root, 0);
        assertEq(last.treeSize, 0);
    }

    function test_keeps_an_anchor_and_says_so() external {
        vm.expectEmit();
        emit IAuditAnchor.RootAnchored(1, 7, FIRST, 0, keeper);
        assertEq(_anchor(0, 7, FIRST), 1);
        IAuditAnchor.Anchor memory kept = anchors.anchorAt(1);
        assertEq(kept.root, FIRST);
        assertEq(kept.previousRoot, 0);
        assertEq(kept.treeSize, 7);
        assertEq(kept.anchoredAt, block.timestamp);
        assertEq(kept.anchoredBy, keeper);
    }

    function test_chains_each_anchor_to_the_one_before() external {
        _anchor(0, 7, FIRST);
        vm.expectEmit();
        emit IAuditAnchor.RootAnchored(2, 8, SECOND, FIRST, keeper);
        _anchor(FIRST, 8, SECOND);
        (uint256 id, IAuditAnchor.Anchor memory last) = anchors.latest();
        assertEq(id, 2);
        assertEq(last.previousRoot, FIRST);
        assertEq(anchors.anchorAt(1).root, FIRST);
    }

    function testFuzz_refuses_whoever_has_not_seen_the_last_root(bytes32 claimed) external {
        vm.assume(claimed != FIRST);
        _anchor(0, 7, FIRST);
        vm.expectRevert(abi.encodeWithSelector(IAuditAnchor.AuditAnchor_WrongPreviousRoot.selector, claimed, FIRST));
        _anchor(claimed, 8, SECOND);
    }

    function test_refuses_a_first_anchor_that_names_one_before() external {
        vm.expectRevert(abi.encodeWithSelector(IAuditAnchor.AuditAnchor_WrongPreviousRoot.selector, FIRST, bytes32(0)));
        _anchor(FIRST, 8, SECOND);
    }

    function testFuzz_refuses_a_log_that_did_not_grow(uint64 anchored, uint64 claimed) external {
        anchored = uint64(bound(anchored, 1, type(uint64).max));
        claimed = uint64(bound(claimed, 0, anchored));
        _anchor(0, anchored, FIRST);
        vm.expectRevert(abi.encodeWithSelector(IAuditAnchor.AuditAnchor_NotLarger.selector, claimed, anchored));
        _anchor(FIRST, claimed, SECOND);
    }

    function test_refuses_the_root_of_an_empty_log() external {
        vm.expectRevert(abi.encodeWithSelector(IAuditAnchor.AuditAnchor_NotLarger.selector, 0, 0));
        _anchor(0, 0, FIRST);
    }

    function test_refuses_a_root_of_nothing() external {
        vm.expectRevert(IAuditAnchor.AuditAnchor_EmptyRoot.selector);
        _anchor(0, 7, 0);
    }

    function testFuzz_refuses_everybody_without_the_role(address stranger) external {
        vm.assume(stranger != keeper);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        anchors.anchor(0, 7, FIRST);
    }

    function testFuzz_knows_no_anchor_beyond_the_last(uint256 id) external {
        _anchor(0, 7, FIRST);
        vm.assume(id != 1);
        vm.expectRevert(abi.encodeWithSelector(IAuditAnchor.AuditAnchor_UnknownAnchor.selector, id, 1));
        anchors.anchorAt(id);
    }
}
