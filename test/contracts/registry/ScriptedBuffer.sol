// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IImpairment } from "../../../contracts/interfaces/IImpairment.sol";

/// @title ScriptedBuffer
/// @notice Says of each batch what a test told it to, or nothing at all.
contract ScriptedBuffer is IImpairment {
    struct Answer {
        uint64 reversedUnits;
        uint64 coveredUnits;
        uint64 impairedBps;
    }

    mapping(uint256 batchId => Answer) private answers;
    bool private silent;

    function say(uint256 batchId, uint64 reversedUnits, uint64 coveredUnits, uint64 impairedBps) external {
        answers[batchId] = Answer(reversedUnits, coveredUnits, impairedBps);
    }

    function fallSilent() external {
        silent = true;
    }

    function statusOf(uint256 batchId) external view returns (uint64, uint64, uint64) {
        require(!silent, "out of order");
        Answer memory answer = answers[batchId];
        return (answer.reversedUnits, answer.coveredUnits, answer.impairedBps);
    }
}
