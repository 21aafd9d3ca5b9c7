// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "./ICarbonCredits.sol";

/// @title IIssuanceImports
/// @notice Thousands of issuances proposed and attested at once, as the root of a Merkle tree, and minted one by one.
/// @dev A leaf is keccak256(keccak256(abi.encode(index, issuance))), hashed twice so that no inner node passes for
/// a leaf; pairs are sorted, as OpenZeppelin's MerkleProof has it.
interface IIssuanceImports {
    /// @param proposer who handed the root in.
    /// @param proposedAt unix seconds.
    /// @param count issuances in the tree.
    /// @param issuedCount of these, minted so far.
    /// @param status as of a single proposal.
    /// @param verifier who attested or refused; zero before.
    /// @param reportHash hash of the report that covers the whole import.
    struct Import {
        address proposer;
        uint40 proposedAt;
        uint32 count;
        uint32 issuedCount;
        ICarbonCredits.ProposalStatus status;
        address verifier;
        bytes32 reportHash;
    }

    event ImportProposed(bytes32 indexed root, address indexed proposer, uint32 count, bytes32 reportHash);
    event ImportAttested(bytes32 indexed root, address indexed verifier, bytes32 reportHash);
    event ImportRefused(bytes32 indexed root, address indexed verifier, string reason);
    event ImportWithdrawn(bytes32 indexed root, address indexed proposer);
    /// @notice One leaf was minted; what it said is in the events of its proposal. `issuedCount` counts the leaves so far.
    event LeafIssued(bytes32 indexed root, uint32 indexed index, uint256 indexed batchId, uint32 issuedCount);

    error CarbonCredits_UnknownImport(bytes32 root);
    error CarbonCredits_ImportExists(bytes32 root);
    error CarbonCredits_ImportStatus(
        bytes32 root,
        ICarbonCredits.ProposalStatus actual,
        ICarbonCredits.ProposalStatus required
    );
    error CarbonCredits_ImportExpired(bytes32 root, uint256 expiredAt);
    error CarbonCredits_LeafOutOfRange(uint32 index, uint32 count);
    error CarbonCredits_LeafIssued(bytes32 root, uint32 index);
    error CarbonCredits_BadProof(bytes32 root, uint32 index);

    /// @notice Proposes every issuance of a tree, valid for 180 days.
    /// @dev Requires the registry role. A root is proposed once.
    /// @param count leaves of the tree, numbered from zero.
    function proposeImport(bytes32 root, uint32 count, bytes32 reportHash) external;

    /// @notice Takes an import back; leaves already minted stay.
    /// @dev Only its proposer.
    function withdrawImport(bytes32 root) external;

    /// @notice Attests the whole tree.
    /// @dev Requires the verifier role; never the proposer.
    /// @param reportHash must equal the proposed hash.
    function attestImport(bytes32 root, bytes32 reportHash) external;

    /// @notice Refuses the whole tree with a reason.
    /// @dev Requires the verifier role; never the proposer.
    function refuseImport(bytes32 root, string calldata reason) external;

    /// @notice Mints one leaf of an attested tree, as `issue` does a single proposal. Its report hash may differ from the
    /// import's: a report of its own within the report on the whole.
    /// @dev Requires the registry role.
    function issueLeaf(
        bytes32 root,
        uint32 index,
        ICarbonCredits.Issuance calldata issuance,
        bytes32[] calldata proof
    ) external returns (uint256 batchId);

    /// @return what is known of an import; reverts for an unknown root.
    function issuanceImport(bytes32 root) external view returns (Import memory);

    /// @return whether the leaf was minted.
    function isLeafIssued(bytes32 root, uint32 index) external view returns (bool);

    /// @return the hash that the tree holds for an issuance at a position.
    function leafHash(uint32 index, ICarbonCredits.Issuance calldata issuance) external pure returns (bytes32);
}
