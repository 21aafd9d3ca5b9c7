// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "./ICarbonCredits.sol";

/// @title ICertificateRenderer
/// @notice Turns what the registry stores about a retirement into a certificate.
interface ICertificateRenderer {
    /// @param registry the credit registry.
    /// @param retirementId an existing retirement; the registry reverts for any other.
    /// @return a data URI with ERC-721 metadata, picture included.
    function tokenUri(ICarbonCredits registry, uint256 retirementId) external view returns (string memory);

    /// @param registry the credit registry.
    /// @param retirementId an existing retirement.
    /// @return the picture alone, as SVG text.
    function svg(ICarbonCredits registry, uint256 retirementId) external view returns (string memory);
}
