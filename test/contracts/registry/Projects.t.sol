// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract ProjectsTest is RegistryFixture {
    function test_RegistersAProjectAndCountsFromOne() public {
        ICarbonCredits.Project memory project = _project();
        vm.expectEmit(address(credits));
        emit ICarbonCredits.ProjectRegistered(
            1,
            registrar,
            project.registryName,
            project.nativeId,
            project.name,
            project.methodology,
            project.country,
            project.mechanism
        );
        assertEq(_register(), 1);
        assertEq(keccak256(abi.encode(credits.project(1))), keccak256(abi.encode(project)));
        (uint64 projects, , ) = credits.counts();
        assertEq(projects, 1);
    }

    function test_TwoRegistriesMayUseTheSameNativeId() public {
        _register();
        ICarbonCredits.Project memory project = _project();
        project.registryName = "Gold Standard";
        vm.prank(registrar);
        assertEq(credits.registerProject(project), 2);
    }

    function test_NamesThatJoinToTheSameTextAreDifferentProjects() public {
        ICarbonCredits.Project memory project = _project();
        vm.startPrank(registrar);
        (project.registryName, project.nativeId) = ("AB", "C");
        credits.registerProject(project);
        (project.registryName, project.nativeId) = ("A", "BC");
        assertEq(credits.registerProject(project), 2);
        vm.stopPrank();
    }

    function test_RefusesAProjectThatExists() public {
        _register();
        _expectRefusal(
            _project(),
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_ProjectExists.selector, "Verra", "VCS1340", 1)
        );
    }

    function test_RefusesAStranger() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        credits.registerProject(_project());
    }

    function test_RefusesEachEmptyField() public {
        ICarbonCredits.Project memory project = _project();
        project.registryName = "";
        _expectRefusal(project, _empty("registryName"));
        project = _project();
        project.nativeId = "";
        _expectRefusal(project, _empty("nativeId"));
        project = _project();
        project.name = "";
        _expectRefusal(project, _empty("name"));
        project = _project();
        project.methodology = "";
        _expectRefusal(project, _empty("methodology"));
    }

    function test_RefusesEachFieldOneByteTooLong() public {
        ICarbonCredits.Project memory project = _project();
        project.registryName = _text(65);
        _expectRefusal(project, _tooLong("registryName", 65, 64));
        project = _project();
        project.nativeId = _text(65);
        _expectRefusal(project, _tooLong("nativeId", 65, 64));
        project = _project();
        project.name = _text(201);
        _expectRefusal(project, _tooLong("name", 201, 200));
        project = _project();
        project.methodology = _text(101);
        _expectRefusal(project, _tooLong("methodology", 101, 100));
    }

    function test_AcceptsEachFieldAtItsLongest() public {
        ICarbonCredits.Project memory project = _project();
        project.registryName = _text(64);
        project.nativeId = _text(64);
        project.name = _text(200);
        project.methodology = _text(100);
        vm.prank(registrar);
        credits.registerProject(project);
        assertEq(bytes(credits.project(1).name).length, 200);
    }

    function testFuzz_TheCountryIsTwoCapitalLetters(bytes2 country) public {
        ICarbonCredits.Project memory project = _project();
        project.country = country;
        bool good = country[0] >= "A" && country[0] <= "Z" && country[1] >= "A" && country[1] <= "Z";
        if (!good)
            _expectRefusal(project, abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BadCountry.selector, country));
        else _accepted(project);
    }

    function testFuzz_EveryPairOfCapitalsIsACountry(uint8 first, uint8 second) public {
        ICarbonCredits.Project memory project = _project();
        project.country = bytes2(abi.encodePacked(bytes1(65 + (first % 26)), bytes1(65 + (second % 26))));
        _accepted(project);
    }

    function testFuzz_AnUnknownProjectIsNamed(uint64 projectId) public {
        _register();
        vm.assume(projectId != 1);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownProject.selector, projectId, 1));
        credits.project(projectId);
    }

    function _accepted(ICarbonCredits.Project memory project) private {
        vm.prank(registrar);
        uint64 projectId = credits.registerProject(project);
        assertEq(credits.project(projectId).country, project.country);
    }

    function _expectRefusal(ICarbonCredits.Project memory project, bytes memory revertData) private {
        vm.prank(registrar);
        vm.expectRevert(revertData);
        credits.registerProject(project);
    }

    function _empty(string memory field) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, field);
    }

    function _tooLong(string memory field, uint256 length, uint256 max) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICarbonCredits.CarbonCredits_FieldTooLong.selector, field, length, max);
    }
}
