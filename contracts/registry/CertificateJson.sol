// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// The text written here is full of double quotes.
// solhint-disable quotes

import { Base64 } from "@openzeppelin/contracts/utils/Base64.sol";

import { EscapedText } from "../libraries/EscapedText.sol";
import { CertificateFields, CertificatePortion } from "../types/CertificateFields.sol";

/// @title CertificateJson
/// @notice ERC-721 metadata of a certificate.
library CertificateJson {
    using EscapedText for string;

    /// @param fields raw text.
    /// @param svg the picture, as XML text.
    /// @return a data URI with the whole metadata, picture included.
    function dataUri(CertificateFields memory fields, string memory svg) internal pure returns (string memory) {
        bytes memory document = abi.encodePacked(
            '{"name":"Retirement certificate #',
            fields.number,
            '","description":"',
            _description(fields),
            '","image":"data:image/svg+xml;base64,',
            Base64.encode(bytes(svg)),
            '","attributes":[',
            string.concat(_projectAttributes(fields), ",", _unitAttributes(fields), ",", _claimAttributes(fields)),
            '],"portions":[',
            _portions(fields.portions),
            "]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(document));
    }

    /// @dev Complete, however many: the picture shows only the first.
    function _portions(CertificatePortion[] memory portions) private pure returns (bytes memory out) {
        for (uint256 i = 0; i < portions.length; ++i) {
            out = abi.encodePacked(
                out,
                i == 0 ? '{"project":"' : ',{"project":"',
                portions[i].project.json(),
                '","firstSerial":"',
                portions[i].firstSerial.json(),
                '","lastSerial":"',
                portions[i].lastSerial.json(),
                '","tonnes":"',
                portions[i].tonnes,
                '"}'
            );
        }
    }

    function _description(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                fields.tonnes,
                " tonnes of CO2 equivalent were retired for good on ",
                fields.retiredAt,
                " from ",
                string.concat(fields.registryName.json(), " project ", fields.projectNativeId.json()),
                ", ",
                fields.projectName.json(),
                ". This certificate cannot be transferred."
            );
    }

    function _projectAttributes(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                _first("Registry", fields.registryName),
                _next("Project ID", fields.projectNativeId),
                _next("Project name", fields.projectName),
                _next("Methodology", fields.methodology),
                string.concat(
                    _next("Country", fields.country),
                    _next("Vintage from", fields.vintageFrom),
                    _next("Vintage to", fields.vintageTo)
                )
            );
    }

    function _unitAttributes(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                _first("Quantity (tonnes CO2e)", fields.tonnes),
                _next("First serial", fields.firstSerial),
                _next("Last serial", fields.lastSerial),
                _next("Retired at", fields.retiredAt),
                _next("Retired by", fields.account)
            );
    }

    function _claimAttributes(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                _first("Beneficiary", fields.beneficiary),
                _nextIfAny("Beneficiary reference", fields.beneficiaryRef),
                _next("Purpose", fields.purpose),
                _nextIfAny("Consumption country", fields.consumptionCountry),
                string.concat(
                    _nextIfAny("Period from", fields.periodFrom),
                    _nextIfAny("Period to", fields.periodTo),
                    _nextIfAny("Statement", fields.statement)
                ),
                _standing(fields)
            );
    }

    /// @dev What may change after the retirement, and what was left unsaid above.
    function _standing(CertificateFields memory fields) private pure returns (string memory) {
        return
            string.concat(
                _nextIfAny("Claim", fields.claim),
                _next("Status", fields.status),
                _nextIfAny("Impaired (tonnes CO2e)", fields.impairedTonnes),
                _nextIfAny("Passed on (tonnes CO2e)", fields.passedOnTonnes),
                _nextIfAny("Part of certificate", fields.parent),
                _next("Verification", fields.link)
            );
    }

    function _first(string memory trait, string memory value) private pure returns (string memory) {
        return string.concat('{"trait_type":"', trait, '","value":"', value.json(), '"}');
    }

    function _next(string memory trait, string memory value) private pure returns (string memory) {
        return string.concat(",", _first(trait, value));
    }

    function _nextIfAny(string memory trait, string memory value) private pure returns (string memory) {
        return bytes(value).length == 0 ? "" : _next(trait, value);
    }
}
