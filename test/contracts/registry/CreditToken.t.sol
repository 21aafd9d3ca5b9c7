// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import { IERC1155Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { IERC1155MetadataURI } from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { DeployedCredits } from "./DeployedCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract CreditTokenTest is RegistryFixture {
    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _mintBatch(_issuance(1, 500));
    }

    function testFuzz_TransferMovesUnits(uint256 units) public {
        units = bound(units, 0, 500_000);
        vm.prank(alice);
        credits.safeTransferFrom(alice, bob, batchId, units, "");
        assertEq(credits.balanceOf(alice, batchId), 500_000 - units);
        assertEq(credits.balanceOf(bob, batchId), units);
        assertEq(credits.totalSupply(batchId), 500_000);
    }

    function test_ABlockedSenderMovesNothing() public {
        _freeze(alice);
        _expectBlocked(alice, alice, alice, bob);
    }

    function test_ABlockedReceiverReceivesNothing() public {
        _freeze(bob);
        _expectBlocked(bob, alice, alice, bob);
    }

    function test_ABlockedOperatorMovesNothing() public {
        vm.prank(alice);
        credits.setApprovalForAll(stranger, true);
        _freeze(stranger);
        _expectBlocked(stranger, stranger, alice, bob);
    }

    function test_ASanctionedReceiverReceivesNothing() public {
        address[] memory listed = new address[](1);
        listed[0] = bob;
        vm.prank(officer);
        sanctions.addToSanctionsList(listed);
        _expectBlocked(bob, alice, alice, bob);
    }

    function test_ABatchTransferIsCheckedAsWell() public {
        _freeze(bob);
        uint256[] memory ids = new uint256[](1);
        ids[0] = batchId;
        uint256[] memory values = new uint256[](1);
        values[0] = 1;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, bob));
        credits.safeBatchTransferFrom(alice, bob, ids, values, "");
    }

    function test_AnApprovedOperatorMovesUnits() public {
        vm.prank(alice);
        credits.setApprovalForAll(stranger, true);
        vm.prank(stranger);
        credits.safeTransferFrom(alice, bob, batchId, 1, "");
        assertEq(credits.balanceOf(bob, batchId), 1);
    }

    function test_ATransferWithoutApprovalIsRefused() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155MissingApprovalForAll.selector, stranger, alice));
        credits.safeTransferFrom(alice, bob, batchId, 1, "");
    }

    function test_TheUriIsThePrefixAndTheDecimalBatchId() public view {
        assertEq(credits.uri(1234567), "https://example.org/batches/1234567");
    }

    function test_SupportsItsInterfaces() public view {
        assertTrue(credits.supportsInterface(type(ICarbonCredits).interfaceId));
        assertTrue(credits.supportsInterface(type(IERC1155).interfaceId));
        assertTrue(credits.supportsInterface(type(IERC1155MetadataURI).interfaceId));
        assertTrue(credits.supportsInterface(type(IERC165).interfaceId));
        assertFalse(credits.supportsInterface(0xffffffff));
    }

    function test_LinksNameTheGateAndTheCertificate() public view {
        (address linkedGate, address linkedCertificate) = credits.links();
        assertEq(linkedGate, address(gate));
        assertEq(linkedCertificate, address(certificate));
    }

    function test_TheCertificateIsSetOnceByTheAdmin() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        credits.setCertificate(stranger);
        vm.prank(admin);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_CertificateAlreadySet.selector, address(certificate))
        );
        credits.setCertificate(stranger);
    }

    function test_WithoutACertificateNothingIsRetired() public {
        DeployedCredits fresh = _fresh();
        vm.prank(admin);
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroAddress.selector);
        fresh.setCertificate(address(0));

        vm.startPrank(admin);
        fresh.registerProject(_project());
        fresh.propose(_issuance(1, 10));
        manager.grantRole(0, verifier, 0);
        vm.stopPrank();
        vm.startPrank(verifier);
        fresh.attest(1, REPORT);
        uint256 freshBatch = fresh.issue(1);
        vm.stopPrank();
        vm.prank(alice);
        vm.expectRevert(ICarbonCredits.CarbonCredits_CertificateNotSet.selector);
        fresh.retire(alice, freshBatch, 1, _details());
    }

    function test_AProxyIsSetUpOnceAndNeverWithZeroes() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        credits.initialize(address(manager), address(gate), "");
        DeployedCredits implementation = DeployedCredits(_deployCredits());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(address(manager), address(gate), "");
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroAddress.selector);
        _proxy(address(implementation), abi.encodeCall(DeployedCredits.initialize, (address(0), address(gate), "")));
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroAddress.selector);
        _proxy(address(implementation), abi.encodeCall(DeployedCredits.initialize, (address(manager), address(0), "")));
    }

    /// @dev A registry without a certificate and with the admin in every role.
    function _fresh() private returns (DeployedCredits) {
        return
            DeployedCredits(
                _proxy(
                    _deployCredits(),
                    abi.encodeCall(DeployedCredits.initialize, (address(manager), address(gate), ""))
                )
            );
    }

    function _expectBlocked(address blocked, address operator, address from, address to) private {
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, blocked));
        credits.safeTransferFrom(from, to, batchId, 1, "");
    }
}
