// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC721Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IRetirementCertificate } from "../../../contracts/interfaces/IRetirementCertificate.sol";
import { CertificateFixture } from "./CertificateFixture.sol";

contract CertificateSharesTest is CertificateFixture {
    function setUp() public override {
        super.setUp();
        uint256 batchId = _mintBatch(_issuance(1, 500));
        vm.startPrank(alice);
        credits.retire(alice, batchId, 500, _details());
        // the certificate under test starts in the middle of a tonne and runs on over a second batch
        vm.stopPrank();
        uint256 second = _mintBatch(_issuance(1_001, 1_100));
        ICarbonCredits.Portion[] memory portions = new ICarbonCredits.Portion[](2);
        portions[0] = ICarbonCredits.Portion(batchId, 3_000);
        portions[1] = ICarbonCredits.Portion(second, 7_000);
        vm.prank(alice);
        credits.retireMany(alice, portions, _details());
    }

    function test_a_share_is_a_certificate_of_its_own_for_another_name() public {
        vm.expectEmit(address(certificate));
        emit IRetirementCertificate.Locked(_share(1));
        vm.expectEmit(address(certificate));
        emit IRetirementCertificate.CertificateSplit(2, _share(1), bob, 0, 2_000, 2_000);
        assertEq(_split(alice, 2, bob, 2_000), _share(1));
        assertEq(certificate.ownerOf(_share(1)), bob);
        assertTrue(certificate.locked(_share(1)));
        string memory json = _json(_share(1));
        _assertTrait(json, "Quantity (tonnes CO2e)", "2.000");
        _assertTrait(json, "Beneficiary", Strings.toChecksumHexString(bob));
        _assertTrait(json, "Part of certificate", "2");
        _assertTrait(_json(2), "Quantity (tonnes CO2e)", "10.000");
        _assertTrait(_json(2), "Passed on (tonnes CO2e)", "2.000");
    }

    function test_shares_carry_the_exact_serials_one_after_another() public {
        _split(alice, 2, bob, 2_000);
        _split(alice, 2, stranger, 4_000);
        string memory json = _json(_share(1));
        // 500 kg of the first tonne were retired before
        assertEq(vm.parseJsonString(json, ".portions[0].firstSerial"), _serial(1));
        assertEq(vm.parseJsonString(json, ".portions[0].lastSerial"), _serial(3));
        assertFalse(vm.keyExistsJson(json, ".portions[1]"));
        json = _json(_share(2));
        assertEq(vm.parseJsonString(json, ".portions[0].firstSerial"), _serial(3));
        assertEq(vm.parseJsonString(json, ".portions[0].lastSerial"), _serial(4));
        assertEq(vm.parseJsonString(json, ".portions[0].tonnes"), "1.000");
        assertEq(vm.parseJsonString(json, ".portions[1].firstSerial"), _serial(1_001));
        assertEq(vm.parseJsonString(json, ".portions[1].lastSerial"), _serial(1_003));
        assertEq(vm.parseJsonString(json, ".portions[1].tonnes"), "3.000");
    }

    function test_a_share_is_split_further_by_its_holder() public {
        _split(alice, 2, stranger, 1_000);
        uint256 share = _split(alice, 2, bob, 4_000);
        uint256 part = _split(bob, share, stranger, 1_500);
        (uint256 retirementId, uint64 firstUnit, uint64 units, uint64 given) = certificate.shareOf(part);
        assertEq(retirementId, 2);
        assertEq(firstUnit, 1_000);
        assertEq(units, 1_500);
        assertEq(given, 0);
        (, , , given) = certificate.shareOf(share);
        assertEq(given, 1_500);
    }

    function test_no_more_is_passed_on_than_there_is() public {
        _split(alice, 2, bob, 9_999);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_TooMuch.selector, 2, 1));
        certificate.split(2, bob, 2);
        _split(alice, 2, bob, 1);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_TooMuch.selector, 1, 0));
        certificate.split(2, bob, 1);
    }

    function test_only_the_holder_splits() public {
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_NotHolder.selector, bob, alice)
        );
        certificate.split(2, bob, 1);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 3));
        certificate.split(3, bob, 1);
    }

    function test_a_share_is_of_something_for_somebody_who_is_not_blocked() public {
        vm.startPrank(alice);
        vm.expectRevert(IRetirementCertificate.RetirementCertificate_ZeroUnits.selector);
        certificate.split(2, bob, 0);
        vm.expectRevert(IRetirementCertificate.RetirementCertificate_ZeroAddress.selector);
        certificate.split(2, address(0), 1);
        vm.stopPrank();
        _freeze(bob);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_Blocked.selector, bob));
        certificate.split(2, bob, 1);
        _freeze(alice);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_Blocked.selector, alice));
        certificate.split(2, stranger, 1);
    }

    function test_a_share_is_as_soulbound_as_its_parent() public {
        uint256 share = _split(alice, 2, bob, 1_000);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_Soulbound.selector, share));
        certificate.transferFrom(bob, alice, share);
    }

    /// @dev However certificates are cut up, the leaves of the tree tile each certificate's own range without overlap.
    function testFuzz_shares_never_exceed_or_overlap(uint256 seed) public {
        uint256[] memory ids = new uint256[](9);
        ids[0] = 2;
        uint256 count = 1;
        for (uint256 i = 0; i < 8; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            uint256 tokenId = ids[draw % count];
            uint64 units = uint64(1 + ((draw >> 64) % 4_000));
            (, , uint64 own, uint64 given) = certificate.shareOf(tokenId);
            address holder = certificate.ownerOf(tokenId);
            if (units > own - given) continue;
            ids[count++] = _split(holder, tokenId, bob, units);
        }
        uint256 kept;
        for (uint256 i = 0; i < count; ++i) {
            (, uint64 start, uint64 own, uint64 given) = certificate.shareOf(ids[i]);
            kept += own - given;
            for (uint256 k = 0; k < i; ++k) {
                (, uint64 otherStart, uint64 otherOwn, uint64 otherGiven) = certificate.shareOf(ids[k]);
                // what each keeps for itself is the end of its range
                bool apart = start + own <= otherStart + otherGiven || otherStart + otherOwn <= start + given;
                assertTrue(apart || own == given || otherOwn == otherGiven);
            }
        }
        assertEq(kept, 10_000, "everything retired is kept by exactly one certificate");
    }

    // ------------------------------------------------------------------------------------------- links

    function test_a_link_is_the_chain_wide_name_until_the_admin_gives_a_site() public {
        assertEq(
            certificate.linkOf(2),
            string.concat("eip155:31337/erc721:", Strings.toChecksumHexString(address(certificate)), "/2")
        );
        vm.expectEmit(address(certificate));
        emit IRetirementCertificate.LinkPrefixSet("https://example.org/certificate/");
        vm.prank(admin);
        certificate.setLinkPrefix("https://example.org/certificate/");
        assertEq(certificate.linkOf(2), "https://example.org/certificate/2");
        assertEq(certificate.linkPrefix(), "https://example.org/certificate/");
    }

    function test_only_the_admin_sets_the_site_and_none_too_long_for_the_code() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        certificate.setLinkPrefix("x");
        string memory prefix = _text(96);
        vm.prank(admin);
        vm.expectRevert(
            abi.encodeWithSelector(IRetirementCertificate.RetirementCertificate_PrefixTooLong.selector, 96, 95)
        );
        certificate.setLinkPrefix(prefix);
    }

    function test_the_longest_prefix_still_gives_a_picture() public {
        string memory prefix = _text(95);
        vm.prank(admin);
        certificate.setLinkPrefix(prefix);
        _assertTrait(_json(2), "Verification", string.concat(prefix, "2"));
    }

    function _share(uint256 number) private pure returns (uint256) {
        return (number << 64) | 2;
    }

    function _split(address holder, uint256 tokenId, address to, uint64 units) private returns (uint256) {
        vm.prank(holder);
        return certificate.split(tokenId, to, units);
    }

    function _serial(uint256 number) private pure returns (string memory) {
        return string.concat("19385-", Strings.toString(number), "-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1");
    }
}
