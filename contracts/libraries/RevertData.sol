// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title RevertData
/// @notice What a call that undoes itself carries out in its error.
library RevertData {
    /// @param reason an error with its selector; it must not be used afterwards.
    /// @return data the error's arguments, to be decoded.
    function arguments(bytes memory reason) internal pure returns (bytes memory data) {
        assembly ("memory-safe") {
            // safe: drops the selector by making the arguments a byte string of their own inside `reason`
            let length := sub(mload(reason), 4)
            data := add(reason, 4)
            mstore(data, length)
        }
    }
}
