// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What stands on a retirement certificate, as raw text: whoever renders it escapes it.
/// @param number the token id in decimal.
/// @param parent for a sub-certificate the number of the retirement; else empty.
/// @param registryName source registry of the first portion.
/// @param projectNativeId the registry's id of the project.
/// @param projectName name of the project; of several projects the first, followed by "and others".
/// @param methodology id and version.
/// @param country ISO 3166-1 alpha-2 of the project.
/// @param vintageFrom ISO date.
/// @param vintageTo ISO date.
/// @param tonnes quantity in tonnes with three decimals.
/// @param firstSerial first serial of the first portion, in full.
/// @param lastSerial last serial of the first portion, in full.
/// @param retiredAt ISO date.
/// @param account the retiring entity, 0x and checksummed.
/// @param beneficiary who the certificate is for, 0x and checksummed.
/// @param beneficiaryRef reference to the off-chain record as hex, or empty.
/// @param purpose in words.
/// @param claim in words, or empty.
/// @param consumptionCountry ISO 3166-1 alpha-2, or empty.
/// @param periodFrom ISO date, or empty.
/// @param periodTo ISO date, or empty.
/// @param statement public statement, or empty.
/// @param status "Whole", "Covered", "Impaired", or "Unknown" while the buffer does not answer.
/// @param impairedTonnes what nobody made good of the quantity, or empty.
/// @param passedOnTonnes what sub-certificates took over, or empty.
/// @param link what the QR code says.
/// @param ornament background, borders and rosette, as SVG elements.
/// @param code the QR code of the link, as the data of an SVG path.
/// @param portions every portion, in the order of retirement.
struct CertificateFields {
    string number;
    string parent;
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
    string claim;
    string consumptionCountry;
    string periodFrom;
    string periodTo;
    string statement;
    string status;
    string impairedTonnes;
    string passedOnTonnes;
    string link;
    string ornament;
    string code;
    CertificatePortion[] portions;
}

/// @notice One line of a certificate.
/// @param project the registry's id of the project.
/// @param firstSerial in full.
/// @param lastSerial in full.
/// @param tonnes with three decimals.
struct CertificatePortion {
    string project;
    string firstSerial;
    string lastSerial;
    string tonnes;
}
