// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

/// @title TonnesText
/// @notice Writes kilograms as tonnes.
library TonnesText {
    /// @param units kg.
    /// @return tonnes with exactly three decimals, for example "12.345".
    function fromUnits(uint256 units) internal pure returns (string memory) {
        // the leading 1 keeps the zeros of the fraction; it is replaced by the point
        bytes memory fraction = bytes(Strings.toString(1_000 + (units % 1_000)));
        fraction[0] = ".";
        return string.concat(Strings.toString(units / 1_000), string(fraction));
    }
}
