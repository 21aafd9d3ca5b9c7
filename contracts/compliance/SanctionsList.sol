// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { IManagedSanctionsList } from "../interfaces/IManagedSanctionsList.sol";
import { ISanctionsList } from "../interfaces/ISanctionsList.sol";

/// @title SanctionsList
/// @notice Our own sanctions list, for chains without a public one; see `IManagedSanctionsList`.
contract SanctionsList is IManagedSanctionsList, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @custom:storage-location erc7201:carbonxchange.storage.SanctionsList
    struct Layout {
        mapping(address account => bool) listed;
        address gate;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.SanctionsList")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0x5afc10bec4ab9a149072249795944803f670faa449a3b6857257df8629d6a600;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Sets the proxy up.
    /// @param accessManager the AccessManager that decides who may call the restricted functions.
    function initialize(address accessManager) external initializer {
        if (accessManager == address(0)) revert SanctionsList_ZeroAddress();
        __AccessManaged_init(accessManager);
    }

    /// @inheritdoc IManagedSanctionsList
    function addToSanctionsList(address[] calldata newSanctions) external restricted {
        _write(newSanctions, true);
        emit SanctionedAddressesAdded(newSanctions);
        address told = _layout().gate;
        if (told == address(0)) return;
        for (uint256 i = 0; i < newSanctions.length; i++) IComplianceGate(told).refresh(newSanctions[i]);
    }

    /// @inheritdoc IManagedSanctionsList
    function removeFromSanctionsList(address[] calldata removeSanctions) external restricted {
        _write(removeSanctions, false);
        emit SanctionedAddressesRemoved(removeSanctions);
    }

    /// @inheritdoc IManagedSanctionsList
    function setGate(address gate_) external restricted {
        _layout().gate = gate_;
        emit GateSet(gate_);
    }

    /// @inheritdoc IManagedSanctionsList
    function gate() external view returns (address) {
        return _layout().gate;
    }

    /// @inheritdoc ISanctionsList
    function isSanctioned(address account) external view returns (bool) {
        return _layout().listed[account];
    }

    function _write(address[] calldata accounts, bool listed) private {
        Layout storage $ = _layout();
        for (uint256 i = 0; i < accounts.length; i++) {
            // the zero address stands for minting and burning: listing it could stop those
            if (accounts[i] == address(0)) revert SanctionsList_ZeroAddress();
            $.listed[accounts[i]] = listed;
        }
    }

    function _layout() private pure returns (Layout storage $) {
        // safe: LOCATION is the namespace's root and holds nothing but Layout
        assembly {
            $.slot := LOCATION
        }
    }

    // solhint-disable-next-line no-empty-blocks
    function _authorizeUpgrade(address) internal override restricted {}
}
