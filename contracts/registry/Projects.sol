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
        emit ProjectRegistered(
            projectId,
            _msgSender(),
            project_.registryName,
            project_.nativeId,
            project_.name,
            project_.methodology,
            project_.country,
            project_.mechanism
        );
    }

    /// @inheritdoc ICarbonCredits
    function project(uint64 projectId) external view returns (Project memory) {
        _requireProject(projectId);
        return _layout().projects[projectId];
    }

    function _requireProject(uint64 projectId) internal view {
        uint64 last = _layout().projectCount;
        if (projectId == 0 || projectId > last) revert CarbonCredits_UnknownProject(projectId, last);
    }
}
