// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

import { EscapedText } from "../../../contracts/libraries/EscapedText.sol";
import { TextLines } from "../../../contracts/libraries/TextLines.sol";
import { Utf8 } from "../../../contracts/libraries/Utf8.sol";
import { XmlCheck } from "./XmlCheck.sol";

contract TextTest is Test {
    using EscapedText for string;

    string internal constant REPLACEMENT = unicode"\ufffd";

    // ------------------------------------------------------------------------------------------- JSON

    function test_JsonEscapesQuotesBackslashesAndControls() public pure {
        assertEq(string('say "hi" \\ now').json(), 'say \\"hi\\" \\\\ now');
        assertEq(string(hex"000a1f7f").json(), string.concat("\\u0000\\u000a\\u001f", hex"7f"));
        assertEq(string("<&>'").json(), "<&>'");
        assertEq(string("").json(), "");
    }

    function test_JsonReplacesIllFormedBytes() public pure {
        assertEq(string(abi.encodePacked("a", hex"ff", "b")).json(), string.concat("a", REPLACEMENT, "b"));
        assertEq(string(abi.encodePacked("a", hex"e282")).json(), string.concat("a", REPLACEMENT, REPLACEMENT));
    }

    /// @dev A real JSON parser gives back what went in.
    function testFuzz_JsonRoundTripsThroughAParser(string memory value) public pure {
        string memory document = string.concat('{"value":"', value.json(), '"}');
        string memory parsed = vm.parseJsonString(document, ".value");
        assertEq(parsed, _sanitised(value));
    }

    function testFuzz_JsonOfAnyBytesParses(bytes memory value) public pure {
        string memory document = string.concat('{"value":"', string(value).json(), '"}');
        assertEq(vm.parseJsonString(document, ".value"), _sanitised(string(value)));
    }

    // ------------------------------------------------------------------------------------------- XML

    function test_XmlEscapesMarkup() public pure {
        assertEq(string("a<b>&\"c'").xml(), "a&lt;b&gt;&amp;&quot;c&#39;");
    }

    function test_XmlReplacesWhatItCannotCarry() public pure {
        assertEq(string(hex"00").xml(), REPLACEMENT);
        assertEq(string(hex"1f").xml(), REPLACEMENT);
        assertEq(string(hex"efbfbe").xml(), REPLACEMENT);
        assertEq(string(hex"efbfbf").xml(), REPLACEMENT);
        assertEq(string(hex"efbfbd").xml(), REPLACEMENT);
        assertEq(string(hex"efbebf").xml(), string(hex"efbebf"));
        assertEq(string(hex"090a0d").xml(), string(hex"090a0d"));
    }

    function testFuzz_XmlOfAnyBytesIsWellFormed(bytes memory value) public pure {
        for (uint256 i = 0; i < value.length; i++) {
            // the strict reader of these tests takes no white space but the space
            if (value[i] == 0x09 || value[i] == 0x0a || value[i] == 0x0d) value[i] = " ";
        }
        XmlCheck.text(bytes.concat("<a>", bytes(string(value).xml()), "</a>"));
    }

    // ------------------------------------------------------------------------------------------- UTF-8

    function test_WellFormedSequences() public pure {
        assertEq(_width(hex"00"), 1);
        assertEq(_width(hex"7f"), 1);
        assertEq(_width(hex"c280"), 2);
        assertEq(_width(hex"dfbf"), 2);
        assertEq(_width(hex"e0a080"), 3);
        assertEq(_width(hex"ed9fbf"), 3);
        assertEq(_width(hex"ee8080"), 3);
        assertEq(_width(hex"efbfbf"), 3);
        assertEq(_width(hex"f0908080"), 4);
        assertEq(_width(hex"f48fbfbf"), 4);
    }

    function test_IllFormedSequences() public pure {
        assertEq(_width(hex"80"), 0); // a continuation byte alone
        assertEq(_width(hex"c080"), 0); // overlong
        assertEq(_width(hex"c1bf"), 0);
        assertEq(_width(hex"e09fbf"), 0);
        assertEq(_width(hex"eda080"), 0); // a surrogate
        assertEq(_width(hex"f08fbfbf"), 0); // overlong
        assertEq(_width(hex"f4908080"), 0); // above U+10FFFF
        assertEq(_width(hex"f5808080"), 0);
        assertEq(_width(hex"e282"), 0); // cut off
        assertEq(_width(hex"c27f"), 0); // no continuation
        assertEq(_width(hex"e282c0"), 0);
        assertEq(_width(hex"f09f98"), 0);
        assertEq(_width(hex"f09f9820"), 0);
    }

    // ------------------------------------------------------------------------------------------- lines

    function test_LinesBreakAfterSpaces() public pure {
        string[] memory lines = TextLines.wrap("The quick brown fox", 10, 5);
        assertEq(lines.length, 2);
        assertEq(lines[0], "The quick ");
        assertEq(lines[1], "brown fox");
    }

    function test_ALongWordIsBroken() public pure {
        string[] memory lines = TextLines.wrap("abcdefgh", 3, 5);
        assertEq(lines.length, 3);
        assertEq(lines[2], "gh");
    }

    function test_WhatDoesNotFitIsMarked() public pure {
        string[] memory lines = TextLines.wrap("one two three", 4, 2);
        assertEq(lines.length, 2);
        assertEq(lines[1], "two ...");
    }

    function test_AnEmptyTextHasNoLines() public pure {
        assertEq(TextLines.wrap("", 10, 3).length, 0);
    }

    function test_CharactersAreNotCut() public pure {
        string[] memory lines = TextLines.wrap(unicode"äöüß", 2, 3);
        assertEq(lines[0], unicode"äö");
        assertEq(lines[1], unicode"üß");
    }

    function testFuzz_LinesPutTogetherAreTheText(bytes memory value, uint256 maxChars) public pure {
        maxChars = bound(maxChars, 1, 50);
        string[] memory lines = TextLines.wrap(string(value), maxChars, value.length + 1);
        bytes memory joined;
        for (uint256 i = 0; i < lines.length; i++) {
            assertLe(_characters(bytes(lines[i])), maxChars);
            joined = bytes.concat(joined, bytes(lines[i]));
        }
        assertEq(joined, value);
    }

    function _width(bytes memory source) private pure returns (uint256) {
        return Utf8.sequenceLength(source, 0);
    }

    function _characters(bytes memory source) private pure returns (uint256 count) {
        for (uint256 i = 0; i < source.length; count++) {
            uint256 width = Utf8.sequenceLength(source, i);
            i += width == 0 ? 1 : width;
        }
    }

    /// @dev Ill-formed bytes become U+FFFD, everything else stays.
    function _sanitised(string memory value) private pure returns (string memory) {
        bytes memory source = bytes(value);
        bytes memory out;
        for (uint256 i = 0; i < source.length;) {
            uint256 width = Utf8.sequenceLength(source, i);
            if (width == 0) out = bytes.concat(out, bytes(REPLACEMENT));
            for (uint256 k = 0; k < width; k++) out = bytes.concat(out, source[i + k]);
            i += width == 0 ? 1 : width;
        }
        return string(out);
    }
}
