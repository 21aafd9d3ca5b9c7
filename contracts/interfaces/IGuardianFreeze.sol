// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IGuardianFreeze
/// @notice The freeze that need not wait. `IERC7943MultiToken.setFrozenTokens`, which also lets go, is announced and waits.
/// @dev Part of the credit registry: called at its address. Units of 1 kg.
interface IGuardianFreeze {
    /// @notice A freeze at once can only be raised.
    error CarbonCredits_FreezeNotRaised(address account, uint256 tokenId, uint256 amount, uint256 frozen);

    /// @notice Raises what is frozen of one account and batch to `amount`, which may exceed the balance. Reports it by
    /// `IERC7943MultiToken.Frozen`.
    /// @dev Requires the guardian role. `amount` must be above what is frozen already.
    /// @param amount kg frozen from now on, those frozen before included.
    function freezeTokens(address account, uint256 tokenId, uint256 amount) external;
}
