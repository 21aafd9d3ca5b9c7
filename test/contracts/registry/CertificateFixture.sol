// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Base64 } from "@openzeppelin/contracts/utils/Base64.sol";
import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { RegistryFixture } from "./RegistryFixture.sol";

/// @title CertificateFixture
/// @notice Reads what a certificate says: its JSON, its picture, its attributes.
abstract contract CertificateFixture is RegistryFixture {
    function _json(uint256 tokenId) internal view returns (string memory) {
        return _decoded(certificate.tokenURI(tokenId), "data:application/json;base64,");
    }

    function _svg(string memory json) internal pure returns (string memory) {
        return _decoded(vm.parseJsonString(json, ".image"), "data:image/svg+xml;base64,");
    }

    function _decoded(string memory uri, string memory prefix) internal pure returns (string memory) {
        bytes memory source = bytes(uri);
        uint256 skip = bytes(prefix).length;
        bytes memory start = new bytes(skip);
        for (uint256 i = 0; i < skip; i++) start[i] = source[i];
        assertEq(string(start), prefix);
        bytes memory payload = new bytes(source.length - skip);
        for (uint256 i = 0; i < payload.length; i++) payload[i] = source[skip + i];
        return string(Base64.decode(string(payload)));
    }

    function _assertAttribute(
        string memory json,
        uint256 index,
        string memory trait,
        string memory value
    ) internal pure {
        string memory path = string.concat(".attributes[", Strings.toString(index), "]");
        assertEq(vm.parseJsonString(json, string.concat(path, ".trait_type")), trait);
        assertEq(vm.parseJsonString(json, string.concat(path, ".value")), value);
    }

    /// @dev The one attribute of that name, wherever it stands.
    function _assertTrait(string memory json, string memory trait, string memory value) internal view {
        for (uint256 i = 0; ; ++i) {
            string memory path = string.concat(".attributes[", Strings.toString(i), "]");
            assertTrue(vm.keyExistsJson(json, path), string.concat("no attribute ", trait));
            if (!Strings.equal(vm.parseJsonString(json, string.concat(path, ".trait_type")), trait)) continue;
            assertEq(vm.parseJsonString(json, string.concat(path, ".value")), value, trait);
            return;
        }
    }
}
