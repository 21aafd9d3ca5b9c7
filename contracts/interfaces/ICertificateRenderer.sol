// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "./ICarbonCredits.sol";

/// @title ICertificateRenderer
/// @notice Turns what the registry stores about a retirement into a certificate.
interface ICertificateRenderer {
    /// @notice Which part of which retirement a certificate is about.
    /// @param retirementId an existing retirement; the registry reverts for any other.
    /// @param tokenId the certificate's number; the retirement's own, or a sub-certificate's.
    /// @param holder who the certificate is for.
    /// @param firstUnit kg of the retirement before this part, its portions counted one after another.
    /// @param units kg of this part.
    /// @param givenUnits kg of it that sub-certificates took over.
    /// @param link what the QR code says, at most 134 bytes.
    struct Part {
        uint256 retirementId;
        uint256 tokenId;
        address holder;
        uint64 firstUnit;
        uint64 units;
        uint64 givenUnits;
        string link;
    }

    /// @param registry the credit registry.
    /// @param part what to draw.
    /// @return a data URI with ERC-721 metadata, picture included.
    function tokenUri(ICarbonCredits registry, Part calldata part) external view returns (string memory);

    /// @param registry the credit registry.
    /// @param part what to draw.
    /// @return the picture alone, as SVG text.
    function svg(ICarbonCredits registry, Part calldata part) external view returns (string memory);
}
