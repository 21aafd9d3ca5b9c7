// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IERC7943MultiToken
/// @notice ERC-7943 (uRWA) for tokens with many ids: who may send and receive, what is frozen, and transfer by force of law.
/// @dev Interface id 0x41c4fbad. Amounts are units of 1 kg.
interface IERC7943MultiToken {
    /// @notice Units were moved by the authority. The base transfer event stands before it.
    event ForcedTransfer(address indexed from, address indexed to, uint256 indexed tokenId, uint256 amount);
    /// @notice `amount` is what is frozen from now on.
    event Frozen(address indexed account, uint256 indexed tokenId, uint256 amount);

    error ERC7943CannotSend(address account);
    error ERC7943CannotReceive(address account);
    error ERC7943CannotTransfer(address from, address to, uint256 tokenId, uint256 amount);
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 tokenId, uint256 amount, uint256 unfrozen);

    /// @notice Moves units whatever their holder or a freeze of them says; the recipient must be allowed to receive, and a
    /// suspended batch stays where it is.
    /// @dev Requires the admin role unless a network maps another. Frozen units it takes are unfrozen first.
    /// @return result always true; reverts otherwise.
    function forcedTransfer(address from, address to, uint256 tokenId, uint256 amount) external returns (bool result);

    /// @notice Freezes units of one account and id; replaces what was frozen before and may exceed the balance.
    /// @dev Requires the compliance role, whose calls wait; see `IGuardianFreeze` for a freeze at once.
    /// @return result always true; reverts otherwise.
    function setFrozenTokens(address account, uint256 tokenId, uint256 amount) external returns (bool result);

    /// @notice Never reverts.
    /// @return allowed whether the account may send at all.
    function canSend(address account) external view returns (bool allowed);

    /// @notice Never reverts.
    /// @return allowed whether the account may receive at all.
    function canReceive(address account) external view returns (bool allowed);

    /// @return amount frozen; may exceed the balance.
    function getFrozenTokens(address account, uint256 tokenId) external view returns (uint256 amount);

    /// @notice Never reverts. Says nothing about balance and approval.
    /// @return allowed whether the rules let this transfer happen now.
    function canTransfer(
        address from,
        address to,
        uint256 tokenId,
        uint256 amount
    ) external view returns (bool allowed);
}
