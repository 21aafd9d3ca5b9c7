// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import { ERC721Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { ICertificateRenderer } from "../interfaces/ICertificateRenderer.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { IRetirementCertificate } from "../interfaces/IRetirementCertificate.sol";
import { CertificateRenderer } from "./CertificateRenderer.sol";

/// @title RetirementCertificate
/// @notice One soulbound token per retirement; see `IRetirementCertificate`.
contract RetirementCertificate is IRetirementCertificate, ERC721Upgradeable, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @custom:storage-location erc7201:carbonxchange.storage.RetirementCertificate
    struct Layout {
        address registry;
        // in what the slot left over
        uint64 lastMinted;
        mapping(uint256 tokenId => Share) shares;
        mapping(uint256 retirementId => uint64) shareCounts;
        string linkPrefix;
    }

    /// @dev Of a retirement's own certificate only what it has passed on; the rest is the registry's to say.
    struct Share {
        uint64 firstUnit;
        uint64 units;
        uint64 givenUnits;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.RetirementCertificate")) - 1))
    // & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0x3cf420844b8258adba690ff72384d7c798cc048d1fcc57a3467d589cadcdaf00;
    /// @dev With a number of at most 39 digits this fits the QR code.
    uint256 private constant MAX_PREFIX = 95;
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
        Layout storage $ = _layout();
        address registry_ = $.registry;
        if (_msgSender() != registry_) revert RetirementCertificate_OnlyRegistry(_msgSender(), registry_);
        if (retirementId <= $.lastMinted) revert RetirementCertificate_Soulbound(retirementId);
        // safe: retirements are counted one by one and never reach 2^64
        $.lastMinted = uint64(retirementId);
        _increaseBalance(to, 1);
        emit Transfer(address(0), to, retirementId);
        emit Locked(retirementId);
    }

    /// @inheritdoc IRetirementCertificate
    function split(uint256 tokenId, address to, uint64 units) external returns (uint256 shareId) {
        address holder = _requireOwned(tokenId);
        if (_msgSender() != holder) revert RetirementCertificate_NotHolder(_msgSender(), holder);
        if (to == address(0)) revert RetirementCertificate_ZeroAddress();
        _requireNotBlocked(holder);
        _requireNotBlocked(to);
        if (units == 0) revert RetirementCertificate_ZeroUnits();
        (uint256 retirementId, uint64 firstUnit, uint64 own, uint64 givenUnits) = shareOf(tokenId);
        if (units > own - givenUnits) revert RetirementCertificate_TooMuch(units, own - givenUnits);

        Layout storage $ = _layout();
        $.shares[tokenId].givenUnits = givenUnits + units;
        shareId = (uint256(++$.shareCounts[retirementId]) << 64) | retirementId;
        $.shares[shareId] = Share(firstUnit + givenUnits, units, 0);
        _mint(to, shareId);
        emit Locked(shareId);
        emit CertificateSplit(tokenId, shareId, to, firstUnit + givenUnits, units, givenUnits + units);
    }

    /// @inheritdoc IRetirementCertificate
    function setLinkPrefix(string calldata prefix) external restricted {
        uint256 length = bytes(prefix).length;
        if (length > MAX_PREFIX) revert RetirementCertificate_PrefixTooLong(length, MAX_PREFIX);
        _layout().linkPrefix = prefix;
        emit LinkPrefixSet(prefix);
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
        return RENDERER.tokenUri(ICarbonCredits(_layout().registry), partOf(tokenId));
    }

    /// @notice What the renderer is asked to draw.
    /// @param tokenId an existing certificate.
    function partOf(uint256 tokenId) public view returns (ICertificateRenderer.Part memory part) {
        part.holder = _requireOwned(tokenId);
        (part.retirementId, part.firstUnit, part.units, part.givenUnits) = shareOf(tokenId);
        part.tokenId = tokenId;
        part.link = linkOf(tokenId);
    }

    /// @inheritdoc IRetirementCertificate
    function shareOf(uint256 tokenId) public view returns (uint256, uint64, uint64, uint64) {
        _requireOwned(tokenId);
        Share storage share = _layout().shares[tokenId];
        // safe: retirements are counted one by one and never reach 2^64
        uint256 retirementId = uint64(tokenId);
        if (tokenId != retirementId) return (retirementId, share.firstUnit, share.units, share.givenUnits);
        ICarbonCredits.RetiredPortion[] memory portions = ICarbonCredits(_layout().registry).portionsOf(retirementId);
        uint64 units;
        for (uint256 i = 0; i < portions.length; ++i) units += portions[i].units;
        return (retirementId, 0, units, share.givenUnits);
    }

    /// @inheritdoc IRetirementCertificate
    function linkPrefix() external view returns (string memory) {
        return _layout().linkPrefix;
    }

    /// @inheritdoc IRetirementCertificate
    function linkOf(uint256 tokenId) public view returns (string memory) {
        string memory prefix = _layout().linkPrefix;
        if (bytes(prefix).length != 0) return string.concat(prefix, Strings.toString(tokenId));
        return
            string.concat(
                "eip155:",
                Strings.toString(block.chainid),
                "/erc721:",
                Strings.toChecksumHexString(address(this)),
                "/",
                Strings.toString(tokenId)
            );
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

    /// @dev A retirement's own certificate is held by whom the registry names, so that a retirement writes it down once; the
    /// certificates of parts are on record here.
    function _ownerOf(uint256 tokenId) internal view override returns (address) {
        if (tokenId > type(uint64).max) return super._ownerOf(tokenId);
        return ICarbonCredits(_layout().registry).beneficiaryOf(tokenId);
    }

    /// @dev The one place through which tokens move: only out of nothing.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address) {
        if (_ownerOf(tokenId) != address(0)) revert RetirementCertificate_Soulbound(tokenId);
        return super._update(to, tokenId, auth);
    }

    function _requireNotBlocked(address account) private view {
        (address gate, ) = ICarbonCredits(_layout().registry).links();
        if (IComplianceGate(gate).isBlocked(account)) revert RetirementCertificate_Blocked(account);
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
