// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IRetirementCertificate
/// @notice Soulbound ERC-721 (ERC-5192): one token per retirement, its id is the retirement id. JSON and SVG are
/// rendered on-chain from what the registry stores.
interface IRetirementCertificate {
    /// @notice ERC-5192: the token can never be transferred.
    event Locked(uint256 tokenId);

    error RetirementCertificate_Soulbound(uint256 tokenId);
    error RetirementCertificate_OnlyRegistry(address caller, address registry);
    error RetirementCertificate_ZeroAddress();

    /// @notice Mints the certificate of one retirement.
    /// @dev Only the credit registry calls this. Mints without a receiver callback, so a contract that cannot take
    /// ERC-721 tokens can still retire.
    /// @param to the beneficiary.
    /// @param retirementId the retirement, and the token's id.
    function mint(address to, uint256 retirementId) external;

    /// @notice ERC-5192.
    /// @return always true for an existing token; reverts for an unknown one.
    function locked(uint256 tokenId) external view returns (bool);

    /// @return the credit registry, the only minter.
    function registry() external view returns (address);

    /// @return the contract that draws the certificates.
    function renderer() external view returns (address);
}
