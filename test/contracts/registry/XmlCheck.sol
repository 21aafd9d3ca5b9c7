// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title XmlCheck
/// @notice A strict little reader of XML: elements nest, attributes are quoted, references are known, text is clean.
library XmlCheck {
    error XmlCheck_Malformed(uint256 position, string why);

    /// @dev Reverts where the document is not well-formed. Returns the character data, references resolved.
    function text(bytes memory doc) internal pure returns (string memory) {
        bytes memory out = new bytes(doc.length);
        bytes[] memory open = new bytes[](32);
        uint256 length;
        uint256 depth;
        uint256 i;
        while (i < doc.length) {
            if (doc[i] == "<") {
                bool closing = doc[i + 1] == "/";
                uint256 nameStart = closing ? i + 2 : i + 1;
                uint256 nameEnd = _nameEnd(doc, nameStart);
                bytes memory name = _slice(doc, nameStart, nameEnd);
                bool selfClosed;
                (i, selfClosed) = _tagEnd(doc, nameEnd);
                if (closing) {
                    if (depth == 0 || keccak256(open[--depth]) != keccak256(name))
                        revert XmlCheck_Malformed(i, "nesting");
                } else if (!selfClosed) {
                    open[depth++] = name;
                }
                if (depth == 0 && i != doc.length) revert XmlCheck_Malformed(i, "text after the root");
            } else if (doc[i] == "&") {
                (bytes memory character, uint256 next) = _reference(doc, i);
                for (uint256 k = 0; k < character.length; k++) out[length++] = character[k];
                i = next;
            } else {
                if (doc[i] == ">" || uint8(doc[i]) < 0x20) revert XmlCheck_Malformed(i, "raw character");
                out[length++] = doc[i++];
            }
        }
        if (depth != 0) revert XmlCheck_Malformed(i, "unclosed element");
        assembly ("memory-safe") {
            mstore(out, length)
        }
        return string(out);
    }

    function _nameEnd(bytes memory doc, uint256 from) private pure returns (uint256 i) {
        for (i = from; doc[i] >= "a" && doc[i] <= "z"; i++) {}
        if (i == from) revert XmlCheck_Malformed(from, "element name");
    }

    /// @dev Steps over attributes to behind the tag.
    function _tagEnd(bytes memory doc, uint256 from) private pure returns (uint256, bool selfClosed) {
        bool quoted;
        for (uint256 i = from; i < doc.length; i++) {
            if (doc[i] == "'") quoted = !quoted;
            else if (doc[i] == "<" || doc[i] == '"') revert XmlCheck_Malformed(i, "attribute");
            else if (doc[i] == ">" && !quoted) return (i + 1, doc[i - 1] == "/");
        }
        revert XmlCheck_Malformed(from, "unclosed tag");
    }

    function _reference(bytes memory doc, uint256 from) private pure returns (bytes memory, uint256) {
        string[7] memory names = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#183;", "&#8322;"];
        string[7] memory characters = ["&", "<", ">", '"', "'", unicode"·", unicode"₂"];
        for (uint256 n = 0; n < names.length; n++) {
            uint256 end = from + bytes(names[n]).length;
            if (end > doc.length || keccak256(_slice(doc, from, end)) != keccak256(bytes(names[n]))) continue;
            return (bytes(characters[n]), end);
        }
        revert XmlCheck_Malformed(from, "reference");
    }

    function _slice(bytes memory source, uint256 from, uint256 to) private pure returns (bytes memory out) {
        out = new bytes(to - from);
        for (uint256 i = from; i < to; i++) out[i - from] = source[i];
    }
}
