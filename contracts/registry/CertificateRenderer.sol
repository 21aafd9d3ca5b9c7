// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { ICertificateRenderer } from "../interfaces/ICertificateRenderer.sol";
import { CertificateFields } from "../types/CertificateFields.sol";
import { CertificateArt } from "./CertificateArt.sol";
import { CertificateJson } from "./CertificateJson.sol";
import { CertificateReader } from "./CertificateReader.sol";
import { CertificateSvg } from "./CertificateSvg.sol";

/// @title CertificateRenderer
/// @notice Draws certificates. Holds no state and no rights.
contract CertificateRenderer is ICertificateRenderer {
    CertificateArt private immutable ART = new CertificateArt();

    /// @inheritdoc ICertificateRenderer
    function tokenUri(ICarbonCredits registry, Part calldata part) external view returns (string memory) {
        CertificateFields memory fields = _read(registry, part);
        return CertificateJson.dataUri(fields, CertificateSvg.render(fields));
    }

    /// @inheritdoc ICertificateRenderer
    function svg(ICarbonCredits registry, Part calldata part) external view returns (string memory) {
        return CertificateSvg.render(_read(registry, part));
    }

    function _read(ICarbonCredits registry, Part calldata part) private view returns (CertificateFields memory fields) {
        fields = CertificateReader.read(registry, part);
        (fields.ornament, fields.code) = ART.draw(part.link);
    }
}
