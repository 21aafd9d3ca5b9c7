// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { ICertificateRenderer } from "../interfaces/ICertificateRenderer.sol";
import { CalendarDate } from "../libraries/CalendarDate.sol";
import { CountryCode } from "../libraries/CountryCode.sol";
import { TonnesText } from "../libraries/TonnesText.sol";
import { CertificateFields, CertificatePortion } from "../types/CertificateFields.sol";
import { CertificatePortions } from "./CertificatePortions.sol";

/// @title CertificateReader
/// @notice Gathers what stands on a certificate from the registry.
library CertificateReader {
    using CertificatePortions for ICarbonCredits.RetiredPortion[];
    using CountryCode for bytes2;

    /// @param registry the credit registry.
    /// @param part what the certificate is about.
    /// @return fields raw text.
    function read(
        ICarbonCredits registry,
        ICertificateRenderer.Part calldata part
    ) internal view returns (CertificateFields memory fields) {
        fields.number = Strings.toString(part.tokenId);
        if (part.tokenId != part.retirementId) fields.parent = Strings.toString(part.retirementId);
        fields.link = part.link;
        fields.tonnes = TonnesText.fromUnits(part.units);
        if (part.givenUnits != 0) fields.passedOnTonnes = TonnesText.fromUnits(part.givenUnits);
        ICarbonCredits.RetiredPortion[] memory portions = registry.portionsOf(part.retirementId).within(
            part.firstUnit,
            part.units
        );
        _fillPortions(fields, registry, portions);
        _fillBatch(fields, registry, portions[0].batchId);
        _fillRetirement(fields, registry.retirement(part.retirementId));
        fields.beneficiary = Strings.toChecksumHexString(part.holder);
    }

    function _fillPortions(
        CertificateFields memory fields,
        ICarbonCredits registry,
        ICarbonCredits.RetiredPortion[] memory portions
    ) private view {
        fields.portions = new CertificatePortion[](portions.length);
        for (uint256 i = 0; i < portions.length; ++i) {
            fields.portions[i] = CertificatePortions.describe(registry, portions[i]);
        }
        fields.firstSerial = fields.portions[0].firstSerial;
        fields.lastSerial = fields.portions[0].lastSerial;
        uint256 impairedUnits;
        (fields.status, impairedUnits) = CertificatePortions.statusOf(registry, portions);
        if (impairedUnits != 0) fields.impairedTonnes = TonnesText.fromUnits(impairedUnits);
        for (uint256 i = 1; i < portions.length; ++i) {
            if (portions[i].batchId >> 128 != portions[0].batchId >> 128) fields.projectName = " and others";
        }
    }

    /// @dev Project, methodology and vintage of the first portion; the methodology is that of the issuance, if it had one.
    function _fillBatch(CertificateFields memory fields, ICarbonCredits registry, uint256 batchId) private view {
        ICarbonCredits.Issuance memory issuance = CertificatePortions.issuanceOf(registry, batchId);
        ICarbonCredits.Project memory project = registry.project(issuance.projectId);
        fields.registryName = project.registryName;
        fields.projectNativeId = project.nativeId;
        fields.projectName = string.concat(project.name, fields.projectName);
        fields.methodology = bytes(issuance.methodology).length == 0 ? project.methodology : issuance.methodology;
        fields.country = project.country.text();
        fields.vintageFrom = CalendarDate.iso(issuance.vintageStart);
        fields.vintageTo = CalendarDate.iso(issuance.vintageEnd);
    }

    function _fillRetirement(
        CertificateFields memory fields,
        ICarbonCredits.Retirement memory retirement
    ) private pure {
        ICarbonCredits.RetirementDetails memory details = retirement.details;
        fields.retiredAt = CalendarDate.iso(retirement.retiredAt);
        fields.account = Strings.toChecksumHexString(retirement.account);
        if (details.beneficiaryRef != 0) {
            fields.beneficiaryRef = Strings.toHexString(uint256(details.beneficiaryRef), 32);
        }
        fields.purpose = _purposeText(details.purpose);
        fields.claim = _claimText(details.claim);
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

    /// @dev Empty for none.
    function _claimText(ICarbonCredits.ClaimType claim) private pure returns (string memory) {
        if (claim == ICarbonCredits.ClaimType.CONTRIBUTION) return "Contribution";
        if (claim == ICarbonCredits.ClaimType.COMPENSATION) return "Compensation";
        if (claim == ICarbonCredits.ClaimType.VCMI_SILVER) return "VCMI Silver";
        if (claim == ICarbonCredits.ClaimType.VCMI_GOLD) return "VCMI Gold";
        if (claim == ICarbonCredits.ClaimType.VCMI_PLATINUM) return "VCMI Platinum";
        return "";
    }
}
