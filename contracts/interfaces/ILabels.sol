// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ILabels
/// @notice What baskets and sweeps ask of whoever keeps the labels of batches.
interface ILabels {
    /// @param batchId the batch.
    /// @param label which label.
    /// @param at unix seconds.
    /// @return whether the batch carries the label then.
    function hasLabel(uint256 batchId, bytes32 label, uint256 at) external view returns (bool);
}
