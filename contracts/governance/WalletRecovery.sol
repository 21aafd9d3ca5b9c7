// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { IERC7943MultiToken } from "../interfaces/IERC7943MultiToken.sol";
import { IWalletRecovery } from "../interfaces/IWalletRecovery.sol";
import { Roles } from "./Roles.sol";

/// @title WalletRecovery
/// @notice See `IWalletRecovery`. Holds the recovery role of the registry and the compliance role of the gate, and uses them for
/// what two people have decided and nobody has objected to.
contract WalletRecovery is IWalletRecovery, AccessManaged {
    uint40 private constant OBJECTION_SECONDS = 7 days;
    uint40 private constant CONFIRMATION_SECONDS = 30 days;

    IComplianceGate private immutable GATE;
    address private immutable CREDITS;

    uint256 private _count;
    mapping(uint256 recoveryId => Recovery) private _recoveries;

    /// @param manager the AccessManager that decides who may call the restricted functions.
    /// @param gate where eligibility records are kept.
    /// @param credits the credit registry.
    constructor(address manager, address gate, address credits) AccessManaged(manager) {
        if (gate == address(0) || credits == address(0)) revert WalletRecovery_ZeroAddress();
        GATE = IComplianceGate(gate);
        CREDITS = credits;
    }

    /// @dev Two calls carried out by the AccessManager look alike: only a direct one shows whose it is.
    modifier inPerson() {
        if (msg.sender == authority()) revert WalletRecovery_CallDirectly(msg.sender);
        _;
    }

    /// @inheritdoc IWalletRecovery
    function propose(
        address lost,
        address successor,
        bytes32 evidenceHash
    ) external restricted inPerson returns (uint256 recoveryId) {
        if (lost == address(0) || successor == address(0)) revert WalletRecovery_ZeroAddress();
        if (lost == successor) revert WalletRecovery_SameAccount(lost);
        _requireOwnHoldings(lost);
        _requireOwnHoldings(successor);
        _requireUnknown(successor);
        recoveryId = ++_count;
        // safe: 40 bits of seconds last beyond the year 36000
        uint40 confirmableAt = uint40(block.timestamp) + OBJECTION_SECONDS;
        _recoveries[recoveryId] = Recovery({
            lost: lost,
            successor: successor,
            evidenceHash: evidenceHash,
            proposer: msg.sender,
            confirmer: address(0),
            confirmableAt: confirmableAt,
            status: Status.PROPOSED
        });
        emit RecoveryProposed(recoveryId, lost, successor, msg.sender, evidenceHash, confirmableAt);
    }

    /// @inheritdoc IWalletRecovery
    function object(uint256 recoveryId) external {
        Recovery storage r = _in(recoveryId, Status.PROPOSED);
        if (msg.sender != r.lost) revert WalletRecovery_NotLostAccount(msg.sender, r.lost);
        r.status = Status.OBJECTED;
        emit RecoveryObjected(recoveryId, msg.sender);
    }

    /// @inheritdoc IWalletRecovery
    function stop(uint256 recoveryId) external restricted {
        _in(recoveryId, Status.PROPOSED).status = Status.STOPPED;
        emit RecoveryStopped(recoveryId, msg.sender);
    }

    /// @inheritdoc IWalletRecovery
    function confirm(uint256 recoveryId) external restricted inPerson {
        Recovery storage r = _in(recoveryId, Status.PROPOSED);
        if (msg.sender == r.proposer) revert WalletRecovery_SamePerson(msg.sender);
        if (block.timestamp < r.confirmableAt) revert WalletRecovery_TooEarly(block.timestamp, r.confirmableAt);
        uint256 until = uint256(r.confirmableAt) + CONFIRMATION_SECONDS;
        if (block.timestamp > until) revert WalletRecovery_TooLate(block.timestamp, until);
        r.status = Status.CONFIRMED;
        r.confirmer = msg.sender;
        emit RecoveryConfirmed(recoveryId, msg.sender);
        _moveRecord(r.lost, r.successor);
    }

    /// @inheritdoc IWalletRecovery
    function recoverCredits(uint256 recoveryId, uint256[] calldata batchIds) external {
        Recovery storage r = _in(recoveryId, Status.CONFIRMED);
        (address lost, address successor) = (r.lost, r.successor);
        _requireOwnHoldings(lost);
        for (uint256 i = 0; i < batchIds.length; ++i) {
            uint256 units = IERC1155(CREDITS).balanceOf(lost, batchIds[i]);
            if (units == 0) continue;
            emit CreditsRecovered(recoveryId, batchIds[i], units);
            IERC7943MultiToken(CREDITS).forcedTransfer(lost, successor, batchIds[i], units);
        }
    }

    /// @inheritdoc IWalletRecovery
    function recovery(uint256 recoveryId) external view returns (Recovery memory) {
        return _known(recoveryId);
    }

    /// @dev A record that has run out is left: the successor is then checked anew like anybody.
    function _moveRecord(address lost, address successor) private {
        _requireUnknown(successor);
        IComplianceGate.Eligibility memory record = GATE.eligibility(lost);
        if (record.tier == 0) return;
        if (record.expiresAt > block.timestamp) {
            GATE.setEligibility(successor, record.tier, record.country, record.expiresAt, record.attestationId);
        }
        GATE.setEligibility(lost, 0, 0, 0, 0);
    }

    /// @dev What the exchange, a basket or the buffer holds belongs to many: no two people may move it.
    function _requireOwnHoldings(address account) private view {
        (bool isCustodian, ) = IAccessManager(authority()).hasRole(Roles.CUSTODIAN, account);
        if (isCustodian || account == ICarbonCredits(CREDITS).buffer()) revert WalletRecovery_HoldsForOthers(account);
    }

    function _requireUnknown(address successor) private view {
        uint8 tier = GATE.eligibility(successor).tier;
        if (tier != 0) revert WalletRecovery_SuccessorKnown(successor, tier);
    }

    function _in(uint256 recoveryId, Status required) private view returns (Recovery storage r) {
        r = _known(recoveryId);
        if (r.status != required) revert WalletRecovery_WrongStatus(recoveryId, r.status, required);
    }

    function _known(uint256 recoveryId) private view returns (Recovery storage r) {
        r = _recoveries[recoveryId];
        if (r.status == Status.NONE) revert WalletRecovery_UnknownRecovery(recoveryId, _count);
    }
}
