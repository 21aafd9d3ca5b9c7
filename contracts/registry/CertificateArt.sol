// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { QrCode } from "../libraries/QrCode.sol";

/// @title CertificateArt
/// @notice Draws what is no text on a certificate: its ornament and its QR code. Apart from the renderer because both do not
/// fit one contract; holds no state.
contract CertificateArt {
    /// @param link at most 134 bytes.
    /// @return ornament background, double border and a rosette of turned ellipses, for a sheet of 1120 x 792.
    /// @return code the dark modules of a symbol of 41 x 41, one unit each, as the data of an SVG path.
    function draw(string calldata link) external pure returns (string memory ornament, string memory code) {
        uint256[41] memory rows = QrCode.encode(link);
        for (uint256 y = 0; y < rows.length; ++y) code = string.concat(code, _row(rows[y], Strings.toString(y)));
        return (_ornament(), code);
    }

    function _ornament() private pure returns (string memory) {
        return
            string.concat(
                "<rect width='1120' height='792' fill='#faf7ee'/>",
                "<g fill='none' stroke='#1f3a2e' opacity='.09'>",
                _rosette(),
                "</g><g fill='none'><rect x='24' y='24' width='1072' height='744' stroke='#1f3a2e' stroke-width='3'/>",
                "<rect x='34' y='34' width='1052' height='724' stroke='#b08d3c'/>",
                "<path d='M34 74h40v-40M1046 34v40h40M1086 718h-40v40M74 758v-40h-40' stroke='#b08d3c'/></g>"
            );
    }

    function _rosette() private pure returns (string memory out) {
        for (uint256 angle = 0; angle < 180; angle += 15) {
            out = string.concat(
                out,
                "<ellipse cx='560' cy='396' rx='330' ry='120' transform='rotate(",
                Strings.toString(angle),
                " 560 396)'/>"
            );
        }
    }

    /// @dev Runs of dark modules, each one rectangle; row by row, which keeps what is copied short.
    function _row(uint256 modules, string memory y) private pure returns (string memory runs) {
        uint256 x;
        while (modules >> x != 0) {
            while ((modules >> x) & 1 == 0) ++x;
            uint256 from = x;
            while ((modules >> x) & 1 == 1) ++x;
            runs = string.concat(runs, _run(from, y, x - from));
        }
    }

    function _run(uint256 x, string memory y, uint256 length) private pure returns (string memory) {
        string memory width = Strings.toString(length);
        return string.concat("M", Strings.toString(x), " ", y, "h", width, "v1h-", width, "z");
    }
}
