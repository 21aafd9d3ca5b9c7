// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { ICertificateRenderer } from "../interfaces/ICertificateRenderer.sol";
import { CertificateFields } from "../types/CertificateFields.sol";
import { CertificateJson } from "./CertificateJson.sol";
import { CertificateReader } from "./CertificateReader.sol";
import { CertificateSvg } from "./CertificateSvg.sol";

/// @title CertificateRenderer
/// @notice Draws certificates. Holds no state and no rights.
contract CertificateRenderer is ICertificateRenderer {
    /// @inheritdoc ICertificateRenderer
    function tokenUri(ICarbonCredits registry, Part calldata part) external view returns (string memory) {
        CertificateFields memory fields = CertificateReader.read(registry, part);
        return CertificateJson.dataUri(fields, CertificateSvg.render(fields));
    }

    /// @inheritdoc ICertificateRenderer
    function svg(ICarbonCredits registry, Part calldata part) external view returns (string memory) {
        return CertificateSvg.render(CertificateReader.read(registry, part));
    }
}
