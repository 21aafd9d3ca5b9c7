// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IIssuanceImports } from "../../../contracts/interfaces/IIssuanceImports.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract IssuanceImportsTest is RegistryFixture {
    uint32 internal constant COUNT = 8;
    bytes32 internal constant WHOLE = keccak256("export of the source registry");

    /// @dev A full tree of eight leaves: nodes[1] is the root, nodes[8 + i] leaf i.
    bytes32[16] internal nodes;
    bytes32 internal root;

    function setUp() public override {
        super.setUp();
        _register();
        for (uint32 i = 0; i < COUNT; ++i) nodes[COUNT + i] = credits.leafHash(i, _leaf(i));
        for (uint256 i = COUNT - 1; i > 0; --i) {
            nodes[i] = Hashes.commutativeKeccak256(nodes[2 * i], nodes[2 * i + 1]);
        }
        root = nodes[1];
    }

    function test_a_root_is_proposed_and_attested_as_a_whole() public {
        vm.expectEmit(address(credits));
        emit IIssuanceImports.ImportProposed(root, registrar, COUNT, WHOLE);
        _proposeImport();
        vm.expectEmit(address(credits));
        emit IIssuanceImports.ImportAttested(root, verifier, WHOLE);
        _attestImport();
        IIssuanceImports.Import memory read = credits.issuanceImport(root);
        assertEq(read.proposer, registrar);
        assertEq(read.verifier, verifier);
        assertEq(read.count, COUNT);
        assertEq(read.issuedCount, 0);
        assertEq(read.reportHash, WHOLE);
        assertEq(uint8(read.status), uint8(ICarbonCredits.ProposalStatus.ATTESTED));
    }

    function test_each_leaf_becomes_a_batch_with_a_proposal_of_its_own() public {
        _open();
        for (uint32 i = 0; i < COUNT; ++i) {
            uint256 batchId = (uint256(1) << 128) | (i + 1);
            vm.expectEmit(address(credits));
            emit IIssuanceImports.LeafIssued(root, i, batchId, i + 1);
            assertEq(_issueLeaf(i), batchId);
            assertTrue(credits.isLeafIssued(root, i));
            assertEq(credits.balanceOf(alice, batchId), 10_000);
        }
        (, ICarbonCredits.ProposalStatus status, address proposer, address attestedBy) = credits.proposal(3);
        assertEq(uint8(status), uint8(ICarbonCredits.ProposalStatus.ISSUED));
        assertEq(proposer, registrar);
        assertEq(attestedBy, verifier);
        assertEq(credits.issuanceImport(root).issuedCount, COUNT);
    }

    function test_a_leaf_is_minted_once() public {
        _open();
        _issueLeaf(3);
        _expectRefusal(
            3,
            _leaf(3),
            abi.encodeWithSelector(IIssuanceImports.CarbonCredits_LeafIssued.selector, root, 3)
        );
    }

    function testFuzz_whatever_differs_from_the_leaf_is_refused(uint32 index, uint8 field) public {
        _open();
        index = uint32(bound(index, 0, COUNT - 1));
        ICarbonCredits.Issuance memory issuance = _leaf(index);
        field = uint8(bound(field, 0, 4));
        if (field == 0) issuance.blockEnd += 1;
        if (field == 1) issuance.recipient = bob;
        if (field == 2) issuance.bufferBps = 1;
        if (field == 3) issuance.reportHash = "another";
        if (field == 4) issuance = _leaf((index + 1) % COUNT);
        _expectRefusal(
            index,
            issuance,
            abi.encodeWithSelector(IIssuanceImports.CarbonCredits_BadProof.selector, root, index)
        );
    }

    function test_a_number_beyond_the_tree_is_refused() public {
        _open();
        _expectRefusal(
            COUNT,
            _leaf(0),
            abi.encodeWithSelector(IIssuanceImports.CarbonCredits_LeafOutOfRange.selector, COUNT, COUNT)
        );
    }

    /// @dev Hashed once only, the content of a leaf and that of an inner node could be taken for one another.
    function test_leaves_are_hashed_twice() public view {
        bytes32 once = keccak256(abi.encode(uint32(0), _leaf(0)));
        assertEq(nodes[COUNT], keccak256(abi.encode(once)));
    }

    function test_a_leaf_that_was_overtaken_is_refused_and_the_others_go_on() public {
        _open();
        ICarbonCredits.Issuance memory rival = _leaf(2);
        rival.blockEnd = rival.blockStart;
        _mintBatch(rival);
        _expectRefusal(
            2,
            _leaf(2),
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_SerialOverlap.selector, 201, 210, 201, 201)
        );
        _issueLeaf(4);
    }

    function test_nothing_is_minted_before_the_verdict_or_after_the_time() public {
        _proposeImport();
        _expectRefusal(
            0,
            _leaf(0),
            _status(ICarbonCredits.ProposalStatus.PROPOSED, ICarbonCredits.ProposalStatus.ATTESTED)
        );
        _attestImport();
        vm.warp(START_TIME + 180 days);
        _expectRefusal(
            0,
            _leaf(0),
            abi.encodeWithSelector(IIssuanceImports.CarbonCredits_ImportExpired.selector, root, START_TIME + 180 days)
        );
    }

    function test_a_refused_import_stays_refused() public {
        _proposeImport();
        vm.expectEmit(address(credits));
        emit IIssuanceImports.ImportRefused(root, verifier, "totals differ");
        vm.prank(verifier);
        credits.refuseImport(root, "totals differ");
        vm.prank(verifier);
        vm.expectRevert(_status(ICarbonCredits.ProposalStatus.REFUSED, ICarbonCredits.ProposalStatus.PROPOSED));
        credits.attestImport(root, WHOLE);
    }

    function test_a_withdrawn_import_mints_no_more_and_keeps_what_it_minted() public {
        _open();
        uint256 batchId = _issueLeaf(0);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotProposer.selector, stranger, registrar));
        credits.withdrawImport(root);
        vm.prank(registrar);
        credits.withdrawImport(root);
        _expectRefusal(
            1,
            _leaf(1),
            _status(ICarbonCredits.ProposalStatus.WITHDRAWN, ICarbonCredits.ProposalStatus.ATTESTED)
        );
        assertEq(credits.totalSupply(batchId), 10_000);
    }

    function test_a_verdict_needs_the_hash_of_the_report_and_another_than_the_proposer() public {
        _proposeImport();
        vm.prank(verifier);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_ReportMismatch.selector, bytes32("x"), WHOLE)
        );
        credits.attestImport(root, "x");
        vm.prank(admin);
        manager.grantRole(3, registrar, 0);
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_VerifierIsProposer.selector, registrar));
        credits.attestImport(root, WHOLE);
    }

    function test_a_root_is_proposed_once_and_never_empty() public {
        _proposeImport();
        vm.startPrank(registrar);
        vm.expectRevert(abi.encodeWithSelector(IIssuanceImports.CarbonCredits_ImportExists.selector, root));
        credits.proposeImport(root, COUNT, WHOLE);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "root"));
        credits.proposeImport(0, COUNT, WHOLE);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "count"));
        credits.proposeImport("other", 0, WHOLE);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_EmptyField.selector, "reportHash"));
        credits.proposeImport("other", COUNT, 0);
        vm.stopPrank();
    }

    function test_strangers_do_nothing_and_unknown_roots_are_named() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        credits.proposeImport(root, COUNT, WHOLE);
        vm.expectRevert(refusal);
        credits.attestImport(root, WHOLE);
        vm.expectRevert(refusal);
        credits.refuseImport(root, "no");
        vm.expectRevert(refusal);
        credits.issueLeaf(root, 0, _leaf(0), new bytes32[](0));
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IIssuanceImports.CarbonCredits_UnknownImport.selector, root));
        credits.issuanceImport(root);
    }

    function _leaf(uint32 index) private view returns (ICarbonCredits.Issuance memory issuance) {
        issuance = _issuance(index * 100 + 1, index * 100 + 10);
        issuance.reportHash = keccak256(abi.encode("row", index));
    }

    function _proof(uint32 index) private view returns (bytes32[] memory proof) {
        proof = new bytes32[](3);
        uint256 node = COUNT + (index % COUNT);
        for (uint256 level = 0; level < 3; ++level) {
            proof[level] = nodes[node ^ 1];
            node /= 2;
        }
    }

    function _open() private {
        _proposeImport();
        _attestImport();
    }

    function _proposeImport() private {
        vm.prank(registrar);
        credits.proposeImport(root, COUNT, WHOLE);
    }

    function _attestImport() private {
        vm.prank(verifier);
        credits.attestImport(root, WHOLE);
    }

    function _issueLeaf(uint32 index) private returns (uint256) {
        bytes32[] memory proof = _proof(index);
        vm.prank(registrar);
        return credits.issueLeaf(root, index, _leaf(index), proof);
    }

    function _expectRefusal(uint32 index, ICarbonCredits.Issuance memory issuance, bytes memory refusal) private {
        bytes32[] memory proof = _proof(index);
        vm.prank(registrar);
        vm.expectRevert(refusal);
        credits.issueLeaf(root, index, issuance, proof);
    }

    function _status(
        ICarbonCredits.ProposalStatus actual,
        ICarbonCredits.ProposalStatus required
    ) private view returns (bytes memory) {
        return abi.encodeWithSelector(IIssuanceImports.CarbonCredits_ImportStatus.selector, root, actual, required);
    }
}
