// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import { ComplianceGate } from "../../../contracts/compliance/ComplianceGate.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { FaultyList } from "./FaultyList.sol";

/// @title GateFixture
/// @notice The gate behind its proxy with a list that can fail.
abstract contract GateFixture is Test {
    uint256 internal constant START_TIME = 1_767_225_600; // 2026-01-01
    uint40 internal constant NEXT_YEAR = uint40(START_TIME + 365 days);

    address internal admin = makeAddr("admin");
    address internal officer = makeAddr("officer");
    address internal guardian = makeAddr("guardian");
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal stranger = makeAddr("stranger");

    AccessManager internal manager;
    FaultyList internal list;
    ComplianceGate internal gate;

    function setUp() public virtual {
        vm.warp(START_TIME);
        manager = new AccessManager(admin);
        list = new FaultyList();
        gate = ComplianceGate(
            address(
                new ERC1967Proxy(
                    address(new ComplianceGate()),
                    abi.encodeCall(ComplianceGate.initialize, (address(manager), address(list)))
                )
            )
        );
        vm.startPrank(admin);
        manager.grantRole(Roles.COMPLIANCE, officer, 0);
        manager.grantRole(Roles.GUARDIAN, guardian, 0);
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = IComplianceGate.setEligibility.selector;
        selectors[1] = IComplianceGate.setSanctionsList.selector;
        selectors[2] = IComplianceGate.unfreeze.selector;
        manager.setTargetFunctionRole(address(gate), selectors, Roles.COMPLIANCE);
        selectors = new bytes4[](1);
        selectors[0] = IComplianceGate.freeze.selector;
        manager.setTargetFunctionRole(address(gate), selectors, Roles.GUARDIAN);
        vm.stopPrank();
    }

    function _admit(address account, uint8 tier, uint40 expiresAt) internal {
        vm.prank(officer);
        gate.setEligibility(account, tier, "DE", expiresAt, bytes32("kyc"));
    }

    function _freeze(address account) internal {
        vm.prank(guardian);
        gate.freeze(account);
    }

    function _unfreeze(address account) internal {
        vm.prank(officer);
        gate.unfreeze(account);
    }

    function _setListener(address listener) internal {
        vm.prank(admin);
        gate.setListener(listener);
    }
}
