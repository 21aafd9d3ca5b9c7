// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IImpairment
/// @notice What the buffer says of a batch after reversals; certificates show it.
interface IImpairment {
    /// @param batchId the batch.
    /// @return reversedUnits kg whose effect on the atmosphere was undone; zero when the batch is whole.
    /// @return coveredUnits kg of these that the buffer or a bond made good.
    /// @return impairedBps share of every unit of the batch, outstanding or retired, that nobody made good, in hundredths
    /// of a percent.
    function statusOf(
        uint256 batchId
    ) external view returns (uint64 reversedUnits, uint64 coveredUnits, uint64 impairedBps);
}
