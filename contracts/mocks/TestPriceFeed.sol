// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title TestPriceFeed
/// @notice A price feed for tests ONLY: it answers what anyone has told it.
contract TestPriceFeed {
    int256 private _answer;
    uint256 private _updatedAt;

    /// @notice Decimals of the answer.
    uint8 public decimals;

    /// @param answer what a tonne costs, with `decimals_` decimals; whatever its sign.
    /// @param decimals_ decimals of the answer.
    /// @param updatedAt unix seconds at which it is said to have been given.
    function set(int256 answer, uint8 decimals_, uint256 updatedAt) external {
        (_answer, decimals, _updatedAt) = (answer, decimals_, updatedAt);
    }

    /// @return roundId always 1.
    /// @return answer as set.
    /// @return startedAt as `updatedAt`.
    /// @return updatedAt as set.
    /// @return answeredInRound always 1.
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return (1, _answer, _updatedAt, _updatedAt, 1);
    }
}
