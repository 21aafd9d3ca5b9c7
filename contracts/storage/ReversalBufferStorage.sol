// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";

/// @title ReversalBufferStorage
/// @notice Everything the reversal buffer stores, in one ERC-7201 namespace.
abstract contract ReversalBufferStorage {
    /// @dev What is buffered of one project. None of its batches with a number below `head` holds anything; `place` is the
    /// index among the projects plus one.
    struct ProjectHolding {
        uint64 units;
        uint32 head;
        uint32 place;
    }

    /// @dev Bonds posted for one project, oldest first. None before `head` holds anything that can be slashed again.
    struct ProjectBonds {
        uint64 units;
        uint32 head;
        uint256[] bondIds;
    }

    struct CaseRecord {
        address reporter;
        uint64 projectId;
        IReversalBuffer.CaseStatus status;
        IReversalBuffer.Kind kind;
        IReversalBuffer.Cause cause;
        bool intentional;
        address verifier;
        uint40 deadline;
        bool extended;
        uint64 units;
        uint64 uncoveredUnits;
        bytes32 evidence;
        ICarbonCredits.Portion[] losses;
    }

    /// @dev What is watched of a batch besides its losses. No new suspension begins before `quietUntil`.
    struct BatchWatch {
        uint64 openCase;
        uint40 suspendedUntil;
        uint40 quietUntil;
        uint40 invalidationEndsAt;
    }

    /// @dev How far the waterfall of the first waiting case has run. `shareUnits` is what the project before `cursor` still
    /// gives; `unvisitedUnits` is what projects from `cursor` to `end` hold.
    struct Progress {
        IReversalBuffer.Stage stage;
        uint32 cursor;
        uint32 end;
        uint64 shareUnits;
        uint64 unvisitedUnits;
    }

    /// @custom:storage-location erc7201:carbonxchange.storage.ReversalBuffer
    struct Layout {
        address credits;
        uint64 totalUnits;
        uint64[] projects;
        mapping(uint256 batchId => uint64) holdings;
        mapping(uint64 projectId => ProjectHolding) projectHoldings;
        uint256 caseCount;
        mapping(uint256 caseId => CaseRecord) cases;
        mapping(uint64 projectId => uint256) openCases;
        mapping(uint256 batchId => BatchWatch) watches;
        mapping(uint256 batchId => IReversalBuffer.BatchLoss) losses;
        uint256[] consented;
        uint256 settledCount;
        Progress progress;
        mapping(uint64 projectId => uint64) debts;
        uint256 bondCount;
        mapping(uint256 bondId => IReversalBuffer.Bond) bonds;
        mapping(uint64 projectId => ProjectBonds) projectBonds;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.ReversalBuffer")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0xaf5164e72029414354f52fff4ee100732c86bc4d3614c0501995d36d77970500;

    function _layout() internal pure returns (Layout storage $) {
        // safe: LOCATION is the namespace's root and holds nothing but Layout
        assembly {
            $.slot := LOCATION
        }
    }
}
