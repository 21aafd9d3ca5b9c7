// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IRetirementCertificate
/// @notice Soulbound ERC-721 (ERC-5192): one token per retirement, its id is the retirement id. JSON and SVG are
/// rendered on-chain from what the registry stores. The holder may pass parts of the quantity on as sub-certificates, whose
/// ids are (number << 64) | retirement id.
interface IRetirementCertificate {
    /// @notice ERC-5192: the token can never be transferred.
    event Locked(uint256 tokenId);
    /// @notice A part of a certificate was passed on. `firstUnit` counts kg from the start of the retirement, its portions
    /// one after another; `givenUnits` is what the certificate has passed on so far.
    event CertificateSplit(
        uint256 indexed tokenId,
        uint256 indexed shareId,
        address indexed to,
        uint64 firstUnit,
        uint64 units,
        uint64 givenUnits
    );
    /// @notice What the links of the QR codes begin with from now on.
    event LinkPrefixSet(string prefix);

    error RetirementCertificate_Soulbound(uint256 tokenId);
    error RetirementCertificate_OnlyRegistry(address caller, address registry);
    error RetirementCertificate_ZeroAddress();
    error RetirementCertificate_NotHolder(address caller, address holder);
    error RetirementCertificate_Blocked(address account);
    error RetirementCertificate_ZeroUnits();
    error RetirementCertificate_TooMuch(uint64 units, uint64 left);
    error RetirementCertificate_PrefixTooLong(uint256 length, uint256 maxLength);

    /// @notice Mints the certificate of one retirement.
    /// @dev Only the credit registry calls this. Mints without a receiver callback, so a contract that cannot take
    /// ERC-721 tokens can still retire.
    /// @param to the beneficiary.
    /// @param retirementId the retirement, and the token's id.
    function mint(address to, uint256 retirementId) external;

    /// @notice Passes a part of a certificate on to another name, for good: the next `units` of its range that it has not
    /// passed on yet. The certificate itself keeps saying what was retired, and how much of it was passed on.
    /// @dev Only the certificate's holder; neither of the two may be frozen or sanctioned.
    /// @param to who the part is for.
    /// @param units kg, at most what is left.
    /// @return shareId the sub-certificate, which its holder may split further.
    function split(uint256 tokenId, address to, uint64 units) external returns (uint256 shareId);

    /// @notice Sets what the links of the QR codes begin with; the certificate's number follows. Empty for the chain-wide
    /// name of the token (CAIP-22).
    /// @dev Requires the admin role.
    /// @param prefix at most 95 bytes, so that link and number fit the code.
    function setLinkPrefix(string calldata prefix) external;

    /// @notice What a certificate is about; reverts for an unknown one.
    /// @return retirementId the retirement.
    /// @return firstUnit kg of the retirement before this part, its portions counted one after another.
    /// @return units kg of this part: of the retirement's own certificate, all of them.
    /// @return givenUnits kg of these that were passed on.
    function shareOf(
        uint256 tokenId
    ) external view returns (uint256 retirementId, uint64 firstUnit, uint64 units, uint64 givenUnits);

    /// @return what the links of the QR codes begin with; empty for the chain-wide name.
    function linkPrefix() external view returns (string memory);

    /// @return what the certificate's QR code says.
    function linkOf(uint256 tokenId) external view returns (string memory);

    /// @notice ERC-5192.
    /// @return always true for an existing token; reverts for an unknown one.
    function locked(uint256 tokenId) external view returns (bool);

    /// @return the credit registry, the only minter.
    function registry() external view returns (address);

    /// @return the contract that draws the certificates.
    function renderer() external view returns (address);
}
