// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IExchangeBundle
/// @notice Several pieces of anyone's work in one transaction, each as if its caller had sent it alone.
interface IExchangeBundle {
    /// @param gas what the call is given, neither more nor less, so that no other can change its outcome through it.
    /// @param call calldata of `crank`, `uncross`, `reopen`, `checkAndHalt`, `fireStops`, `executeSlice`, `prune`,
    /// `pruneConditionals` or `trail`.
    struct Upkeep {
        uint32 gas;
        bytes call;
    }

    /// @param done whether the call was carried out; one that was not has left nothing behind.
    /// @param reason selector of the error it was refused with; zero when done, or without an error, as when its gas ran out.
    /// @param progress the number that a call done has answered: steps, orders or lots; zero for one that answers none.
    /// @param gasUsed what the call took of what it was given.
    struct UpkeepOutcome {
        bool done;
        bytes4 reason;
        uint256 progress;
        uint256 gasUsed;
    }

    /// @notice A call of a bundle was not carried out; the others were, or have events of their own. `index` is its place in the
    /// bundle, `selector` the function called, `reason` as in `UpkeepOutcome`.
    event UpkeepSkipped(uint256 indexed index, bytes4 indexed selector, bytes4 reason);

    /// @notice Only anyone's work may be bundled, and a bundle is none.
    error Exchange_NotUpkeep(uint256 index, bytes4 selector);

    /// @notice Carries calls out one after another, for the caller: keeper fees are its own. A call that is refused is skipped.
    /// @dev Reverts as a whole with Exchange_GasTooLow where what is left cannot give a call its gas, so that an estimate of the
    /// transaction's gas is enough for every call. Of what a call answers, 32 bytes are read and no more.
    /// @param upkeeps at most 32 calls.
    /// @return outcomes what became of each.
    function bundle(Upkeep[] calldata upkeeps) external returns (UpkeepOutcome[] memory outcomes);
}
