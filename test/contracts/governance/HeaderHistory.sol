// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { RLP } from "@openzeppelin/contracts/utils/RLP.sol";

/// @title HeaderHistory
/// @notice Stands at the address of EIP-2935 and knows the blocks that a test makes up.
contract HeaderHistory {
    using RLP for RLP.Encoder;

    mapping(uint256 blockNumber => bytes32) public hashes;

    /// @notice Makes a block up.
    /// @return header its header, RLP.
    function make(uint256 blockNumber, uint256 timestamp) external returns (bytes memory header) {
        RLP.Encoder memory fields = RLP.encoder().push(bytes32("parent")).push(bytes32("ommers")).push(address(1));
        fields = fields.push(bytes32("state")).push(bytes32("transactions")).push(bytes32("receipts"));
        fields = fields.push(new bytes(256)).push(uint256(0)).push(blockNumber).push(uint256(30_000_000));
        fields = fields.push(uint256(21_000)).push(timestamp).push(bytes("")).push(bytes32("randao"));
        header = fields.push(new bytes(8)).push(uint256(7)).encode();
        hashes[blockNumber] = keccak256(header);
    }

    fallback(bytes calldata input) external returns (bytes memory) {
        return abi.encode(hashes[uint256(bytes32(input))]);
    }
}
