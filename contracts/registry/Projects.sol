// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { CarbonCreditsStorage } from "../storage/CarbonCreditsStorage.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title Projects
/// @notice Registers the projects that credits come from.
abstract contract Projects is ICarbonCredits, AccessManagedUpgradeable, CarbonCreditsStorage {
    /// @inheritdoc ICarbonCredits
    function registerProject(Project calldata project_) external restricted returns (uint64 projectId) {
        RegistryFields.requireProject(project_);
        Layout storage $ = _layout();
        bytes32 key = keccak256(abi.encode(project_.registryName, project_.nativeId));
        uint64 existing = $.projectIds[key];
        if (existing != 0) revert CarbonCredits_ProjectExists(project_.registryName, project_.nativeId, existing);

        projectId = ++$.projectCount;
        $.projectIds[key] = projectId;
        $.projects[projectId] = project_;
        _emitRegistered(projectId, project_);
    }

    /// @inheritdoc ICarbonCredits
    function project(uint64 projectId) external view returns (Project memory) {
        _requireProject(projectId);
        return _layout().projects[projectId];
    }

    /// @dev From memory: four calldata strings and the rest are more than the stack holds in the legacy pipeline.
    function _emitRegistered(uint64 projectId, Project memory registered) private {
        emit ProjectRegistered(
            projectId,
            _msgSender(),
            registered.registryName,
            registered.nativeId,
            registered.name,
            registered.methodology,
            registered.country,
            registered.mechanism
        );
    }

    function _requireProject(uint64 projectId) internal view {
        uint64 last = _layout().projectCount;
        if (projectId == 0 || projectId > last) revert CarbonCredits_UnknownProject(projectId, last);
    }
}
