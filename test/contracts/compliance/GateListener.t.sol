// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
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
        _setFrozen(alice, true);
        assertEq(listener.calls(), 0);
    }

    function test_AFreezeIsToldAndAlreadyTrue() public {
        _setFrozen(alice, true);
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
        _setFrozen(alice, true);
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
        _setFrozen(alice, true);
        assertTrue(gate.isBlocked(alice));
        // and hears of it when it works again
        listener.setFault(RecordingListener.Fault.NONE);
        gate.refresh(alice);
        assertEq(listener.lastAccount(), alice);
    }

    function test_AFloodOfRevertDataIsCut() public {
        listener.setFault(RecordingListener.Fault.REVERTS_WITH_A_BOMB);
        vm.recordLogs();
        _setFrozen(alice, true);
        bytes memory reason = abi.decode(vm.getRecordedLogs()[1].data, (bytes));
        assertEq(reason.length, 256);
        assertTrue(gate.isBlocked(alice));
    }

    function test_AListenerThatBurnsAllGasDoesNotStopAFreeze() public {
        listener.setFault(RecordingListener.Fault.BURNS_GAS);
        vm.expectEmit(address(gate));
        emit IComplianceGate.ListenerFailed(address(listener), alice, "");
        vm.prank(guardian);
        gate.setFrozen{ gas: 5_000_000 }(alice, true);
        assertTrue(gate.isBlocked(alice));
    }

    function test_AListenerWithoutCodeDoesNotStopAFreeze() public {
        _setListener(stranger);
        vm.expectEmit(address(gate));
        emit IComplianceGate.ListenerFailed(stranger, alice, "");
        _setFrozen(alice, true);
        assertTrue(gate.isBlocked(alice));
    }
}
