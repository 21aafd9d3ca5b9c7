// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchangeAuctions } from "../interfaces/IExchangeAuctions.sol";

/// @title FeedAnswer
/// @notice Asks a feed so that whatever it does, the caller goes on: a feed that fails says nothing.
library FeedAnswer {
    /// @dev What one question may cost, so that a feed that burns its gas leaves the caller's.
    uint256 private constant READ_GAS = 100_000;
    /// @dev What must be left before one, so that a caller cannot silence a feed by giving too little: 63/64 of this, less
    /// the price of the call itself, is above READ_GAS.
    uint256 private constant NEEDED_GAS = 110_000;

    /// @notice Asks a view without arguments. No `try`: that would revert on an address without code and on short answers.
    /// @param words receives the first `count` words of the answer.
    /// @return ok whether there were as many.
    function ask(
        address feed,
        bytes4 selector,
        uint256[5] memory words,
        uint256 count
    ) internal view returns (bool ok) {
        require(gasleft() >= NEEDED_GAS, IExchangeAuctions.Exchange_GasTooLow(gasleft(), NEEDED_GAS));
        assembly ("memory-safe") {
            // safe: the question stands in scratch space, and the answer is cut to the words of the array
            mstore(0, selector)
            ok := staticcall(READ_GAS, feed, 0, 4, words, shl(5, count))
            ok := and(ok, iszero(lt(returndatasize(), shl(5, count))))
        }
    }
}
