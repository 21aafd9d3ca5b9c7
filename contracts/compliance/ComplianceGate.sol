// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { IComplianceGate, IEligibilityListener } from "../interfaces/IComplianceGate.sol";
import { CountryCode } from "../libraries/CountryCode.sol";
import { ComplianceGateStorage } from "../storage/ComplianceGateStorage.sol";
import { SanctionsQuery } from "./SanctionsQuery.sol";

/// @title ComplianceGate
/// @notice Eligibility records, freezes and sanctions screening; see `IComplianceGate`.
/// @dev When the sanctions list does not answer, trading fails closed (`canTrade` is false for everyone) and leaving does
/// not (`isBlocked` goes by the freezes alone): a broken list must not lock in the funds of all who are not on it.
contract ComplianceGate is IComplianceGate, AccessManagedUpgradeable, UUPSUpgradeable, ComplianceGateStorage {
    using CountryCode for bytes2;

    uint8 private constant MAX_TIER = 3;
    /// @dev Bytes of a failed listener's revert data that go into the event.
    uint256 private constant MAX_REASON = 256;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Sets the proxy up.
    /// @param accessManager the AccessManager that decides who may call the restricted functions.
    /// @param list the sanctions list to consult, or zero for none.
    function initialize(address accessManager, address list) external initializer {
        if (accessManager == address(0)) revert ComplianceGate_ZeroAddress();
        __AccessManaged_init(accessManager);
        _setSanctionsList(list);
    }

    /// @inheritdoc IComplianceGate
    function setEligibility(
        address account,
        uint8 tier,
        bytes2 country,
        uint40 expiresAt,
        bytes32 attestationId
    ) external restricted {
        if (account == address(0)) revert ComplianceGate_ZeroAddress();
        if (tier > MAX_TIER) revert ComplianceGate_TierOutOfRange(tier, MAX_TIER);
        if (country != 0 && !country.isAlpha2()) revert ComplianceGate_BadCountry(country);
        // a record of tier 0 is a removal; its date means nothing
        if (tier != 0 && expiresAt <= block.timestamp) revert ComplianceGate_ExpiryInPast(expiresAt, block.timestamp);

        Eligibility storage record = _layout().records[account];
        bool shrinks = tier < record.tier || expiresAt < record.expiresAt || record.frozen;
        record.tier = tier;
        record.country = country;
        record.expiresAt = expiresAt;
        record.attestationId = attestationId;
        emit EligibilitySet(account, tier, country, expiresAt, attestationId);
        if (shrinks) _notify(account);
    }

    /// @inheritdoc IComplianceGate
    function freeze(address account) external restricted {
        _setFrozen(account, true);
    }

    /// @inheritdoc IComplianceGate
    function unfreeze(address account) external restricted {
        _setFrozen(account, false);
    }

    /// @inheritdoc IComplianceGate
    function refresh(address account) external {
        _notify(account);
    }

    /// @inheritdoc IComplianceGate
    function setSanctionsList(address list) external restricted {
        _setSanctionsList(list);
    }

    /// @inheritdoc IComplianceGate
    function setListener(address listener_) external restricted {
        _layout().listener = listener_;
        emit ListenerSet(listener_);
    }

    /// @inheritdoc IComplianceGate
    function canTrade(address account) external view returns (bool) {
        Eligibility storage record = _layout().records[account];
        if (record.tier == 0 || record.frozen || block.timestamp > record.expiresAt) return false;
        return SanctionsQuery.ask(_layout().sanctionsList, account) == SanctionsQuery.Answer.CLEAR;
    }

    /// @inheritdoc IComplianceGate
    function isBlocked(address account) external view returns (bool) {
        if (_layout().records[account].frozen) return true;
        return SanctionsQuery.ask(_layout().sanctionsList, account) == SanctionsQuery.Answer.LISTED;
    }

    /// @inheritdoc IComplianceGate
    function eligibility(address account) external view returns (Eligibility memory) {
        return _layout().records[account];
    }

    /// @inheritdoc IComplianceGate
    function sanctionsList() external view returns (address) {
        return _layout().sanctionsList;
    }

    /// @inheritdoc IComplianceGate
    function listener() external view returns (address) {
        return _layout().listener;
    }

    function _setFrozen(address account, bool frozen) private {
        if (account == address(0)) revert ComplianceGate_ZeroAddress();
        _layout().records[account].frozen = frozen;
        emit FrozenSet(account, frozen);
        _notify(account);
    }

    function _setSanctionsList(address list) private {
        _layout().sanctionsList = list;
        emit SanctionsListSet(list);
    }

    /// @dev Tells the listener, after everything is written. Whatever the listener does, the gate's own state stands.
    function _notify(address account) private {
        address target = _layout().listener;
        if (target == address(0)) return;
        bytes memory data = abi.encodeCall(IEligibilityListener.onEligibilityChanged, (account));
        bool ok;
        bytes memory reason;
        if (target.code.length != 0) {
            // safe: copies at most MAX_REASON bytes of what came back to fresh memory, rounded up to a word
            assembly ("memory-safe") {
                ok := call(gas(), target, 0, add(data, 0x20), mload(data), 0, 0)
                if iszero(ok) {
                    let size := returndatasize()
                    if gt(size, MAX_REASON) {
                        size := MAX_REASON
                    }
                    reason := mload(0x40)
                    mstore(reason, size)
                    returndatacopy(add(reason, 0x20), 0, size)
                    mstore(0x40, add(reason, add(0x20, and(add(size, 0x1f), not(0x1f)))))
                }
            }
        }
        if (!ok) emit ListenerFailed(target, account, reason);
    }

    // solhint-disable-next-line no-empty-blocks
    function _authorizeUpgrade(address) internal override restricted {}
}
