// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What stands on a retirement certificate, as raw text: whoever renders it escapes it.
/// @param number the retirement id in decimal.
/// @param registryName source registry.
/// @param projectNativeId the registry's id of the project.
/// @param projectName name of the project.
/// @param methodology id and version.
/// @param country ISO 3166-1 alpha-2 of the project.
/// @param vintageFrom ISO date.
/// @param vintageTo ISO date.
/// @param tonnes quantity in tonnes with three decimals.
/// @param firstSerial first serial in full.
/// @param lastSerial last serial in full.
/// @param retiredAt ISO date.
/// @param account who held the credits, 0x and checksummed.
/// @param beneficiary who the retirement is for, 0x and checksummed.
/// @param beneficiaryRef reference to the off-chain record as hex, or empty.
/// @param purpose in words.
/// @param consumptionCountry ISO 3166-1 alpha-2, or empty.
/// @param periodFrom ISO date, or empty.
/// @param periodTo ISO date, or empty.
/// @param statement public statement, or empty.
struct CertificateFields {
    string number;
    string registryName;
    string projectNativeId;
    string projectName;
    string methodology;
    string country;
    string vintageFrom;
    string vintageTo;
    string tonnes;
    string firstSerial;
    string lastSerial;
    string retiredAt;
    string account;
    string beneficiary;
    string beneficiaryRef;
    string purpose;
    string consumptionCountry;
    string periodFrom;
    string periodTo;
    string statement;
}
