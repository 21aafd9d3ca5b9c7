// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title CountryCode
/// @notice ISO 3166-1 alpha-2 codes as two ASCII bytes.
library CountryCode {
    /// @param code the two bytes.
    /// @return whether both are capital ASCII letters. Whether the code is assigned is not checked.
    function isAlpha2(bytes2 code) internal pure returns (bool) {
        return _isCapital(code[0]) && _isCapital(code[1]);
    }

    /// @param code the two bytes.
    /// @return the code as text; the empty string for zero.
    function text(bytes2 code) internal pure returns (string memory) {
        return code == 0 ? "" : string(abi.encodePacked(code));
    }

    function _isCapital(bytes1 letter) private pure returns (bool) {
        return letter >= "A" && letter <= "Z";
    }
}
