// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Roles
/// @notice Role ids of the AccessManager. ADMIN (0) is OpenZeppelin's own and belongs to the timelock.
library Roles {
    /// @dev Upgrades implementations.
    uint64 internal constant UPGRADER = 1;
    /// @dev Registers projects, proposes and issues.
    uint64 internal constant REGISTRY = 2;
    /// @dev Attests or refuses issuances. Never held by a REGISTRY account.
    uint64 internal constant VERIFIER = 3;
    /// @dev Writes eligibility records and the sanctions list.
    uint64 internal constant COMPLIANCE = 4;
    /// @dev Freezes accounts and pauses markets at once.
    uint64 internal constant GUARDIAN = 5;
    /// @dev Lists assets, creates, opens and closes markets, sets fees.
    uint64 internal constant MARKET_OPERATOR = 6;
    /// @dev Pays out collected fees.
    uint64 internal constant TREASURER = 7;
    /// @dev Retires what it holds in custody in the name of those it holds for.
    uint64 internal constant CUSTODIAN = 8;
    /// @dev Records corresponding adjustments for host countries.
    uint64 internal constant AUTHORISER = 9;
    /// @dev Announces the rules of baskets.
    uint64 internal constant BASKET_CURATOR = 10;
    /// @dev Moves credits by force. Held by the wallet recovery alone.
    uint64 internal constant RECOVERY = 11;
    /// @dev Admin of REGISTRY and VERIFIER. Held by SeparatedRoles alone.
    uint64 internal constant SEPARATOR = 12;
    /// @dev Anchors roots of the audit log. Held by keepers, without delay: it moves nothing and can undo nothing.
    uint64 internal constant ANCHOR = 13;
}
