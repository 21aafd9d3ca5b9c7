// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { SanctionsList } from "../../../contracts/compliance/SanctionsList.sol";
import { IManagedSanctionsList } from "../../../contracts/interfaces/IManagedSanctionsList.sol";
import { GateFixture } from "./GateFixture.sol";
import { RecordingListener } from "./RecordingListener.sol";

contract GateListenerTest is GateFixture {
    RecordingListener internal listener;

    function setUp() public override {
        super.setUp();
        listener = new RecordingListener(gate);
        _setListener(address(listener));
    }

    function test_TheListenerIsKnown() public {
        assertEq(gate.listener(), address(listener));
        vm.expectEmit(address(gate));
        emit IComplianceGate.ListenerSet(address(0));
        _setListener(address(0));
        _freeze(alice);
        assertEq(listener.calls(), 0);
    }

    function test_AListingIsToldAndAlreadyTrue() public {
        SanctionsList own = SanctionsList(
            address(
                new ERC1967Proxy(
                    address(new SanctionsList()),
                    abi.encodeCall(SanctionsList.initialize, (address(manager)))
                )
            )
        );
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vm.prank(stranger);
        own.setGate(address(gate));
        vm.prank(officer);
        gate.setSanctionsList(address(own));
        _admit(alice, 2, NEXT_YEAR);
        _admit(bob, 2, NEXT_YEAR);

        address[] memory accounts = new address[](2);
        (accounts[0], accounts[1]) = (alice, bob);
        vm.startPrank(admin);
        own.addToSanctionsList(accounts);
        assertEq(listener.calls(), 0, "no gate is set yet");
        own.removeFromSanctionsList(accounts);
        vm.expectEmit(address(own));
        emit IManagedSanctionsList.GateSet(address(gate));
        own.setGate(address(gate));
        assertEq(own.gate(), address(gate));
        own.addToSanctionsList(accounts);
        vm.stopPrank();

        assertEq(listener.calls(), 2);
        assertEq(listener.lastAccount(), bob);
        assertTrue(listener.blockedSeen());
        assertFalse(listener.canTradeSeen());
    }

    function test_AFreezeIsToldAndAlreadyTrue() public {
        _freeze(alice);
        assertEq(listener.calls(), 1);
        assertEq(listener.lastAccount(), alice);
        assertTrue(listener.blockedSeen());
    }

    function test_ARecordThatGrowsIsNotTold() public {
        _admit(alice, 1, NEXT_YEAR);
        _admit(alice, 2, NEXT_YEAR + 1);
        _admit(alice, 2, NEXT_YEAR + 1);
        assertEq(listener.calls(), 0);
    }

    function test_ALowerTierIsTold() public {
        _admit(alice, 2, NEXT_YEAR);
        _admit(alice, 1, NEXT_YEAR);
        assertEq(listener.calls(), 1);
        assertTrue(listener.canTradeSeen());
    }

    function test_AnEarlierExpiryIsTold() public {
        _admit(alice, 2, NEXT_YEAR);
        _admit(alice, 2, NEXT_YEAR - 1);
        assertEq(listener.calls(), 1);
    }

    function test_ARemovalIsTold() public {
        _admit(alice, 2, NEXT_YEAR);
        _admit(alice, 0, 0);
        assertEq(listener.calls(), 1);
        assertFalse(listener.canTradeSeen());
    }

    function test_AnyRecordOfAFrozenAccountIsTold() public {
        _freeze(alice);
        _admit(alice, 3, NEXT_YEAR);
        assertEq(listener.calls(), 2);
    }

    function test_AnyoneMayRefresh() public {
        list.list(bob);
        vm.prank(stranger);
        gate.refresh(bob);
        assertEq(listener.lastAccount(), bob);
        assertTrue(listener.blockedSeen());
    }

    function test_AListenerThatRevertsDoesNotStopAFreeze() public {
        listener.setFault(RecordingListener.Fault.REVERTS);
        vm.expectEmit(address(gate));
        emit IComplianceGate.ListenerFailed(
            address(listener),
            alice,
            abi.encodeWithSignature("Error(string)", "mirror broken")
        );
        _freeze(alice);
        assertTrue(gate.isBlocked(alice));
        // and hears of it when it works again
        listener.setFault(RecordingListener.Fault.NONE);
        gate.refresh(alice);
        assertEq(listener.lastAccount(), alice);
    }

    function test_AFloodOfRevertDataIsCut() public {
        listener.setFault(RecordingListener.Fault.REVERTS_WITH_A_BOMB);
        vm.recordLogs();
        _freeze(alice);
        bytes memory reason = abi.decode(vm.getRecordedLogs()[1].data, (bytes));
        assertEq(reason.length, 256);
        assertTrue(gate.isBlocked(alice));
    }

    function test_AListenerThatBurnsAllGasDoesNotStopAFreeze() public {
        listener.setFault(RecordingListener.Fault.BURNS_GAS);
        vm.expectEmit(address(gate));
        emit IComplianceGate.ListenerFailed(address(listener), alice, "");
        vm.prank(guardian);
        gate.freeze{ gas: 5_000_000 }(alice);
        assertTrue(gate.isBlocked(alice));
    }

    function test_AListenerWithoutCodeDoesNotStopAFreeze() public {
        _setListener(stranger);
        vm.expectEmit(address(gate));
        emit IComplianceGate.ListenerFailed(stranger, alice, "");
        _freeze(alice);
        assertTrue(gate.isBlocked(alice));
    }
}
