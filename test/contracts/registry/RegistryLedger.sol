// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title RegistryLedger
/// @notice What a bookkeeper would write down while watching the registry.
contract RegistryLedger {
    /// @param firstUnit offset in the block, kg.
    /// @param units kg.
    /// @param retired retired or cancelled.
    struct Range {
        uint64 firstUnit;
        uint64 units;
        bool retired;
    }

    uint256[] internal batches;
    mapping(uint256 batchId => Range[]) internal ranges;

    function issued(uint256 batchId) external {
        batches.push(batchId);
    }

    function consumed(uint256 batchId, uint64 firstUnit, uint64 units, bool retired) external {
        ranges[batchId].push(Range(firstUnit, units, retired));
    }

    function batchCount() external view returns (uint256) {
        return batches.length;
    }

    function batchAt(uint256 index) external view returns (uint256) {
        return batches[index];
    }

    function rangesOf(uint256 batchId) external view returns (Range[] memory) {
        return ranges[batchId];
    }
}
