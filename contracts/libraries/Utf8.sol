// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Utf8
/// @notice Reads text that users gave as raw bytes and need not be well-formed UTF-8.
library Utf8 {
    /// @notice Length of the well-formed sequence at `index` (RFC 3629: no overlong form, no surrogate, nothing above
    /// U+10FFFF).
    /// @param source the text.
    /// @param index where to look; below the text's length.
    /// @return 1 to 4, or 0 when the byte starts no well-formed sequence.
    function sequenceLength(bytes memory source, uint256 index) internal pure returns (uint256) {
        uint8 lead = uint8(source[index]);
        if (lead < 0x80) return 1;
        if (lead < 0xc2 || lead > 0xf4) return 0;
        uint256 length =
            lead < 0xe0
                ? 2
                : lead < 0xf0
                    ? 3
                    : 4;
        if (index + length > source.length) return 0;
        (uint8 low, uint8 high) = _secondByteRange(lead);
        uint8 second = uint8(source[index + 1]);
        if (second < low || second > high) return 0;
        for (uint256 i = 2; i < length; i++) {
            if (uint8(source[index + i]) & 0xc0 != 0x80) return 0;
        }
        return length;
    }

    /// @dev The second byte is narrower after four leads, which is what excludes overlong forms and surrogates.
    function _secondByteRange(uint8 lead) private pure returns (uint8 low, uint8 high) {
        low =
            lead == 0xe0
                ? 0xa0
                : lead == 0xf0
                    ? 0x90
                    : 0x80;
        high =
            lead == 0xed
                ? 0x9f
                : lead == 0xf4
                    ? 0x8f
                    : 0xbf;
    }
}
