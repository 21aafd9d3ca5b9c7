// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title SettableLabels
/// @notice Labels that a test gives and takes; what markets and sweeps ask of ILabelRegistry.
contract SettableLabels {
    mapping(uint256 batchId => uint128) private _mask;
    mapping(uint256 batchId => uint256) private _until;

    function set(uint256 batchId, uint128 mask, uint256 until) external {
        (_mask[batchId], _until[batchId]) = (mask, until);
    }

    function labelsAt(uint256 batchId, uint40 at) external view returns (uint128) {
        return at < _until[batchId] ? _mask[batchId] : 0;
    }
}
