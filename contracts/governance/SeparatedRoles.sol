// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import { ISeparatedRoles } from "../interfaces/ISeparatedRoles.sol";
import { Roles } from "./Roles.sol";

/// @title SeparatedRoles
/// @notice Grants the maker's and the checker's role, and never both to one account; see `ISeparatedRoles`.
/// @dev The AccessManager makes this contract's role the admin of both, so that no grant goes past it. Whoever could undo
/// that, the admin behind the timelock, does so in public and after its delay.
contract SeparatedRoles is ISeparatedRoles, AccessManaged {
    /// @param manager the AccessManager that holds the roles.
    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc ISeparatedRoles
    function grant(uint64 role, address account, uint32 executionDelay) external restricted {
        uint64 other = opposite(role);
        // a grant that has not taken effect yet counts: it will
        (uint48 since, , , ) = _manager().getAccess(other, account);
        if (since != 0) revert SeparatedRoles_HoldsOpposite(account, role, other);
        _manager().grantRole(role, account, executionDelay);
    }

    /// @inheritdoc ISeparatedRoles
    function revoke(uint64 role, address account) external restricted {
        opposite(role);
        _manager().revokeRole(role, account);
    }

    /// @inheritdoc ISeparatedRoles
    function opposite(uint64 role) public pure returns (uint64) {
        if (role == Roles.REGISTRY) return Roles.VERIFIER;
        if (role == Roles.VERIFIER) return Roles.REGISTRY;
        revert SeparatedRoles_NotSeparated(role);
    }

    function _manager() private view returns (IAccessManager) {
        return IAccessManager(authority());
    }
}
