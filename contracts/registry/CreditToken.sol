// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC1155Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC1155/ERC1155Upgradeable.sol";
import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { CarbonCreditsStorage } from "../storage/CarbonCreditsStorage.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title CreditToken
/// @notice The ERC-1155 side of the registry: one id per batch, transfers refused to blocked parties.
abstract contract CreditToken is ICarbonCredits, ERC1155Upgradeable, CarbonCreditsStorage {
    /// @inheritdoc ICarbonCredits
    function totalSupply(uint256 batchId) external view returns (uint256) {
        BatchRecord storage record = _layout().batches[batchId];
        if (record.proposalId == 0) return 0;
        return uint256(_issuedUnits(record.proposalId)) - record.retiredUnits - record.cancelledUnits;
    }

    /// @notice Where the metadata of a batch is found: the prefix followed by the batch id in decimal.
    /// @param batchId the batch.
    function uri(uint256 batchId) public view override returns (string memory) {
        return string.concat(_layout().uriPrefix, Strings.toString(batchId));
    }

    /// @inheritdoc ERC1155Upgradeable
    function supportsInterface(bytes4 interfaceId) public view virtual override returns (bool) {
        return interfaceId == type(ICarbonCredits).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Minting and burning are checked where they happen; here, both ends of a transfer and whoever moves it.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        if (from != address(0) && to != address(0)) {
            _requireNotBlocked(from);
            _requireNotBlocked(to);
            address operator = _msgSender();
            if (operator != from && operator != to) _requireNotBlocked(operator);
        }
        super._update(from, to, ids, values);
    }

    function _requireNotBlocked(address account) internal view {
        if (IComplianceGate(_layout().gate).isBlocked(account)) revert CarbonCredits_AccountBlocked(account);
    }

    /// @dev Units minted for an issued proposal.
    function _issuedUnits(uint256 proposalId) internal view returns (uint64) {
        ProposalRecord storage record = _layout().proposals[proposalId];
        // safe: propose bounds the block to 10^9 tonnes, so the product stays below 2^40
        return (uint64(record.blockEnd) - record.blockStart + 1) * RegistryFields.UNITS_PER_TONNE;
    }
}
