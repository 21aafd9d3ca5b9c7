// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ScriptedFeed
/// @notice A price feed that answers what the test tells it to, or fails as it tells it to.
contract ScriptedFeed {
    enum Fault {
        NONE,
        REVERTS,
        BURNS_GAS,
        ANSWERS_SHORT,
        ANSWERS_LONG
    }

    uint256 public answerWord;
    uint256 public updatedAt;
    uint256 private _decimals;
    Fault public fault;
    Fault public decimalsFault;

    constructor(uint256 decimals_, uint256 answer) {
        _decimals = decimals_;
        answerWord = answer;
        updatedAt = block.timestamp;
    }

    function set(uint256 answer, uint256 at) external {
        (answerWord, updatedAt) = (answer, at);
    }

    function setDecimals(uint256 decimals_) external {
        _decimals = decimals_;
    }

    function fail(Fault latest, Fault decimals_) external {
        (fault, decimalsFault) = (latest, decimals_);
    }

    function decimals() external view returns (uint256) {
        _act(decimalsFault);
        return _decimals;
    }

    function latestRoundData() external view returns (uint256, uint256, uint256, uint256, uint256) {
        _act(fault);
        return (1, answerWord, updatedAt, updatedAt, 1);
    }

    function _act(Fault f) private pure {
        if (f == Fault.REVERTS) revert("paused");
        if (f == Fault.BURNS_GAS) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (f == Fault.ANSWERS_SHORT) {
            assembly ("memory-safe") {
                return(0, 31)
            }
        }
        if (f == Fault.ANSWERS_LONG) {
            assembly {
                // as much as the gas given can pay for
                revert(0, 100000)
            }
        }
    }
}
