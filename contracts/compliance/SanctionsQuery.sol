// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { ISanctionsList } from "../interfaces/ISanctionsList.sol";

/// @title SanctionsQuery
/// @notice Asks a sanctions list that may be somebody else's contract, and tells "not listed" from "no answer".
library SanctionsQuery {
    /// @notice What the list said. UNREACHABLE: no code there, it reverted, used up its gas or answered no boolean.
    enum Answer {
        CLEAR,
        LISTED,
        UNREACHABLE
    }

    /// @dev Gas the list may use. The public lists need less than a tenth of it.
    uint256 internal constant GAS_CAP = 100_000;
    /// @dev What must be left before the call so that the list gets its whole allowance (EIP-150 keeps back 1/64).
    uint256 internal constant GAS_REQUIRED = GAS_CAP + GAS_CAP / 32;

    /// @param list the list; zero means no screening.
    /// @param account the account to look up.
    /// @return what the list said; never reverts for a fault of the list. Reverts when the caller sent too little gas for
    /// the list to have answered, so that nobody can make a list seem unreachable.
    function ask(address list, address account) internal view returns (Answer) {
        if (list == address(0)) return Answer.CLEAR;
        if (list.code.length == 0) return Answer.UNREACHABLE;
        bytes memory data = abi.encodeCall(ISanctionsList.isSanctioned, (account));
        uint256 gasBefore = gasleft();
        bool answered;
        uint256 word;
        // safe: reads `data`, writes only scratch space, copies at most one word of the answer
        assembly ("memory-safe") {
            let ok := staticcall(GAS_CAP, list, add(data, 0x20), mload(data), 0x00, 0x20)
            answered := and(ok, gt(returndatasize(), 0x1f))
            word := mload(0x00)
        }
        if (answered && word <= 1) return word == 1 ? Answer.LISTED : Answer.CLEAR;
        if (gasBefore < GAS_REQUIRED) revert IComplianceGate.ComplianceGate_GasTooLow(gasBefore, GAS_REQUIRED);
        return Answer.UNREACHABLE;
    }
}
