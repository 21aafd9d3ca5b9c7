// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";
import { ReversalBufferStorage } from "../storage/ReversalBufferStorage.sol";

/// @title BufferHoldings
/// @notice What the buffer holds, by batch, by project and in all.
abstract contract BufferHoldings is IReversalBuffer, ReversalBufferStorage {
    /// @inheritdoc IReversalBuffer
    function bufferUnits(uint256 batchId) external view returns (uint64) {
        return _layout().holdings[batchId];
    }

    /// @inheritdoc IReversalBuffer
    function projectBufferUnits(uint64 projectId) external view returns (uint64) {
        return _layout().projectHoldings[projectId].units;
    }

    /// @inheritdoc IReversalBuffer
    function totalBufferUnits() external view returns (uint64) {
        return _layout().totalUnits;
    }

    /// @dev Enters units that have arrived. A project that the running waterfall has yet to visit brings its part to it.
    function _credit(uint256 batchId, address from, uint64 units) internal {
        Layout storage $ = _layout();
        uint64 projectId = _projectOf(batchId);
        // safe: the lower half of a batch id is a uint32 counter
        uint32 number = uint32(batchId);
        ProjectHolding memory project = $.projectHoldings[projectId];
        if (project.place == 0) {
            $.projects.push(projectId);
            // safe: the registry will not register 2^32 projects
            project.place = uint32($.projects.length);
            project.head = number;
        }
        if (number < project.head) project.head = number;
        project.units += units;
        $.projectHoldings[projectId] = project;
        uint64 batchUnits = $.holdings[batchId] + units;
        uint64 totalUnits = $.totalUnits + units;
        $.holdings[batchId] = batchUnits;
        $.totalUnits = totalUnits;

        Progress storage progress = $.progress;
        if (progress.stage == Stage.PROGRAMME && project.place > progress.cursor && project.place <= progress.end) {
            progress.unvisitedUnits += units;
        }
        emit BufferCredited(batchId, from, units, batchUnits, totalUnits);
    }

    /// @dev One step of taking `want` units from a project that holds some: units of its first batch, or past an empty one.
    /// @return batchId the batch taken from; meaningless when nothing was taken.
    /// @return taken kg.
    function _draw(uint64 projectId, uint64 want) internal returns (uint256 batchId, uint64 taken) {
        Layout storage $ = _layout();
        ProjectHolding storage project = $.projectHoldings[projectId];
        // batches of a project are numbered as they are issued, so this is the oldest that may hold something
        batchId = (uint256(projectId) << 128) | project.head;
        uint64 units = $.holdings[batchId];
        if (units == 0) {
            ++project.head;
            return (batchId, 0);
        }
        taken = want < units ? want : units;
        $.holdings[batchId] = units - taken;
        project.units -= taken;
        $.totalUnits -= taken;
    }

    /// @dev Cancels units that this contract holds and has already taken out of its books.
    function _cancel(uint256 batchId, uint64 units, uint256 caseId, Kind kind) internal {
        ICarbonCredits(_layout().credits).cancel(
            address(this),
            batchId,
            units,
            _reason(kind),
            string.concat("loss case ", Strings.toString(caseId))
        );
    }

    function _reason(Kind kind) internal pure returns (ICarbonCredits.CancellationReason) {
        return
            kind == Kind.INVALIDATION
                ? ICarbonCredits.CancellationReason.INVALIDATION
                : ICarbonCredits.CancellationReason.REVERSAL_COMPENSATION;
    }

    function _projectOf(uint256 batchId) internal pure returns (uint64) {
        // safe: the upper half of a batch id is a uint64
        return uint64(batchId >> 128);
    }

    /// @dev The present, in unix seconds.
    function _now() internal view returns (uint40) {
        // safe: 40 bits of seconds last beyond the year 36000
        return uint40(block.timestamp);
    }
}
