// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ISanctionsList } from "../../../contracts/interfaces/ISanctionsList.sol";

/// @notice A list that answers, until it is told to fail in one way or another.
contract FaultyList is ISanctionsList {
    enum Fault {
        NONE,
        REVERTS,
        BURNS_GAS,
        ANSWERS_NOTHING,
        ANSWERS_TWO,
        ANSWERS_A_BOMB
    }

    Fault internal fault;
    mapping(address account => bool) internal listed;

    function setFault(Fault fault_) external {
        fault = fault_;
    }

    function list(address account) external {
        listed[account] = true;
    }

    function isSanctioned(address account) external view returns (bool) {
        if (fault == Fault.REVERTS) revert("out of order");
        if (fault == Fault.BURNS_GAS) while (true) {}
        if (fault == Fault.ANSWERS_NOTHING) {
            assembly {
                return(0, 0)
            }
        }
        if (fault == Fault.ANSWERS_TWO) {
            assembly {
                mstore(0, 2)
                return(0, 0x20)
            }
        }
        if (fault == Fault.ANSWERS_A_BOMB) {
            assembly {
                mstore(0, 1)
                return(0, 20000)
            }
        }
        return listed[account];
    }
}
