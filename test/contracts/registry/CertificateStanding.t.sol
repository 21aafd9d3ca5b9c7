// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { CertificateFixture } from "./CertificateFixture.sol";
import { ScriptedBuffer } from "./ScriptedBuffer.sol";
import { XmlCheck } from "./XmlCheck.sol";

/// @dev How certificates of one or many portions stand, and that the off-chain record may go.
contract CertificateStandingTest is CertificateFixture {
    ScriptedBuffer internal pool;
    uint256 internal first;
    uint256 internal second;

    function setUp() public override {
        super.setUp();
        pool = new ScriptedBuffer();
        first = _mintBatch(_issuance(1, 500));
        ICarbonCredits.Issuance memory other = _issuance(1_001, 1_100);
        other.methodology = "VM0048 v1.0";
        second = _mintBatch(other);
        _retireBoth(1_500, 2_000);
    }

    // ------------------------------------------------------------------------------------------- status

    function test_without_a_buffer_every_certificate_is_whole() public {
        _expectStatus("Whole");
    }

    function test_a_batch_without_reversal_is_whole() public {
        _link();
        _expectStatus("Whole");
    }

    function test_a_reversal_made_good_is_covered() public {
        _link();
        pool.say(second, 5_000, 5_000, 0);
        _expectStatus("Covered");
    }

    function test_what_nobody_made_good_impairs_and_is_counted() public {
        _link();
        pool.say(first, 5_000, 5_000, 0);
        pool.say(second, 50_000, 25_000, 2_500);
        string memory json = _expectStatus("Impaired");
        _assertTrait(json, "Impaired (tonnes CO2e)", "0.500");
        assertTrue(vm.contains(XmlCheck.text(bytes(_svg(json))), "Status: Impaired (0.500 t)"));
    }

    function test_a_buffer_that_does_not_answer_leaves_the_certificate_readable() public {
        _link();
        pool.fallSilent();
        _expectStatus("Unknown");
    }

    function test_a_buffer_without_code_leaves_the_certificate_readable() public {
        vm.prank(admin);
        credits.setBuffer(makeAddr("nothing there"));
        _expectStatus("Unknown");
    }

    // ------------------------------------------------------------------------------------------- portions

    function test_the_metadata_lists_every_portion() public {
        string memory json = _json(1);
        _assertTrait(json, "Quantity (tonnes CO2e)", "3.500");
        assertEq(vm.parseJsonString(json, ".portions[0].tonnes"), "1.500");
        assertTrue(vm.contains(vm.parseJsonString(json, ".portions[0].firstSerial"), "-1-VCS"), "first of the block");
        assertTrue(vm.contains(vm.parseJsonString(json, ".portions[0].lastSerial"), "-2-VCS"), "a tonne and a half");
        assertEq(vm.parseJsonString(json, ".portions[1].tonnes"), "2.000");
        assertEq(vm.parseJsonString(json, ".portions[1].project"), "VCS1340");
        assertFalse(vm.keyExistsJson(json, ".portions[2]"));
    }

    function test_the_picture_shows_two_portions_and_says_how_many_there_are() public {
        ICarbonCredits.Portion[] memory portions = new ICarbonCredits.Portion[](40);
        for (uint256 i = 0; i < 40; ++i) portions[i] = ICarbonCredits.Portion(first, 1_000);
        vm.prank(alice);
        uint256 retirementId = credits.retireMany(alice, portions, _details());
        string memory json = _json(retirementId);
        string memory text = XmlCheck.text(bytes(_svg(json)));
        assertTrue(vm.contains(text, "Portion 1 of 40, 1.000 t"));
        assertTrue(vm.contains(text, "Portion 2 of 40, 1.000 t"));
        assertFalse(vm.contains(text, "Portion 3 of 40"));
        assertEq(vm.parseJsonString(json, ".portions[39].tonnes"), "1.000");
    }

    function test_several_projects_are_named_as_such() public {
        ICarbonCredits.Project memory project = _project();
        project.nativeId = "VCS674";
        vm.prank(registrar);
        credits.registerProject(project);
        ICarbonCredits.Issuance memory issuance = _issuance(2_001, 2_010);
        issuance.projectId = 2;
        second = _mintBatch(issuance);
        _retireBoth(1_000, 1_000);
        string memory json = _json(2);
        _assertTrait(json, "Project name", string.concat(_project().name, " and others"));
        assertEq(vm.parseJsonString(json, ".portions[1].project"), "VCS674");
    }

    function test_a_methodology_of_the_issuance_stands_instead_of_the_projects() public {
        _assertTrait(_json(1), "Methodology", "VM0015 v1.1");
        vm.prank(alice);
        credits.retire(alice, second, 1_000, _details());
        _assertTrait(_json(2), "Methodology", "VM0048 v1.0");
    }

    function test_each_claim_has_its_words() public {
        string[5] memory words = ["Contribution", "Compensation", "VCMI Silver", "VCMI Gold", "VCMI Platinum"];
        for (uint8 i = 0; i < 5; ++i) {
            ICarbonCredits.RetirementDetails memory details = _details();
            details.claim = ICarbonCredits.ClaimType(i + 1);
            vm.prank(alice);
            uint256 retirementId = credits.retire(alice, first, 1_000, details);
            string memory json = _json(retirementId);
            _assertTrait(json, "Claim", words[i]);
            assertTrue(vm.contains(XmlCheck.text(bytes(_svg(json))), string.concat("Voluntary, ", words[i])));
        }
    }

    /// @dev The salted hash is all there ever was on chain: once record and salt are erased it names nobody, and the
    /// certificate says everything else all the same.
    function test_a_certificate_outlives_the_beneficiarys_record() public {
        bytes32 salt = keccak256("a random salt of this record alone");
        ICarbonCredits.RetirementDetails memory details = _details();
        details.beneficiaryRef = keccak256(abi.encode(salt, "Jane Doe, Example Street 1"));
        vm.prank(alice);
        credits.retire(alice, first, 1_000, details);
        string memory json = _json(2);
        _assertTrait(json, "Beneficiary reference", vm.toString(details.beneficiaryRef));
        _assertTrait(json, "Quantity (tonnes CO2e)", "1.000");
        assertFalse(vm.contains(json, "Jane"));
        assertTrue(details.beneficiaryRef != keccak256(abi.encode("Jane Doe, Example Street 1")));
    }

    function _retireBoth(uint64 ofFirst, uint64 ofSecond) private {
        ICarbonCredits.Portion[] memory portions = new ICarbonCredits.Portion[](2);
        portions[0] = ICarbonCredits.Portion(first, ofFirst);
        portions[1] = ICarbonCredits.Portion(second, ofSecond);
        vm.prank(alice);
        credits.retireMany(alice, portions, _details());
    }

    function _link() private {
        vm.prank(admin);
        credits.setBuffer(address(pool));
    }

    function _expectStatus(string memory status) private returns (string memory json) {
        json = _json(1);
        _assertTrait(json, "Status", status);
        assertTrue(vm.contains(XmlCheck.text(bytes(_svg(json))), string.concat("Status: ", status)));
    }
}
