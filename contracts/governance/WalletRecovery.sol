// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { ICarbonBasket } from "../interfaces/ICarbonBasket.sol";
import { IExchangeRecovery } from "../interfaces/IExchangeRecovery.sol";
import { IERC7943MultiToken } from "../interfaces/IERC7943MultiToken.sol";
import { IWalletRecovery } from "../interfaces/IWalletRecovery.sol";
import { OrderId } from "../types/OrderId.sol";
import { Roles } from "./Roles.sol";

/// @title WalletRecovery
/// @notice See `IWalletRecovery`. Holds the recovery role of registry, exchange and baskets and the compliance role of the gate, and
/// uses them for what two people have decided and nobody has objected to.
contract WalletRecovery is IWalletRecovery, AccessManaged {
    uint40 private constant OBJECTION_SECONDS = 7 days;
    uint40 private constant CONFIRMATION_SECONDS = 30 days;

    IComplianceGate private immutable GATE;
    address private immutable CREDITS;
    IExchangeRecovery private immutable EXCHANGE;

    uint256 private _count;
    mapping(uint256 recoveryId => Recovery) private _recoveries;
    /// @dev The confirmed recovery of an account; zero for none.
    mapping(address lost => uint256 recoveryId) private _recoveredBy;

    /// @param manager the AccessManager that decides who may call the restricted functions.
    /// @param gate where eligibility records are kept.
    /// @param credits the credit registry.
    /// @param exchange the exchange.
    constructor(address manager, address gate, address credits, address exchange) AccessManaged(manager) {
        bool isComplete = gate != address(0) && credits != address(0) && exchange != address(0);
        if (!isComplete) revert WalletRecovery_ZeroAddress();
        GATE = IComplianceGate(gate);
        CREDITS = credits;
        EXCHANGE = IExchangeRecovery(exchange);
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
        _requireFresh(lost, successor);
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
        _requireFresh(r.lost, r.successor);
        _recoveredBy[r.lost] = recoveryId;
        r.status = Status.CONFIRMED;
        r.confirmer = msg.sender;
        emit RecoveryConfirmed(recoveryId, msg.sender);
        _moveRecord(r.lost, r.successor);
    }

    /// @inheritdoc IWalletRecovery
    function recoverCredits(uint256 recoveryId, uint256[] calldata batchIds) external {
        (address lost, address successor) = _parties(recoveryId);
        for (uint256 i = 0; i < batchIds.length; ++i) {
            uint256 units = IERC1155(CREDITS).balanceOf(lost, batchIds[i]);
            if (units == 0) continue;
            emit CreditsRecovered(recoveryId, batchIds[i], units);
            IERC7943MultiToken(CREDITS).forcedTransfer(lost, successor, batchIds[i], units);
        }
    }

    /// @inheritdoc IWalletRecovery
    function recoverOrders(uint256 recoveryId, OrderId[] calldata orderIds) external {
        (address lost, ) = _parties(recoveryId);
        uint40[] memory lots = EXCHANGE.recoverOrders(lost, orderIds);
        emit OrdersRecovered(recoveryId, orderIds, lots);
    }

    /// @inheritdoc IWalletRecovery
    function recoverBalances(uint256 recoveryId, uint32[] calldata assets) external {
        (address lost, address successor) = _parties(recoveryId);
        EXCHANGE.recoverBalances(lost, successor, assets);
    }

    /// @inheritdoc IWalletRecovery
    function recoverBasketTokens(uint256 recoveryId, address[] calldata baskets) external {
        (address lost, address successor) = _parties(recoveryId);
        for (uint256 i = 0; i < baskets.length; ++i) {
            address basket = baskets[i];
            _requireBasket(basket);
            uint256 units = IERC20(basket).balanceOf(lost);
            if (units == 0) continue;
            emit BasketTokensRecovered(recoveryId, basket, units);
            ICarbonBasket(basket).forcedTransfer(lost, successor, units);
        }
    }

    /// @inheritdoc IWalletRecovery
    function recovery(uint256 recoveryId) external view returns (Recovery memory) {
        return _known(recoveryId);
    }

    /// @dev A record that has run out is left: the successor is then checked anew like anybody.
    function _moveRecord(address lost, address successor) private {
        IComplianceGate.Eligibility memory record = GATE.eligibility(lost);
        if (record.tier == 0) return;
        if (record.expiresAt > block.timestamp) {
            GATE.setEligibility(successor, record.tier, record.country, record.expiresAt, record.attestationId);
        }
        GATE.setEligibility(lost, 0, 0, 0, 0);
    }

    /// @dev Whose a confirmed recovery is; what has come to hold for others since is left alone.
    function _parties(uint256 recoveryId) private view returns (address lost, address successor) {
        Recovery storage r = _in(recoveryId, Status.CONFIRMED);
        (lost, successor) = (r.lost, r.successor);
        _requireOwnHoldings(lost);
        _requireOwnHoldings(successor);
    }

    /// @dev What the exchange, a basket, the buffer or the registry holds belongs to many: no two people may move it.
    function _requireOwnHoldings(address account) private view {
        (bool isCustodian, ) = IAccessManager(authority()).hasRole(Roles.CUSTODIAN, account);
        bool holdsForOthers = isCustodian || account == CREDITS || account == ICarbonCredits(CREDITS).buffer();
        if (holdsForOthers) revert WalletRecovery_HoldsForOthers(account);
    }

    /// @dev A basket is what the AccessManager lets the recovery move tokens of: anybody names it, and only the admin can make it one.
    function _requireBasket(address basket) private view {
        bytes4 selector = ICarbonBasket.forcedTransfer.selector;
        (bool isBasket, ) = IAccessManager(authority()).canCall(address(this), basket, selector);
        if (!isBasket) revert WalletRecovery_NotABasket(basket);
    }

    /// @dev One account has one successor, and none that is lost itself, so that what was moved never comes back by another recovery.
    function _requireFresh(address lost, address successor) private view {
        _requireNotRecovered(lost);
        _requireNotRecovered(successor);
        uint8 tier = GATE.eligibility(successor).tier;
        if (tier != 0) revert WalletRecovery_SuccessorKnown(successor, tier);
    }

    function _requireNotRecovered(address account) private view {
        uint256 recoveryId = _recoveredBy[account];
        if (recoveryId != 0) revert WalletRecovery_AlreadyRecovered(account, recoveryId);
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
