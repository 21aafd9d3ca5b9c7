// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";

/// @title FillLog
/// @notice Builds the packed `fills` of the `Taken` event, one record of 23 bytes after another.
library FillLog {
    uint256 private constant RECORD = 23;

    /// @return log empty bytes with room for `capacity` records and the padding that the last write needs.
    function open(uint256 capacity) internal pure returns (bytes memory log) {
        assembly ("memory-safe") {
            // safe: takes the free memory, rounds the end up to a word and keeps 32 spare bytes behind the last record
            log := mload(0x40)
            mstore(log, 0)
            mstore(0x40, and(add(add(log, mul(capacity, RECORD)), 95), not(31)))
        }
    }

    /// @return one packed record; every argument fits the width of its field in `IExchange.Taken`.
    function record(
        uint256 priceTicks,
        uint256 sequence,
        uint256 lots,
        uint256 remaining,
        IExchange.FillOutcome outcome,
        uint256 levelLots
    ) internal pure returns (uint256) {
        return
            (priceTicks << 168) |
            (sequence << 136) |
            (lots << 96) |
            (remaining << 56) |
            (uint256(outcome) << 48) |
            levelLots;
    }

    /// @notice Appends one record.
    /// @param record_ from `record`.
    function append(bytes memory log, uint256 record_) internal pure {
        assembly ("memory-safe") {
            // safe: `open` reserved this record's bytes and 32 more; the 9 bytes past it are overwritten or padding
            let length := mload(log)
            mstore(add(add(log, 32), length), shl(72, record_))
            mstore(log, add(length, RECORD))
        }
    }

    /// @notice Packs and appends one record.
    function append(
        bytes memory log,
        uint256 priceTicks,
        uint256 sequence,
        uint256 lots,
        uint256 remaining,
        IExchange.FillOutcome outcome,
        uint256 levelLots
    ) internal pure {
        append(log, record(priceTicks, sequence, lots, remaining, outcome, levelLots));
    }
}
