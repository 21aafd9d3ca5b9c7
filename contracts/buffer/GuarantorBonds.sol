// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";
import { LossLedger } from "./LossLedger.sol";

/// @title GuarantorBonds
/// @notice Units that somebody posts for a project and loses, as far as needed, when the project's credits do not hold.
abstract contract GuarantorBonds is LossLedger {
    /// @dev Small bonds would only make a waterfall long.
    uint64 internal constant MIN_BOND = UNITS_PER_TONNE;

    /// @inheritdoc IReversalBuffer
    function postBond(
        uint64 projectId,
        uint256 batchId,
        uint64 units,
        uint40 lockedUntil
    ) external returns (uint256 bondId) {
        if (units < MIN_BOND) revert ReversalBuffer_BondTooSmall(units, MIN_BOND);
        Layout storage $ = _layout();
        // reverts for a project that was never registered
        ICarbonCredits($.credits).project(projectId);
        _requireEligible(batchId, projectId);
        bondId = ++$.bondCount;
        $.bonds[bondId] = Bond(msg.sender, projectId, batchId, units, lockedUntil);
        ProjectBonds storage all = $.projectBonds[projectId];
        all.bondIds.push(bondId);
        all.units += units;
        emit BondPosted(bondId, projectId, msg.sender, batchId, units, lockedUntil);
        _pull(batchId, units);
    }

    /// @inheritdoc IReversalBuffer
    function withdrawBond(uint256 bondId, uint64 units, address to) external {
        Layout storage $ = _layout();
        Bond storage posted = _knownBond(bondId);
        // Checks
        if (msg.sender != posted.guarantor) revert ReversalBuffer_NotGuarantor(msg.sender, posted.guarantor);
        if (units == 0) revert ReversalBuffer_ZeroUnits();
        if (to == address(0)) revert ReversalBuffer_ZeroAddress();
        if (_now() < posted.lockedUntil) revert ReversalBuffer_BondLocked(bondId, posted.lockedUntil, _now());
        uint64 projectId = posted.projectId;
        uint256 open = $.openCases[projectId];
        if (open != 0) revert ReversalBuffer_ProjectUnderInvestigation(projectId, open);
        uint64 have = posted.units;
        if (units > have) revert ReversalBuffer_InsufficientBond(have, units);
        // Effects
        posted.units = have - units;
        $.projectBonds[projectId].units -= units;
        emit BondWithdrawn(bondId, to, units, have - units);
        // Interaction
        IERC1155($.credits).safeTransferFrom(address(this), to, posted.batchId, units, "");
    }

    /// @inheritdoc IReversalBuffer
    function bond(uint256 bondId) external view returns (Bond memory) {
        return _knownBond(bondId);
    }

    /// @inheritdoc IReversalBuffer
    function bondUnits(uint64 projectId) external view returns (uint64) {
        return _layout().projectBonds[projectId].units;
    }

    /// @dev One step of taking `want` units from the bonds of a project that has some: of the oldest, or past an empty one.
    function _slash(uint64 projectId, uint64 want) internal returns (uint256 batchId, uint64 taken) {
        Layout storage $ = _layout();
        ProjectBonds storage all = $.projectBonds[projectId];
        Bond storage posted = $.bonds[all.bondIds[all.head]];
        batchId = posted.batchId;
        uint64 units = posted.units;
        if (units == 0) {
            // nothing is ever added to a bond, so an empty one is done with
            ++all.head;
            return (batchId, 0);
        }
        taken = want < units ? want : units;
        posted.units = units - taken;
        all.units -= taken;
    }

    /// @dev Units that may make good what `projectId` lost: of another project, unimpaired and under no investigation.
    function _requireEligible(uint256 batchId, uint64 projectId) internal view {
        if (_projectOf(batchId) == projectId) revert ReversalBuffer_SameProject(batchId, projectId);
        uint64 impairedUnits = _layout().losses[batchId].impairedUnits;
        uint256 open = _layout().watches[batchId].openCase;
        if (impairedUnits != 0 || open != 0) revert ReversalBuffer_Unsound(batchId, impairedUnits, open);
    }

    /// @dev Fetches units of the caller; the receive hook sees this contract as operator and leaves the books alone.
    function _pull(uint256 batchId, uint64 units) internal {
        IERC1155(_layout().credits).safeTransferFrom(msg.sender, address(this), batchId, units, "");
    }

    function _knownBond(uint256 bondId) private view returns (Bond storage posted) {
        posted = _layout().bonds[bondId];
        if (posted.guarantor == address(0)) revert ReversalBuffer_UnknownBond(bondId, _layout().bondCount);
    }
}
