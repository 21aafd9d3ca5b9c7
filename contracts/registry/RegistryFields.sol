// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { CountryCode } from "../libraries/CountryCode.sol";

/// @title RegistryFields
/// @notice Bounds of what may be written into the registry.
library RegistryFields {
    using CountryCode for bytes2;

    /// @dev Bytes.
    uint256 internal constant MAX_REGISTRY_NAME = 64;
    uint256 internal constant MAX_NATIVE_ID = 64;
    uint256 internal constant MAX_PROJECT_NAME = 200;
    uint256 internal constant MAX_METHODOLOGY = 100;
    uint256 internal constant MAX_NAMESPACE = 128;
    /// @dev Bytes; also bounds the reason of a refusal and the note of a cancellation.
    uint256 internal constant MAX_STATEMENT = 256;
    /// @dev One gigatonne in one block: 10^12 units, far inside uint64 and every sum of them.
    uint256 internal constant MAX_BLOCK_TONNES = 1_000_000_000;
    /// @dev 40 %.
    uint16 internal constant MAX_BUFFER_BPS = 4_000;
    /// @dev Portions in one call, so that a retirement and the picture of it fit a block.
    uint256 internal constant MAX_PORTIONS = 100;
    /// @dev How long a proposal may wait to be attested and issued.
    uint256 internal constant PROPOSAL_LIFE = 180 days;
    /// @dev 1 unit = 1 kg.
    uint64 internal constant UNITS_PER_TONNE = 1_000;

    /// @dev Reverts on a project with an empty or overlong field or a malformed country.
    function requireProject(ICarbonCredits.Project calldata project) internal pure {
        requireText(project.registryName, "registryName", MAX_REGISTRY_NAME);
        requireText(project.nativeId, "nativeId", MAX_NATIVE_ID);
        requireText(project.name, "name", MAX_PROJECT_NAME);
        requireText(project.methodology, "methodology", MAX_METHODOLOGY);
        if (!project.country.isAlpha2()) revert ICarbonCredits.CarbonCredits_BadCountry(project.country);
    }

    /// @dev Reverts on an issuance whose own fields are out of bounds. Whether the project exists and the serials are free
    /// is not checked here.
    function requireIssuance(ICarbonCredits.Issuance calldata issuance) internal pure {
        requireText(issuance.serialNamespace, "serialNamespace", MAX_NAMESPACE);
        if (issuance.blockStart > issuance.blockEnd)
            revert ICarbonCredits.CarbonCredits_BlockReversed(issuance.blockStart, issuance.blockEnd);
        uint256 tonnes = uint256(issuance.blockEnd) - issuance.blockStart + 1;
        if (tonnes > MAX_BLOCK_TONNES) revert ICarbonCredits.CarbonCredits_BlockTooLarge(tonnes, MAX_BLOCK_TONNES);
        if (issuance.vintageStart == 0) revert ICarbonCredits.CarbonCredits_EmptyField("vintageStart");
        if (issuance.vintageStart > issuance.vintageEnd)
            revert ICarbonCredits.CarbonCredits_VintageReversed(issuance.vintageStart, issuance.vintageEnd);
        if (issuance.recipient == address(0)) revert ICarbonCredits.CarbonCredits_ZeroAddress();
        if (issuance.reportHash == 0) revert ICarbonCredits.CarbonCredits_EmptyField("reportHash");
        _requireMonitoring(issuance);
    }

    /// @dev What was monitored and under which terms it is issued.
    function _requireMonitoring(ICarbonCredits.Issuance calldata issuance) private pure {
        if (issuance.bufferBps > MAX_BUFFER_BPS)
            revert ICarbonCredits.CarbonCredits_BufferShareTooLarge(issuance.bufferBps, MAX_BUFFER_BPS);
        if (issuance.monitoringStart > issuance.monitoringEnd)
            revert ICarbonCredits.CarbonCredits_MonitoringReversed(issuance.monitoringStart, issuance.monitoringEnd);
        uint256 length = bytes(issuance.methodology).length;
        if (length > MAX_METHODOLOGY)
            revert ICarbonCredits.CarbonCredits_FieldTooLong("methodology", length, MAX_METHODOLOGY);
    }

    /// @dev Reverts on none or more than fit one call.
    function requirePortions(uint256 count) internal pure {
        if (count == 0) revert ICarbonCredits.CarbonCredits_NoPortions();
        if (count > MAX_PORTIONS) revert ICarbonCredits.CarbonCredits_TooManyPortions(count, MAX_PORTIONS);
    }

    /// @dev Reverts on retirement details out of bounds.
    function requireDetails(ICarbonCredits.RetirementDetails calldata details) internal pure {
        requireStatement(details.statement);
        bytes2 country = details.consumptionCountry;
        if (country != 0 && !country.isAlpha2()) revert ICarbonCredits.CarbonCredits_BadCountry(country);
        if (details.periodStart > details.periodEnd)
            revert ICarbonCredits.CarbonCredits_PeriodReversed(details.periodStart, details.periodEnd);
    }

    /// @dev Reverts on free text that is too long; it may be empty.
    function requireStatement(string calldata statement) internal pure {
        uint256 length = bytes(statement).length;
        if (length > MAX_STATEMENT) revert ICarbonCredits.CarbonCredits_StatementTooLong(length, MAX_STATEMENT);
    }

    /// @dev Reverts on an empty or overlong field.
    function requireText(string calldata value, string memory field, uint256 maxLength) internal pure {
        uint256 length = bytes(value).length;
        if (length == 0) revert ICarbonCredits.CarbonCredits_EmptyField(field);
        if (length > maxLength) revert ICarbonCredits.CarbonCredits_FieldTooLong(field, length, maxLength);
    }
}
