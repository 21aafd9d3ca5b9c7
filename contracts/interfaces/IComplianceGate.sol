// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IEligibilityListener
/// @notice A contract that mirrors what the gate says and must hear when an account loses its standing.
interface IEligibilityListener {
    /// @notice Called by the gate after `account` was frozen, had its record shortened or removed, or was refreshed.
    /// @param account the account whose mirrored standing must no longer be trusted.
    function onEligibilityChanged(address account) external;
}

/// @title IComplianceGate
/// @notice Says who may trade, who may move credits and who is blocked. Eligibility is a dated record; a freeze and a
/// sanctions listing override it.
interface IComplianceGate {
    /// @notice What an attestor recorded about an account.
    /// @param tier 0 none, 1 retail, 2 professional, 3 institution or registry.
    /// @param country ISO 3166-1 alpha-2 as two ASCII bytes.
    /// @param expiresAt unix seconds after which the record no longer makes the account eligible.
    /// @param frozen whether a compliance officer has frozen the account.
    /// @param attestationId reference to the evidence off chain; carries no personal data.
    struct Eligibility {
        uint8 tier;
        bytes2 country;
        uint40 expiresAt;
        bool frozen;
        bytes32 attestationId;
    }

    /// @notice A record was written; carries the whole new state.
    event EligibilitySet(address indexed account, uint8 tier, bytes2 country, uint40 expiresAt, bytes32 attestationId);
    /// @notice An account was frozen or released.
    event FrozenSet(address indexed account, bool frozen);
    /// @notice The sanctions list now consulted.
    event SanctionsListSet(address indexed list);
    /// @notice The mirror that now hears of changes; zero for none.
    event ListenerSet(address indexed listener);
    /// @notice The listener could not take the news of `account`; the gate's own record stands all the same and `refresh`
    /// tells it again. `reason` is its revert data, cut to 256 bytes; empty when it ran out of gas or has no code.
    event ListenerFailed(address indexed listener, address indexed account, bytes reason);

    error ComplianceGate_TierOutOfRange(uint8 tier, uint8 maxTier);
    error ComplianceGate_ExpiryInPast(uint40 expiresAt, uint256 nowSeconds);
    error ComplianceGate_ZeroAddress();
    error ComplianceGate_BadCountry(bytes2 country);
    error ComplianceGate_GasTooLow(uint256 gasLeft, uint256 gasRequired);

    /// @notice Writes or replaces an account's record.
    /// @dev Requires the compliance role.
    function setEligibility(
        address account,
        uint8 tier,
        bytes2 country,
        uint40 expiresAt,
        bytes32 attestationId
    ) external;

    /// @notice Freezes an account at once.
    /// @dev Requires the guardian role: a freeze must not wait for anything, so compliance officers hold that role as
    /// well. Never touches balances.
    function freeze(address account) external;

    /// @notice Releases an account.
    /// @dev Requires the compliance role, whose calls are announced and wait: no one key lets go at once.
    function unfreeze(address account) external;

    /// @notice Tells the listener to look again, for example after an external sanctions list has changed.
    /// @dev Anyone may call; it can only make the mirror true.
    function refresh(address account) external;

    /// @notice Replaces the sanctions list; zero switches external screening off.
    /// @dev Requires the compliance role.
    function setSanctionsList(address list) external;

    /// @notice Sets the contract that mirrors eligibility.
    /// @dev Requires the admin role.
    function setListener(address listener) external;

    /// @return whether the account has an unexpired record of tier 1 or more and is neither frozen nor sanctioned. False
    /// for everyone while the sanctions list does not answer.
    function canTrade(address account) external view returns (bool);

    /// @return whether the account is frozen or sanctioned: it may neither send, receive nor withdraw. A sanctions list
    /// that does not answer is ignored here, so that its failure locks nobody in; freezes still hold.
    function isBlocked(address account) external view returns (bool);

    /// @return the stored record; all zero for an unknown account.
    function eligibility(address account) external view returns (Eligibility memory);

    /// @return the sanctions list consulted, or zero.
    function sanctionsList() external view returns (address);

    /// @return the contract that hears of changes, or zero.
    function listener() external view returns (address);
}
