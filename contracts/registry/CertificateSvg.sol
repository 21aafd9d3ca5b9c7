// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { EscapedText } from "../libraries/EscapedText.sol";
import { TextLines } from "../libraries/TextLines.sol";
import { CertificateFields } from "../types/CertificateFields.sol";

/// @title CertificateSvg
/// @notice Draws a certificate: A4 landscape, serif, dark green on ivory, no script and no outside reference.
library CertificateSvg {
    using EscapedText for string;

    /// @dev A namespace of 128 bytes, a hyphen and a number of 13 digits: a serial is never cut.
    uint256 private constant MAX_SERIAL_CHARS = 142;
    /// @dev A value longer than this is set smaller, so that a whole line of it still fits the sheet.
    uint256 private constant WIDE_CHARS = 96;

    /// @param fields raw text.
    /// @return an SVG document.
    function render(CertificateFields memory fields) internal pure returns (string memory) {
        return
            string.concat(_frame(fields), _heading(fields), _seal(fields), _facts(fields), _closing(fields), "</svg>");
    }

    /// @dev The sheet, and behind the text its ornament.
    function _frame(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1120 792' width='1120' height='792' role='img' ",
                "font-family='Georgia,serif' fill='#1f3a2e'><title>Retirement certificate #",
                fields.number,
                "</title>",
                fields.ornament
            );
    }

    function _heading(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                "<g text-anchor='middle'><text x='560' y='104' font-size='17' letter-spacing='6' fill='#86681f'>",
                "CARBONXCHANGE</text><text x='560' y='156' font-size='44'>Certificate of Retirement</text>",
                "<text x='560' y='196' font-size='18' font-style='italic'>This certifies the permanent retirement of</text>",
                "<text x='560' y='266' font-size='62'>",
                fields.tonnes,
                "<tspan font-size='28' dx='12'>t CO&#8322;e</tspan></text>",
                _centred(TextLines.wrap(fields.projectName, 64, 2), 312, 26, 24),
                "<text x='560' y='366' font-size='17' fill='#4a5f54'>",
                string.concat(
                    fields.registryName.xml(),
                    " &#183; ",
                    fields.projectNativeId.xml(),
                    " &#183; ",
                    fields.country.xml()
                ),
                "</text></g>",
                "<path d='M410 384h300' stroke='#b08d3c'/>"
            );
    }

    /// @dev The QR code of the verification link, and beneath it how the certificate stands.
    function _seal(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                "<g transform='translate(914 96) scale(3)'><rect x='-4' y='-4' width='49' height='49' fill='#fff'/>",
                "<path shape-rendering='crispEdges' fill='#000' d='",
                fields.code,
                "'/></g><text x='975' y='254' text-anchor='middle' font-size='17'>Status: ",
                fields.status,
                bytes(fields.impairedTonnes).length == 0 ? "" : string.concat(" (", fields.impairedTonnes, " t)"),
                "</text>"
            );
    }

    /// @dev Two columns of label and value; the serials have a full line each.
    function _facts(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                string.concat(
                    _fact(90, 416, "Methodology", fields.methodology, 48),
                    _fact(600, 416, "Vintage", string.concat(fields.vintageFrom, " to ", fields.vintageTo), 48),
                    _fact(90, 468, "Purpose", _purpose(fields), 48),
                    _fact(600, 468, "Claimed for", _claimedFor(fields), 48)
                ),
                _serials(fields),
                _fact(90, 624, "Beneficiary", fields.beneficiary, 60),
                _fact(600, 624, "Retired by", fields.account, 60)
            );
    }

    /// @dev Of one portion both ends in full; of several the first two, and how many there are.
    function _serials(CertificateFields memory fields) private pure returns (string memory) {
        uint256 count = fields.portions.length;
        if (count == 1) {
            return
                string.concat(
                    _fact(90, 520, "First serial", fields.firstSerial, MAX_SERIAL_CHARS),
                    _fact(90, 572, "Last serial", fields.lastSerial, MAX_SERIAL_CHARS)
                );
        }
        return string.concat(_portion(fields, 0, 520), _portion(fields, 1, 572));
    }

    function _portion(CertificateFields memory fields, uint256 index, uint256 y) private pure returns (string memory) {
        string memory label = string.concat(
            "Portion ",
            Strings.toString(index + 1),
            " of ",
            Strings.toString(fields.portions.length),
            ", ",
            fields.portions[index].tonnes,
            " t, from serial (all portions are in the metadata)"
        );
        return _fact(90, y, label, fields.portions[index].firstSerial, MAX_SERIAL_CHARS);
    }

    function _purpose(CertificateFields memory fields) private pure returns (string memory) {
        return bytes(fields.claim).length == 0 ? fields.purpose : string.concat(fields.purpose, ", ", fields.claim);
    }

    function _claimedFor(CertificateFields memory fields) private pure returns (string memory) {
        bool period = bytes(fields.periodTo).length != 0;
        bool country = bytes(fields.consumptionCountry).length != 0;
        if (!period && !country) return "Not stated";
        string memory dates = period ? string.concat(fields.periodFrom, " to ", fields.periodTo) : "";
        return string.concat(dates, period && country ? ", " : "", fields.consumptionCountry);
    }

    function _closing(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                "<g text-anchor='middle' font-style='italic'>",
                _centred(TextLines.wrap(fields.statement, 110, 3), 676, 18, 15),
                "</g><g font-size='15'><text x='90' y='738'>Retired on ",
                fields.retiredAt,
                "</text><text x='560' y='738' text-anchor='middle'>Not transferable</text>",
                "<text x='1030' y='738' text-anchor='end'>No. ",
                fields.number,
                "</text></g>"
            );
    }

    function _fact(
        uint256 x,
        uint256 y,
        string memory label,
        string memory value,
        uint256 maxChars
    ) private pure returns (string memory) {
        string[] memory lines = TextLines.wrap(value, maxChars, 1);
        return
            string.concat(
                _textAt(x, y),
                "' font-size='13' fill='#86681f'>",
                label,
                "</text>",
                _textAt(x, y + 22),
                bytes(value).length > WIDE_CHARS ? "' font-size='12'>" : "' font-size='17'>",
                lines.length == 0 ? "" : lines[0].xml(),
                "</text>"
            );
    }

    /// @dev A text element opened up to its y attribute, whose quote the caller closes.
    function _textAt(uint256 x, uint256 y) private pure returns (string memory) {
        return string.concat("<text x='", Strings.toString(x), "' y='", Strings.toString(y));
    }

    function _centred(
        string[] memory lines,
        uint256 y,
        uint256 lineHeight,
        uint256 fontSize
    ) private pure returns (string memory out) {
        for (uint256 i = 0; i < lines.length; i++) {
            out = string.concat(
                out,
                _textAt(560, y + i * lineHeight),
                "' font-size='",
                Strings.toString(fontSize),
                "'>",
                lines[i].xml(),
                "</text>"
            );
        }
    }
}
