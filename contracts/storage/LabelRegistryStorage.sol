// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ILabelRegistry } from "../interfaces/ILabelRegistry.sol";

/// @title LabelRegistryStorage
/// @notice Everything the label registry stores, in one ERC-7201 namespace.
abstract contract LabelRegistryStorage {
    /// @dev From `from` to `until`, exclusive, the labels of a batch are exactly `mask`. All zero before the first label.
    struct CachedMask {
        uint128 mask;
        uint40 from;
        uint40 until;
    }

    /// @custom:storage-location erc7201:carbonxchange.storage.LabelRegistry
    struct Layout {
        address credits;
        string[] codes;
        mapping(bytes32 codeHash => uint256 idPlusOne) labelIds;
        mapping(uint8 labelId => mapping(address account => bool)) attesters;
        mapping(uint256 batchId => CachedMask) cached;
        mapping(uint256 batchId => uint128 mask) everAttested;
        mapping(uint256 batchId => mapping(uint8 labelId => ILabelRegistry.Attestation[])) history;
        mapping(uint256 batchId => ILabelRegistry.Adjustment[]) adjustments;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.LabelRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0x7a36edf1d0ef9d2fba76e604c2bb8e28eb1e770f5a9bb6921b51242c28ef7b00;

    function _layout() internal pure returns (Layout storage $) {
        // safe: LOCATION is the namespace's root and holds nothing but Layout
        assembly {
            $.slot := LOCATION
        }
    }
}
