// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { CreditToken } from "./CreditToken.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title Projects
/// @notice Registers the projects that credits come from.
abstract contract Projects is CreditToken {
    /// @dev See ICarbonCredits.
    function registerProject(ICarbonCredits.Project calldata project_) external restricted returns (uint64 projectId) {
        RegistryFields.requireProject(project_);
        Layout storage $ = _layout();
        bytes32 key = keccak256(abi.encode(project_.registryName, project_.nativeId));
        uint64 existing = $.projectIds[key];
        if (existing != 0)
            revert ICarbonCredits.CarbonCredits_ProjectExists(project_.registryName, project_.nativeId, existing);

        projectId = ++$.projectCount;
        $.projectIds[key] = projectId;
        $.projects[projectId] = project_;
        _emitRegistered(projectId, project_);
    }

    /// @dev See ICarbonCredits.
    function project(uint64 projectId) external view returns (ICarbonCredits.Project memory) {
        _requireProject(projectId);
        return _layout().projects[projectId];
    }

    /// @dev From memory: four calldata strings and the rest are more than the stack holds in the legacy pipeline.
    function _emitRegistered(uint64 projectId, ICarbonCredits.Project memory registered) private {
        emit ICarbonCredits.ProjectRegistered(
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
}
