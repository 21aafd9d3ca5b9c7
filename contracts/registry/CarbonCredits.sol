// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC1155Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC1155/ERC1155Upgradeable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IERC7943MultiToken } from "../interfaces/IERC7943MultiToken.sol";
import { IERC8393 } from "../interfaces/IERC8393.sol";
import { IIssuanceImports } from "../interfaces/IIssuanceImports.sol";
import { IPendingRetirements } from "../interfaces/IPendingRetirements.sol";
import { ITransferRestrictions } from "../interfaces/ITransferRestrictions.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";
import { Retirements } from "./Retirements.sol";

/// @title CarbonCredits
/// @notice The credit registry: everything in ICarbonCredits and the interfaces beside it.
/// @dev Transfers and retirements are compiled in; the rest lives in the modules behind it, see ModuleChain:
/// CreditIssuance, CreditRequests, CreditOffice. Deployed behind an ERC-1967 proxy.
contract CarbonCredits is Retirements, ModuleChain, UUPSUpgradeable {
    /// @param next CreditIssuance.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address next) ModuleChain(next) {
        _disableInitializers();
    }

    /// @notice Sets the proxy up.
    /// @param accessManager the AccessManager that decides who may call the restricted functions.
    /// @param gate the compliance gate; its proxy, so that it never needs replacing.
    /// @param uriPrefix what stands before the decimal batch id in `uri`.
    function initialize(address accessManager, address gate, string calldata uriPrefix) external initializer {
        if (accessManager == address(0) || gate == address(0)) revert ICarbonCredits.CarbonCredits_ZeroAddress();
        __AccessManaged_init(accessManager);
        __ERC1155_init(""); // `uri` is our own and reads uriPrefix
        Layout storage $ = _layout();
        $.gate = gate;
        $.uriPrefix = uriPrefix;
    }

    /// @dev See ICarbonCredits.
    function setCertificate(address certificate) external restricted {
        Layout storage $ = _layout();
        if (certificate == address(0)) revert ICarbonCredits.CarbonCredits_ZeroAddress();
        if ($.certificate != address(0)) revert ICarbonCredits.CarbonCredits_CertificateAlreadySet($.certificate);
        $.certificate = certificate;
        emit ICarbonCredits.CertificateSet(certificate);
    }

    /// @dev See ICarbonCredits.
    function setBuffer(address buffer) external restricted {
        Layout storage $ = _layout();
        if (buffer == address(0)) revert ICarbonCredits.CarbonCredits_ZeroAddress();
        if ($.buffer != address(0)) revert ICarbonCredits.CarbonCredits_BufferAlreadySet($.buffer);
        $.buffer = buffer;
        emit ICarbonCredits.BufferSet(buffer);
    }

    /// @notice Where the metadata of a batch is found: the prefix followed by the batch id in decimal.
    /// @param batchId the batch.
    function uri(uint256 batchId) public view override returns (string memory) {
        return string.concat(_layout().uriPrefix, Strings.toString(batchId));
    }

    /// @inheritdoc ERC1155Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(ICarbonCredits).interfaceId ||
            interfaceId == type(IERC7943MultiToken).interfaceId ||
            interfaceId == type(IERC8393).interfaceId ||
            interfaceId == type(IPendingRetirements).interfaceId ||
            interfaceId == type(IIssuanceImports).interfaceId ||
            interfaceId == type(ITransferRestrictions).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    /// @dev The role check sees the selector of `upgradeToAndCall`, the only way here.
    function _authorizeUpgrade(address) internal override restricted {}
}
