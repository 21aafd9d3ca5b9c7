// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";
import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { SanctionsList } from "../../../contracts/compliance/SanctionsList.sol";
import { IManagedSanctionsList } from "../../../contracts/interfaces/IManagedSanctionsList.sol";

contract SanctionsListTest is Test {
    address internal officer = makeAddr("officer");
    address internal stranger = makeAddr("stranger");

    AccessManager internal manager;
    SanctionsList internal implementation;
    SanctionsList internal list;

    function setUp() public {
        manager = new AccessManager(officer);
        implementation = new SanctionsList();
        list = SanctionsList(_proxy(address(manager)));
    }

    function testFuzz_ListedUntilRemoved(address account, address other) public {
        vm.assume(account != address(0) && account != other);
        address[] memory accounts = _one(account);
        vm.expectEmit(address(list));
        emit IManagedSanctionsList.SanctionedAddressesAdded(accounts);
        vm.prank(officer);
        list.addToSanctionsList(accounts);
        assertTrue(list.isSanctioned(account));
        assertFalse(list.isSanctioned(other));
        vm.expectEmit(address(list));
        emit IManagedSanctionsList.SanctionedAddressesRemoved(accounts);
        vm.prank(officer);
        list.removeFromSanctionsList(accounts);
        assertFalse(list.isSanctioned(account));
    }

    function test_AListOfManyIsWrittenWhole() public {
        address[] memory accounts = new address[](50);
        for (uint160 i = 0; i < 50; i++) accounts[i] = address(i + 1);
        vm.prank(officer);
        list.addToSanctionsList(accounts);
        for (uint160 i = 0; i < 50; i++) assertTrue(list.isSanctioned(address(i + 1)));
        assertFalse(list.isSanctioned(address(51)));
    }

    function test_TheZeroAddressCannotBeListed() public {
        vm.prank(officer);
        vm.expectRevert(IManagedSanctionsList.SanctionsList_ZeroAddress.selector);
        list.addToSanctionsList(_one(address(0)));
    }

    function test_OnlyTheRoleWrites() public {
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        list.addToSanctionsList(_one(officer));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        list.removeFromSanctionsList(_one(officer));
        vm.stopPrank();
    }

    function test_AProxyIsSetUpOnceAndNeverWithoutAManager() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        list.initialize(address(manager));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(address(manager));
        vm.expectRevert(IManagedSanctionsList.SanctionsList_ZeroAddress.selector);
        _proxy(address(0));
    }

    function test_AnUpgradeKeepsTheList() public {
        vm.startPrank(officer);
        list.addToSanctionsList(_one(stranger));
        list.upgradeToAndCall(address(new SanctionsList()), "");
        vm.stopPrank();
        assertTrue(list.isSanctioned(stranger));
    }

    function _proxy(address authority) private returns (address) {
        return
            address(new ERC1967Proxy(address(implementation), abi.encodeCall(SanctionsList.initialize, (authority))));
    }

    function _one(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }
}
