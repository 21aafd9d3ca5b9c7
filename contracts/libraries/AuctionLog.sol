// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title AuctionLog
/// @notice Builds the packed `fills` of the `AuctionFilled` event: the records of FillLog, each behind a byte for its side.
library AuctionLog {
    uint256 private constant RECORD = 24;

    /// @return log empty bytes with room for `capacity` records and the padding that the last write needs.
    function open(uint256 capacity) internal pure returns (bytes memory log) {
        assembly ("memory-safe") {
            // safe: takes the free memory, rounds the end up to a word and keeps 32 spare bytes behind the last record
            log := mload(0x40)
            mstore(log, 0)
            mstore(0x40, and(add(add(log, mul(capacity, RECORD)), 95), not(31)))
        }
    }

    /// @notice Appends one record.
    /// @param record_ from `FillLog.record`.
    function append(bytes memory log, bool isBid, uint256 record_) internal pure {
        if (!isBid) record_ |= 1 << 184;
        assembly ("memory-safe") {
            // safe: `open` reserved this record's bytes and 32 more; the 8 bytes past it are overwritten or padding
            let length := mload(log)
            mstore(add(add(log, 32), length), shl(64, record_))
            mstore(log, add(length, RECORD))
        }
    }
}
