// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate, IEligibilityListener } from "../../../contracts/interfaces/IComplianceGate.sol";

/// @notice A mirror of the gate that notes what it heard, until it is told to fail.
contract RecordingListener is IEligibilityListener {
    enum Fault {
        NONE,
        REVERTS,
        REVERTS_WITH_A_BOMB,
        BURNS_GAS
    }

    IComplianceGate internal immutable GATE;
    Fault internal fault;
    uint256 public calls;
    address public lastAccount;
    bool public blockedSeen;
    bool public canTradeSeen;

    constructor(IComplianceGate gate) {
        GATE = gate;
    }

    function setFault(Fault fault_) external {
        fault = fault_;
    }

    function onEligibilityChanged(address account) external {
        if (fault == Fault.REVERTS) revert("mirror broken");
        if (fault == Fault.REVERTS_WITH_A_BOMB) {
            assembly {
                revert(0, 100000)
            }
        }
        if (fault == Fault.BURNS_GAS) while (true) {}
        calls++;
        lastAccount = account;
        blockedSeen = GATE.isBlocked(account);
        canTradeSeen = GATE.canTrade(account);
    }
}
