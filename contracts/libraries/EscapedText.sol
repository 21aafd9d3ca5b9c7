// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// The text written here is full of double quotes.
// solhint-disable quotes

import { Utf8 } from "./Utf8.sol";

/// @title EscapedText
/// @notice Makes text that users gave safe inside a JSON string or XML character data. Ill-formed UTF-8 and characters
/// that the target cannot carry become U+FFFD, the replacement character.
library EscapedText {
    /// @dev The longest replacement, "\u001f" or "&quot;", has six bytes for one.
    uint256 private constant WORST_GROWTH = 6;
    bytes private constant REPLACEMENT = hex"efbfbd";
    bytes16 private constant HEX_DIGITS = "0123456789abcdef";

    /// @param source any bytes.
    /// @return text to stand between the quotes of a JSON string (RFC 8259).
    function json(string memory source) internal pure returns (string memory) {
        return _map(bytes(source), _jsonCharacter);
    }

    /// @param source any bytes.
    /// @return text to stand in XML 1.0 character data or in a quoted attribute.
    function xml(string memory source) internal pure returns (string memory) {
        return _map(bytes(source), _xmlCharacter);
    }

    function _map(
        bytes memory input,
        function(bytes memory, uint256, uint256) pure returns (bytes memory) replace
    ) private pure returns (string memory) {
        bytes memory out = new bytes(input.length * WORST_GROWTH);
        uint256 length;
        for (uint256 i = 0; i < input.length;) {
            uint256 width = Utf8.sequenceLength(input, i);
            bytes memory replacement = width == 0 ? REPLACEMENT : replace(input, i, width);
            if (replacement.length == 0) {
                for (uint256 k = 0; k < width; k++) out[length++] = input[i + k];
            } else {
                for (uint256 k = 0; k < replacement.length; k++) out[length++] = replacement[k];
            }
            i += width == 0 ? 1 : width;
        }
        // safe: only shortens the array
        assembly ("memory-safe") {
            mstore(out, length)
        }
        return string(out);
    }

    /// @dev Empty when the character may stand as it is.
    function _jsonCharacter(bytes memory input, uint256 i, uint256) private pure returns (bytes memory) {
        bytes1 c = input[i];
        if (c == '"') return '\\"';
        if (c == "\\") return "\\\\";
        if (uint8(c) >= 0x20) return "";
        return abi.encodePacked("\\u00", HEX_DIGITS[uint8(c) >> 4], HEX_DIGITS[uint8(c) & 0x0f]);
    }

    /// @dev Empty when the character may stand as it is.
    function _xmlCharacter(bytes memory input, uint256 i, uint256 width) private pure returns (bytes memory) {
        bytes1 c = input[i];
        if (c == "&") return "&amp;";
        if (c == "<") return "&lt;";
        if (c == ">") return "&gt;";
        if (c == '"') return "&quot;";
        if (c == "'") return "&#39;";
        // XML 1.0 has no control characters but tab, line feed and carriage return
        if (uint8(c) < 0x20 && c != 0x09 && c != 0x0a && c != 0x0d) return REPLACEMENT;
        // nor U+FFFE and U+FFFF
        if (width == 3 && c == 0xef && input[i + 1] == 0xbf && input[i + 2] >= 0xbe) return REPLACEMENT;
        return "";
    }
}
