// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { CreditToken } from "./CreditToken.sol";
import { RegistryFields } from "./RegistryFields.sol";

/// @title Cancellations
/// @notice Takes credits out of circulation without an environmental claim.
abstract contract Cancellations is CreditToken {
    /// @dev See ICarbonCredits.
    function cancel(
        address account,
        uint256 batchId,
        uint64 units,
        ICarbonCredits.CancellationReason reason,
        string calldata note
    ) external {
        RegistryFields.requireStatement(note);
        _requireMayActFor(account);
        BatchRecord storage record = _requireHeld(account, batchId, units);

        uint64 firstUnit = record.retiredUnits + record.cancelledUnits;
        uint64 batchCancelledUnits = record.cancelledUnits + units;
        record.cancelledUnits = batchCancelledUnits;
        if (reason == ICarbonCredits.CancellationReason.CONVERSION) _convertOut(batchId, units, firstUnit, note);
        _burn(account, batchId, units);
        emit ICarbonCredits.Cancelled(batchId, account, units, firstUnit, batchCancelledUnits, reason, note);
    }

    /// @dev Two cancellations may not stand behind the same credits elsewhere.
    function _convertOut(uint256 batchId, uint64 units, uint64 firstUnit, string calldata note) private {
        if (bytes(note).length == 0) revert ICarbonCredits.CarbonCredits_EmptyField("note");
        bytes32 conversionRef = keccak256(bytes(note));
        Layout storage $ = _layout();
        if ($.convertedOut[conversionRef]) revert ICarbonCredits.CarbonCredits_ConversionReplayed(conversionRef);
        $.convertedOut[conversionRef] = true;
        emit ICarbonCredits.ConvertedOut(conversionRef, batchId, units, firstUnit);
    }
}
