// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IWalletRecovery
/// @notice Gives the owner of a lost wallet the credits in it under a new address, by two people of different roles, after a
/// time in which the old wallet can object: whoever still has its key has not lost it.
/// @dev Moves credits and the eligibility record. What the account has in the exchange's vault stays there: the exchange pays a
/// balance to its own account's word only.
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
    /// @notice The record has moved to the successor, and the credits may.
    event RecoveryConfirmed(uint256 indexed recoveryId, address indexed confirmer);
    event CreditsRecovered(uint256 indexed recoveryId, uint256 indexed batchId, uint256 units);

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

    /// @notice Proposes that `successor` takes over from `lost`; it may be confirmed after seven days, for thirty days.
    /// @dev Requires the compliance role, called by its holder itself. The successor must have no record of its own. Custodians and
    /// the reversal buffer hold what is others': they can be neither, now or when credits are moved.
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

    /// @return the recovery; reverts for an unknown one.
    function recovery(uint256 recoveryId) external view returns (Recovery memory);
}
