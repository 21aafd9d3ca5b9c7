// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Utf8 } from "./Utf8.sol";

/// @title TextLines
/// @notice Breaks text into lines of bounded width for pictures, which do not wrap text themselves.
library TextLines {
    /// @param source any bytes; an ill-formed byte counts as one character.
    /// @param maxChars most characters on a line, at least 1.
    /// @param maxLines most lines, at least 1; text beyond the last is replaced by "...".
    /// @return lines broken after spaces where possible, inside words where not. None for empty text.
    function wrap(
        string memory source,
        uint256 maxChars,
        uint256 maxLines
    ) internal pure returns (string[] memory lines) {
        bytes memory input = bytes(source);
        lines = new string[](maxLines);
        uint256 count;
        uint256 from;
        while (from < input.length && count < maxLines) {
            uint256 to = _lineEnd(input, from, maxChars);
            lines[count++] = _slice(input, from, to);
            from = to;
        }
        if (from < input.length) lines[count - 1] = string.concat(lines[count - 1], "...");
        // safe: only shortens the array
        assembly ("memory-safe") {
            mstore(lines, count)
        }
    }

    /// @dev Where the line that starts at `from` ends: after the last space that fits, or after the last character.
    function _lineEnd(bytes memory input, uint256 from, uint256 maxChars) private pure returns (uint256) {
        uint256 position = from;
        uint256 afterSpace;
        for (uint256 chars = 0; chars < maxChars; chars++) {
            if (position >= input.length) return position;
            uint256 width = Utf8.sequenceLength(input, position);
            position += width == 0 ? 1 : width;
            if (input[position - 1] == " ") afterSpace = position;
        }
        return position >= input.length || afterSpace == 0 ? position : afterSpace;
    }

    function _slice(bytes memory input, uint256 from, uint256 to) private pure returns (string memory) {
        bytes memory out = new bytes(to - from);
        for (uint256 i = from; i < to; i++) out[i - from] = input[i];
        return string(out);
    }
}
