// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import { ERC721Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { ICertificateRenderer } from "../interfaces/ICertificateRenderer.sol";
import { IRetirementCertificate } from "../interfaces/IRetirementCertificate.sol";
import { CertificateRenderer } from "./CertificateRenderer.sol";

/// @title RetirementCertificate
/// @notice One soulbound token per retirement; see `IRetirementCertificate`.
contract RetirementCertificate is IRetirementCertificate, ERC721Upgradeable, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @custom:storage-location erc7201:carbonxchange.storage.RetirementCertificate
    struct Layout {
        address registry;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.RetirementCertificate")) - 1))
    // & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0x3cf420844b8258adba690ff72384d7c798cc048d1fcc57a3467d589cadcdaf00;
    /// @dev ERC-165 id of ERC-5192.
    bytes4 private constant ERC5192_ID = 0xb45a3c0e;

    /// @dev Belongs to the implementation's code, so that an upgrade replaces both together.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ICertificateRenderer private immutable RENDERER;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        // the drawing code does not fit beside the token's; creating it here leaves nothing to configure
        RENDERER = new CertificateRenderer();
        _disableInitializers();
    }

    /// @notice Sets the proxy up.
    /// @param accessManager the AccessManager that decides who may upgrade.
    /// @param registry_ the credit registry's proxy, the only minter.
    function initialize(address accessManager, address registry_) external initializer {
        if (accessManager == address(0) || registry_ == address(0)) revert RetirementCertificate_ZeroAddress();
        __ERC721_init("CarbonXchange Retirement Certificate", "CXRC");
        __AccessManaged_init(accessManager);
        _layout().registry = registry_;
    }

    /// @inheritdoc IRetirementCertificate
    function mint(address to, uint256 retirementId) external {
        address registry_ = _layout().registry;
        if (_msgSender() != registry_) revert RetirementCertificate_OnlyRegistry(_msgSender(), registry_);
        _mint(to, retirementId);
        emit Locked(retirementId);
    }

    /// @inheritdoc IRetirementCertificate
    function locked(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        return true;
    }

    /// @inheritdoc IRetirementCertificate
    function renderer() external view returns (address) {
        return address(RENDERER);
    }

    /// @inheritdoc IRetirementCertificate
    function registry() external view returns (address) {
        return _layout().registry;
    }

    /// @notice The whole metadata with the picture, as a data URI.
    /// @param tokenId the retirement.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        _requireOwned(tokenId);
        return RENDERER.tokenUri(ICarbonCredits(_layout().registry), tokenId);
    }

    /// @notice Always refused: an approval could never be used.
    function approve(address, uint256 tokenId) public pure override {
        revert RetirementCertificate_Soulbound(tokenId);
    }

    /// @notice Always refused: an approval could never be used.
    function setApprovalForAll(address, bool) public pure override {
        revert RetirementCertificate_Soulbound(0);
    }

    /// @inheritdoc ERC721Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == ERC5192_ID ||
            interfaceId == type(IRetirementCertificate).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    /// @dev The one place through which tokens move: only out of nothing.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address) {
        if (_ownerOf(tokenId) != address(0)) revert RetirementCertificate_Soulbound(tokenId);
        return super._update(to, tokenId, auth);
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
