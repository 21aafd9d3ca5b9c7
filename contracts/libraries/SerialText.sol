// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

/// @title SerialText
/// @notice Writes one serial number in full.
/// @dev A namespace is every field of the serial but the block. Most registries put the block last, so the number is
/// appended after a hyphen: "GS1-1-UG-GS11236-16-2024-30307" gives "GS1-1-UG-GS11236-16-2024-30307-1". Where the block
/// stands inside, the namespace has the form "scheme|before|after" and the number goes between the last two:
/// "VCS|13861|VCS-VCU-263-VER-AU-7-2348-01012021-30112021-1" gives "13861-531686655-VCS-VCU-263-...".
library SerialText {
    /// @param serialNamespace every field of the serial but the block.
    /// @param serial the serial number.
    /// @return the full serial.
    function full(string memory serialNamespace, uint256 serial) internal pure returns (string memory) {
        bytes memory source = bytes(serialNamespace);
        uint256 firstBar = _indexOfBar(source, 0);
        uint256 secondBar = firstBar < source.length ? _indexOfBar(source, firstBar + 1) : source.length;
        string memory number = Strings.toString(serial);
        if (secondBar >= source.length) return string.concat(serialNamespace, "-", number);
        return
            string.concat(
                string(_slice(source, firstBar + 1, secondBar)),
                "-",
                number,
                "-",
                string(_slice(source, secondBar + 1, source.length))
            );
    }

    /// @dev The source's length when there is none.
    function _indexOfBar(bytes memory source, uint256 from) private pure returns (uint256 index) {
        for (index = from; index < source.length; index++) {
            if (source[index] == "|") return index;
        }
    }

    function _slice(bytes memory source, uint256 from, uint256 to) private pure returns (bytes memory out) {
        out = new bytes(to - from);
        for (uint256 i = from; i < to; i++) out[i - from] = source[i];
    }
}
