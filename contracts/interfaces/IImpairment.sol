// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IImpairment
/// @notice What became of the environmental claim behind a batch. Read by certificates, baskets and whoever trades.
interface IImpairment {
    /// @param batchId the batch.
    /// @return reversedUnits kg of the batch that were reversed or invalidated.
    /// @return coveredUnits kg of them that were made good by cancelling other units.
    /// @return impairedBps share of every issued unit of the batch that is not covered, in basis points, rounded up.
    function statusOf(
        uint256 batchId
    ) external view returns (uint64 reversedUnits, uint64 coveredUnits, uint64 impairedBps);
}
