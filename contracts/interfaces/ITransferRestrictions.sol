// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ITransferRestrictions
/// @notice ERC-1404 for a token with many ids: why a transfer would be refused, as a code and in words.
interface ITransferRestrictions {
    /// @notice Never reverts.
    /// @param value units, kg.
    /// @return code 0 none; 30 the sender and 31 the recipient is frozen or sanctioned; 40 the batch is suspended; 41 the
    /// units are frozen; 42 no such batch.
    function detectTransferRestriction(
        address from,
        address to,
        uint256 tokenId,
        uint256 value
    ) external view returns (uint8 code);

    /// @param code as `detectTransferRestriction` gives it.
    /// @return message in English; for a code that is never given, it says so.
    function messageForTransferRestriction(uint8 code) external pure returns (string memory message);
}
