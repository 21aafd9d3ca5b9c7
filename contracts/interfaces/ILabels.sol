// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ILabels
/// @notice What baskets and sweeps ask of whoever keeps the labels of batches.
interface ILabels {
    /// @param batchId the batch.
    /// @param at unix seconds.
    /// @return mask the labels it carries then: bit i for label i.
    function labelsAt(uint256 batchId, uint40 at) external view returns (uint128 mask);
}
