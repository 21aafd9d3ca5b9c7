// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";

/// @title IWalletRecovery
/// @notice Gives the owner of a lost wallet what it has here under a new address, by two people of different roles, after a
/// time in which the old wallet can object: whoever still has its key has not lost it.
/// @dev Moves the eligibility record, the credits in the wallet, what the account has in the exchange's vault, free or in orders,
/// and its basket tokens. Other tokens in the wallet, certificates and bonds posted with the buffer stay.
interface IWalletRecovery {
    /// @notice Where a recovery stands. OBJECTED by the old account, STOPPED by a guardian.
    enum Status {
        NONE,
        PROPOSED,
        CONFIRMED,
        OBJECTED,
        STOPPED
    }

    /// @param lost the wallet whose key is gone.
    /// @param successor the wallet that takes over.
    /// @param evidenceHash hash of the evidence off chain; carries no personal data.
    /// @param proposer who proposed.
    /// @param confirmer who confirmed; zero before.
    /// @param confirmableAt unix seconds from when it may be confirmed.
    /// @param status see `Status`.
    struct Recovery {
        address lost;
        address successor;
        bytes32 evidenceHash;
        address proposer;
        address confirmer;
        uint40 confirmableAt;
        Status status;
    }

    event RecoveryProposed(
        uint256 indexed recoveryId,
        address indexed lost,
        address indexed successor,
        address proposer,
        bytes32 evidenceHash,
        uint40 confirmableAt
    );
    event RecoveryObjected(uint256 indexed recoveryId, address indexed lost);
    event RecoveryStopped(uint256 indexed recoveryId, address indexed guardian);
    /// @notice The record has moved to the successor, and the holdings may.
    event RecoveryConfirmed(uint256 indexed recoveryId, address indexed confirmer);
    event CreditsRecovered(uint256 indexed recoveryId, uint256 indexed batchId, uint256 units);
    /// @notice Orders of the lost account were cancelled, which the exchange reports one by one as their owner's doing. `lots` per
    /// order, zero where nothing lived.
    event OrdersRecovered(uint256 indexed recoveryId, OrderId[] orderIds, uint40[] lots);
    event BasketTokensRecovered(uint256 indexed recoveryId, address indexed basket, uint256 units);

    error WalletRecovery_ZeroAddress();
    error WalletRecovery_SameAccount(address account);
    error WalletRecovery_HoldsForOthers(address account);
    error WalletRecovery_SuccessorKnown(address successor, uint8 tier);
    error WalletRecovery_UnknownRecovery(uint256 recoveryId, uint256 lastRecoveryId);
    error WalletRecovery_WrongStatus(uint256 recoveryId, Status actual, Status required);
    error WalletRecovery_NotLostAccount(address caller, address lost);
    error WalletRecovery_SamePerson(address account);
    error WalletRecovery_TooEarly(uint256 nowSeconds, uint256 confirmableAt);
    error WalletRecovery_TooLate(uint256 nowSeconds, uint256 confirmableUntil);
    error WalletRecovery_CallDirectly(address caller);
    /// @notice The account was lost before, by a recovery that was confirmed: it can neither be lost again nor take over.
    error WalletRecovery_AlreadyRecovered(address account, uint256 recoveryId);
    error WalletRecovery_NotABasket(address account);

    /// @notice Proposes that `successor` takes over from `lost`; it may be confirmed after seven days, for thirty days.
    /// @dev Requires the compliance role, called by its holder itself. The successor must have no record of its own, and neither may
    /// have been lost before. Custodians, the registry and the reversal buffer hold what is others': they can be neither, now or when
    /// something is moved.
    function propose(address lost, address successor, bytes32 evidenceHash) external returns (uint256 recoveryId);

    /// @notice Ends a proposed recovery.
    /// @dev Only the account said to be lost.
    function object(uint256 recoveryId) external;

    /// @notice Ends a proposed recovery at once.
    /// @dev Requires the guardian role.
    function stop(uint256 recoveryId) external;

    /// @notice Confirms a recovery: the eligibility record moves to the successor, if it has not run out.
    /// @dev Requires the treasurer role, called by its holder itself, who is another than the proposer.
    function confirm(uint256 recoveryId) external;

    /// @notice Moves the whole balance of each batch to the successor, once the recovery is confirmed. What arrives at the lost
    /// wallet later may be moved by another call.
    /// @dev Anyone.
    function recoverCredits(uint256 recoveryId, uint256[] calldata batchIds) external;

    /// @notice Cancels orders of the lost account of every kind, once the recovery is confirmed, so that what they hold is in its free
    /// balances in the vault.
    /// @dev Anyone.
    /// @param orderIds at most 150, all of the lost account; one that does not live any more is passed over.
    function recoverOrders(uint256 recoveryId, OrderId[] calldata orderIds) external;

    /// @notice Moves the whole free balance of each asset in the exchange's vault to the successor's there, once the recovery is
    /// confirmed. What orders still hold comes free by `recoverOrders`.
    /// @dev Anyone. Refused while the successor is blocked.
    /// @param assets at most 150 indices.
    function recoverBalances(uint256 recoveryId, uint32[] calldata assets) external;

    /// @notice Moves all tokens of each basket to the successor, once the recovery is confirmed.
    /// @dev Anyone. Refused while the successor is blocked.
    function recoverBasketTokens(uint256 recoveryId, address[] calldata baskets) external;

    /// @return the recovery; reverts for an unknown one.
    function recovery(uint256 recoveryId) external view returns (Recovery memory);
}
