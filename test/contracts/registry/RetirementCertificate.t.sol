// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC721 } from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import { IERC721Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { IERC721Metadata } from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { ICertificateRenderer } from "../../../contracts/interfaces/ICertificateRenderer.sol";
import { IRetirementCertificate } from "../../../contracts/interfaces/IRetirementCertificate.sol";
import { RetirementCertificate } from "../../../contracts/registry/RetirementCertificate.sol";
import { CertificateFixture } from "./CertificateFixture.sol";
import { XmlCheck } from "./XmlCheck.sol";

contract RetirementCertificateTest is CertificateFixture {
    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _mintBatch(_issuance(941_467_007, 941_467_431));
    }

    // ------------------------------------------------------------------------------------------- token

    function test_NobodyMovesACertificate() public {
        _retire(1_000, _details());
        vm.startPrank(alice);
        bytes memory soulbound = abi.encodeWithSelector(
            IRetirementCertificate.RetirementCertificate_Soulbound.selector,
            1
        );
        vm.expectRevert(soulbound);
        certificate.transferFrom(alice, bob, 1);
        vm.expectRevert(soulbound);
        certificate.safeTransferFrom(alice, bob, 1);
        vm.expectRevert(soulbound);
        certificate.approve(bob, 1);
        vm.expectRevert(abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_Soulbound.selector, 0));
        certificate.setApprovalForAll(bob, true);
        vm.stopPrank();
        assertEq(certificate.ownerOf(1), alice);
    }

    function test_OnlyTheRegistryMints() public {
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRetirementCertificate.RetirementCertificate_OnlyRegistry.selector,
                alice,
                address(credits)
            )
        );
        certificate.mint(alice, 1);
    }

    function test_ACertificateIsMintedOnce() public {
        _retire(1_000, _details());
        vm.prank(address(credits));
        vm.expectRevert(abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_Soulbound.selector, 1));
        certificate.mint(bob, 1);
    }

    function test_LockedIsTrueForEachTokenAndRefusesAnUnknownOne() public {
        _retire(1_000, _details());
        assertTrue(certificate.locked(1));
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 2));
        certificate.locked(2);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 2));
        certificate.tokenURI(2);
    }

    function test_SupportsItsInterfaces() public view {
        assertTrue(certificate.supportsInterface(0xb45a3c0e)); // ERC-5192
        assertTrue(certificate.supportsInterface(type(IERC721).interfaceId));
        assertTrue(certificate.supportsInterface(type(IERC721Metadata).interfaceId));
        assertTrue(certificate.supportsInterface(type(IRetirementCertificate).interfaceId));
        assertFalse(certificate.supportsInterface(0xffffffff));
    }

    function test_AProxyIsNeverSetUpWithZeroes() public {
        address implementation = _deploy(CERTIFICATE_ARTIFACT, "");
        vm.expectRevert(IRetirementCertificate.RetirementCertificate_ZeroAddress.selector);
        _proxy(implementation, abi.encodeCall(RetirementCertificate.initialize, (address(0), address(credits))));
        vm.expectRevert(IRetirementCertificate.RetirementCertificate_ZeroAddress.selector);
        _proxy(implementation, abi.encodeCall(RetirementCertificate.initialize, (address(manager), address(0))));
    }

    // ------------------------------------------------------------------------------------------- metadata

    function test_TheMetadataNamesEverything() public {
        ICarbonCredits.RetirementDetails memory details = ICarbonCredits.RetirementDetails({
            beneficiary: bob,
            beneficiaryRef: keccak256("record 7"),
            purpose: ICarbonCredits.Purpose.NATIONAL_TAX,
            consumptionCountry: "CO",
            periodStart: VINTAGE_START,
            periodEnd: VINTAGE_END,
            statement: "Fleet of 2020",
            claim: ICarbonCredits.ClaimType.CONTRIBUTION
        });
        _retire(1_500, _details());
        _retire(12_345, details);
        string memory json = _json(2);
        assertEq(vm.parseJsonString(json, ".name"), "Retirement certificate #2");
        assertEq(
            vm.parseJsonString(json, ".description"),
            "12.345 tonnes of CO2 equivalent were retired for good on 2026-01-01 from Verra project VCS1340, "
            "Bale Mountains Eco-region REDD+ project. This certificate cannot be transferred."
        );
        _assertAttribute(json, 0, "Registry", "Verra");
        _assertAttribute(json, 1, "Project ID", "VCS1340");
        _assertAttribute(json, 2, "Project name", "Bale Mountains Eco-region REDD+ project");
        _assertAttribute(json, 3, "Methodology", "VM0015 v1.1");
        _assertAttribute(json, 4, "Country", "ET");
        _assertAttribute(json, 5, "Vintage from", "2020-01-01");
        _assertAttribute(json, 6, "Vintage to", "2020-12-31");
        _assertAttribute(json, 7, "Quantity (tonnes CO2e)", "12.345");
        // 1,500 kg are gone before: the serials are the second to the fourteenth of the block
        string memory rest = "VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1";
        _assertAttribute(json, 8, "First serial", string.concat("19385-941467008-", rest));
        _assertAttribute(json, 9, "Last serial", string.concat("19385-941467020-", rest));
        _assertAttribute(json, 10, "Retired at", "2026-01-01");
        _assertAttribute(json, 11, "Retired by", Strings.toChecksumHexString(alice));
        _assertAttribute(json, 12, "Beneficiary", Strings.toChecksumHexString(bob));
        _assertAttribute(json, 13, "Beneficiary reference", Strings.toHexString(uint256(details.beneficiaryRef), 32));
        _assertAttribute(json, 14, "Purpose", "National carbon tax");
        _assertAttribute(json, 15, "Consumption country", "CO");
        _assertAttribute(json, 16, "Period from", "2020-01-01");
        _assertAttribute(json, 17, "Period to", "2020-12-31");
        _assertAttribute(json, 18, "Statement", "Fleet of 2020");
    }

    function test_WhatWasNotStatedIsLeftOut() public {
        ICarbonCredits.RetirementDetails memory details;
        _retire(1_000, details);
        string memory json = _json(1);
        _assertAttribute(json, 12, "Beneficiary", Strings.toChecksumHexString(alice));
        _assertAttribute(json, 13, "Purpose", "Voluntary");
        _assertAttribute(json, 14, "Status", "Whole");
        _assertAttribute(json, 15, "Verification", certificate.linkOf(1));
        assertFalse(vm.keyExistsJson(json, ".attributes[16]"));
    }

    function test_EachPurposeHasItsWords() public {
        string[5] memory words = [
            "Voluntary",
            "CORSIA",
            "National carbon tax",
            "Nationally determined contribution",
            "Other"
        ];
        ICarbonCredits.RetirementDetails memory details;
        for (uint8 i = 0; i < 5; i++) {
            details.purpose = ICarbonCredits.Purpose(i);
            _retire(1_000, details);
            _assertAttribute(_json(uint256(i) + 1), 13, "Purpose", words[i]);
        }
    }

    function test_HostileTextBreaksNeitherJsonNorSvg() public {
        ICarbonCredits.Project memory project = _project();
        project.registryName = 'Ver"ra\\';
        project.nativeId = "</text><script>";
        project.name = "A & B <i>'quoted'</i> \"project\"";
        project.methodology = string(abi.encodePacked(hex"00fe015c"));
        vm.prank(registrar);
        credits.registerProject(project);
        ICarbonCredits.Issuance memory issuance = _issuance(1, 10);
        issuance.projectId = 2;
        issuance.serialNamespace = 'X"<&>\\';
        batchId = _mintBatch(issuance);
        ICarbonCredits.RetirementDetails memory details = _details();
        details.statement = ']]>"},{"&amp;</svg><!--';
        _retire(1_000, details);

        string memory json = _json(1);
        _assertAttribute(json, 0, "Registry", project.registryName);
        _assertAttribute(json, 1, "Project ID", project.nativeId);
        _assertAttribute(json, 2, "Project name", project.name);
        _assertAttribute(json, 8, "First serial", 'X"<&>\\-1');
        string memory text = XmlCheck.text(bytes(_svg(json)));
        assertTrue(vm.contains(text, project.registryName));
        assertTrue(vm.contains(text, project.nativeId));
        assertTrue(vm.contains(text, project.name));
        assertTrue(vm.contains(text, details.statement));
    }

    function testFuzz_AnyStatementGivesAWellFormedCertificate(bytes memory statement) public {
        vm.assume(statement.length <= 256);
        for (uint256 i = 0; i < statement.length; i++) {
            // the strict reader of these tests takes no white space but the space
            if (statement[i] == 0x09 || statement[i] == 0x0a || statement[i] == 0x0d) statement[i] = " ";
        }
        ICarbonCredits.RetirementDetails memory details = _details();
        details.statement = string(statement);
        _retire(1_000, details);
        string memory json = _json(1);
        assertEq(vm.parseJsonString(json, ".name"), "Retirement certificate #1");
        XmlCheck.text(bytes(_svg(json)));
    }

    function test_ThePictureShowsTheClaim() public {
        ICarbonCredits.RetirementDetails memory details = _details();
        _retire(1_000, details);
        assertTrue(vm.contains(XmlCheck.text(bytes(_svg(_json(1)))), "Not stated"));
        details.consumptionCountry = "CO";
        _retire(1_000, details);
        assertTrue(vm.contains(XmlCheck.text(bytes(_svg(_json(2)))), "Claimed forCO"));
        (details.periodStart, details.periodEnd) = (VINTAGE_START, VINTAGE_END);
        _retire(1_000, details);
        assertTrue(vm.contains(XmlCheck.text(bytes(_svg(_json(3)))), "Claimed for2020-01-01 to 2020-12-31, CO"));
    }

    function test_ALongSerialIsShownWhole() public {
        ICarbonCredits.Issuance memory issuance = _issuance(999_999_999_990, 999_999_999_999);
        issuance.serialNamespace = _text(128);
        batchId = _mintBatch(issuance);
        _retire(1_000, _details());
        string memory serial = string.concat(_text(128), "-999999999990");
        assertTrue(vm.contains(XmlCheck.text(bytes(_svg(_json(1)))), serial));
    }

    function test_TheRendererGivesThePictureAlone() public {
        _retire(1_000, _details());
        ICertificateRenderer renderer = ICertificateRenderer(certificate.renderer());
        assertEq(renderer.svg(credits, certificate.partOf(1)), _svg(_json(1)));
    }

    function _retire(uint64 units, ICarbonCredits.RetirementDetails memory details) private {
        vm.prank(alice);
        credits.retire(alice, batchId, units, details);
    }
}
