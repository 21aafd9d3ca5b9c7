// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { CalendarDate } from "../libraries/CalendarDate.sol";
import { CountryCode } from "../libraries/CountryCode.sol";
import { SerialText } from "../libraries/SerialText.sol";
import { TonnesText } from "../libraries/TonnesText.sol";
import { CertificateFields } from "../types/CertificateFields.sol";

/// @title CertificateReader
/// @notice Gathers what stands on a certificate from the registry.
library CertificateReader {
    using CountryCode for bytes2;

    /// @param registry the credit registry.
    /// @param retirementId an existing retirement.
    /// @return fields raw text.
    function read(
        ICarbonCredits registry,
        uint256 retirementId
    ) internal view returns (CertificateFields memory fields) {
        ICarbonCredits.Retirement memory retirement = registry.retirement(retirementId);
        ICarbonCredits.Batch memory batch = registry.batch(retirement.batchId);
        fields.number = Strings.toString(retirementId);
        _fillProject(fields, registry.project(batch.projectId));
        _fillBatch(fields, batch, retirement.firstUnit, retirement.units);
        _fillRetirement(fields, retirement);
    }

    function _fillProject(CertificateFields memory fields, ICarbonCredits.Project memory project) private pure {
        fields.registryName = project.registryName;
        fields.projectNativeId = project.nativeId;
        fields.projectName = project.name;
        fields.methodology = project.methodology;
        fields.country = project.country.text();
    }

    function _fillBatch(
        CertificateFields memory fields,
        ICarbonCredits.Batch memory batch,
        uint256 firstUnit,
        uint256 units
    ) private pure {
        fields.vintageFrom = CalendarDate.iso(batch.vintageStart);
        fields.vintageTo = CalendarDate.iso(batch.vintageEnd);
        fields.tonnes = TonnesText.fromUnits(units);
        fields.firstSerial = SerialText.full(batch.serialNamespace, batch.blockStart + firstUnit / 1_000);
        fields.lastSerial = SerialText.full(batch.serialNamespace, batch.blockStart + (firstUnit + units - 1) / 1_000);
    }

    function _fillRetirement(
        CertificateFields memory fields,
        ICarbonCredits.Retirement memory retirement
    ) private pure {
        ICarbonCredits.RetirementDetails memory details = retirement.details;
        fields.retiredAt = CalendarDate.iso(retirement.retiredAt);
        fields.account = Strings.toChecksumHexString(retirement.account);
        fields.beneficiary = Strings.toChecksumHexString(details.beneficiary);
        if (details.beneficiaryRef != 0) {
            fields.beneficiaryRef = Strings.toHexString(uint256(details.beneficiaryRef), 32);
        }
        fields.purpose = _purposeText(details.purpose);
        fields.consumptionCountry = details.consumptionCountry.text();
        if (details.periodEnd != 0) {
            fields.periodFrom = CalendarDate.iso(details.periodStart);
            fields.periodTo = CalendarDate.iso(details.periodEnd);
        }
        fields.statement = details.statement;
    }

    function _purposeText(ICarbonCredits.Purpose purpose) private pure returns (string memory) {
        if (purpose == ICarbonCredits.Purpose.VOLUNTARY) return "Voluntary";
        if (purpose == ICarbonCredits.Purpose.CORSIA) return "CORSIA";
        if (purpose == ICarbonCredits.Purpose.NATIONAL_TAX) return "National carbon tax";
        if (purpose == ICarbonCredits.Purpose.NDC) return "Nationally determined contribution";
        return "Other";
    }
}
