// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { IERC8393 } from "../interfaces/IERC8393.sol";
import { CalendarDate } from "../libraries/CalendarDate.sol";
import { CountryCode } from "../libraries/CountryCode.sol";
import { CreditViews } from "./CreditViews.sol";

/// @title StandardCredits
/// @notice The registry as ERC-8393 describes one; its `retire` stands with the others in `Retirements`.
abstract contract StandardCredits is CreditViews {
    using CountryCode for bytes2;

    /// @dev See IERC8393.
    function encodeTokenId(uint256 projectId, uint256 creditId) external pure returns (uint256) {
        if (projectId > type(uint128).max || creditId > type(uint128).max)
            revert IERC8393.ERC8393_NumberTooLarge(projectId, creditId);
        return (projectId << 128) | creditId;
    }

    /// @dev See IERC8393.
    function decodeTokenId(uint256 tokenId) external pure returns (uint256 projectId, uint256 creditId) {
        // safe: the lower half of the id
        return (tokenId >> 128, uint128(tokenId));
    }

    /// @dev See IERC8393.
    function getMetadata(uint256 tokenId) external view returns (IERC8393.CreditMetadata memory metadata) {
        BatchRecord storage record = _knownBatch(tokenId);
        ProposalRecord storage source = _layout().proposals[record.proposalId];
        metadata.projectId = source.projectId;
        // safe: the lower half of the id
        metadata.creditId = uint128(tokenId);
        metadata.projectName = _layout().projects[source.projectId].name;
        metadata.methodology =
            bytes(source.methodology).length == 0
                ? _layout().projects[source.projectId].methodology
                : source.methodology;
        metadata.vintage = _vintage(source.vintageStart, source.vintageEnd);
        metadata.country = _layout().projects[source.projectId].country.text();
        metadata.totalVolume = _issuedUnits(record.proposalId);
        metadata.isRetired = record.retiredUnits == metadata.totalVolume;
    }

    /// @dev See IERC8393.
    function mintCredit(address, uint256, uint256, uint256, uint256, IERC8393.CreditMetadata calldata) external pure {
        revert IERC8393.ERC8393_MintByProposal();
    }

    /// @dev See IERC8393.
    function retiredBalanceOf(address account, uint256 tokenId) external view returns (uint256) {
        return _layout().retiredUnits[account][tokenId];
    }

    /// @dev See IERC8393.
    function tokenExists(uint256 tokenId) external view returns (bool) {
        return _layout().batches[tokenId].proposalId != 0;
    }

    /// @dev See IERC8393.
    function isExpired(uint256) external pure returns (bool) {
        return false;
    }

    function _vintage(uint40 start, uint40 end) private pure returns (string memory) {
        (uint256 first, , ) = CalendarDate.fromTimestamp(start);
        (uint256 last, , ) = CalendarDate.fromTimestamp(end);
        if (first == last) return Strings.toString(first);
        return string.concat(Strings.toString(first), "-", Strings.toString(last));
    }
}
