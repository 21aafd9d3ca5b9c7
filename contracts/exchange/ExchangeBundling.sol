// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeAuctions } from "../interfaces/IExchangeAuctions.sol";
import { IExchangeBundle } from "../interfaces/IExchangeBundle.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../interfaces/IExchangeParents.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeBundling
/// @notice Carries several pieces of anyone's work out in one transaction.
/// @dev Each is a delegatecall to this contract itself, which keeps the caller, and with it who is paid. The guard is in the calls.
abstract contract ExchangeBundling is ExchangeBase {
    /// @dev Most calls in a bundle.
    uint256 private constant BUNDLE_CAP = 32;
    /// @dev Gas between the check and the call, and to record what became of it.
    uint256 private constant CALL_OVERHEAD = 10_000;

    /// @dev See IExchangeBundle.
    function bundle(
        IExchangeBundle.Upkeep[] calldata upkeeps
    ) external notEntered returns (IExchangeBundle.UpkeepOutcome[] memory outcomes) {
        uint256 length = upkeeps.length;
        require(length <= BUNDLE_CAP, IExchange.Exchange_BatchTooLarge(length, BUNDLE_CAP));
        outcomes = new IExchangeBundle.UpkeepOutcome[](length);
        for (uint256 i = 0; i < length; ++i) {
            bytes4 selector = bytes4(upkeeps[i].call);
            require(_isUpkeep(selector), IExchangeBundle.Exchange_NotUpkeep(i, selector));
            outcomes[i] = _carryOut(upkeeps[i].call, upkeeps[i].gas);
            if (!outcomes[i].done) emit IExchangeBundle.UpkeepSkipped(i, selector, outcomes[i].reason);
        }
    }

    /// @dev Sends one call of the caller's to this contract, with exactly `gas_`.
    /// @custom:oz-upgrades-unsafe-allow delegatecall
    function _carryOut(
        bytes memory call_,
        uint256 gas_
    ) private returns (IExchangeBundle.UpkeepOutcome memory outcome) {
        uint256 left = gasleft();
        // a call is given at most 63 of 64 parts of what there is
        uint256 needed = gas_ + CALL_OVERHEAD;
        require(left - left / 64 >= needed, IExchangeAuctions.Exchange_GasTooLow(left, needed));
        bool done;
        uint256 size;
        bytes32 word;
        assembly ("memory-safe") {
            // safe: the answer goes to scratch space, 32 bytes of it however long it is
            mstore(0, 0)
            done := delegatecall(gas_, address(), add(call_, 32), mload(call_), 0, 32)
            size := returndatasize()
            word := mload(0)
        }
        outcome.done = done;
        outcome.gasUsed = left - gasleft();
        if (!done && size >= 4) outcome.reason = bytes4(word);
        else if (done && size >= 32) outcome.progress = uint256(word);
    }

    /// @return whether a function is anyone's work: it trusts nothing about its caller, and pays it at most.
    function _isUpkeep(bytes4 selector) private pure returns (bool) {
        return
            selector == IExchange.crank.selector ||
            selector == IExchangeConditionals.fireStops.selector ||
            selector == IExchangeParents.executeSlice.selector ||
            selector == IExchangeAuctions.uncross.selector ||
            selector == IExchangeAuctions.reopen.selector ||
            selector == IExchangeAuctions.checkAndHalt.selector ||
            selector == IExchange.prune.selector ||
            selector == IExchangeConditionals.trail.selector ||
            selector == IExchangeConditionals.pruneConditionals.selector;
    }
}
