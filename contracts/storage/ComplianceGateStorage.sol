// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../interfaces/IComplianceGate.sol";

/// @title ComplianceGateStorage
/// @notice Everything the compliance gate stores, in one ERC-7201 namespace.
abstract contract ComplianceGateStorage {
    /// @custom:storage-location erc7201:carbonxchange.storage.ComplianceGate
    struct Layout {
        address sanctionsList;
        address listener;
        mapping(address account => IComplianceGate.Eligibility) records;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.ComplianceGate")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0x394b7e1133988659c5da64f6cb3996e35ef8e28697044d1eeb294d782e45ee00;

    function _layout() internal pure returns (Layout storage $) {
        // safe: LOCATION is the namespace's root and holds nothing but Layout
        assembly {
            $.slot := LOCATION
        }
    }
}
