// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

contract BufferShareTest is RegistryFixture {
    address internal pool = makeAddr("buffer pool");

    function setUp() public override {
        super.setUp();
        _register();
    }

    function test_the_buffer_gets_its_share_and_the_recipient_the_rest() public {
        _link();
        uint256 proposalId = _propose(_sharing(1, 500, 1_250));
        _attest(proposalId, REPORT);
        uint256 batchId = (uint256(1) << 128) | 1;
        vm.expectEmit(address(credits));
        emit ICarbonCredits.BufferContributed(batchId, pool, 62_500);
        _issue(proposalId);
        assertEq(credits.balanceOf(pool, batchId), 62_500);
        assertEq(credits.balanceOf(alice, batchId), 437_500);
        assertEq(credits.totalSupply(batchId), 500_000);
    }

    function testFuzz_shares_add_up_and_a_doubt_is_the_buffers(uint40 tonnes, uint16 bufferBps) public {
        _link();
        tonnes = uint40(bound(tonnes, 1, 1_000_000_000));
        bufferBps = uint16(bound(bufferBps, 0, 4_000));
        uint256 batchId = _mintBatch(_sharing(1, tonnes, bufferBps));
        uint256 share = credits.balanceOf(pool, batchId);
        assertEq(share + credits.balanceOf(alice, batchId), uint256(tonnes) * 1_000);
        assertGe(share * 10_000, uint256(tonnes) * 1_000 * bufferBps);
        assertLt(share * 10_000, uint256(tonnes) * 1_000 * bufferBps + 10_000);
    }

    function test_an_issuance_without_a_share_needs_no_buffer() public {
        uint256 batchId = _mintBatch(_sharing(1, 500, 0));
        assertEq(credits.balanceOf(alice, batchId), 500_000);
    }

    function test_a_share_without_a_buffer_is_not_minted() public {
        uint256 proposalId = _propose(_sharing(1, 500, 1));
        _attest(proposalId, REPORT);
        vm.prank(registrar);
        vm.expectRevert(ICarbonCredits.CarbonCredits_BufferNotSet.selector);
        credits.issue(proposalId);
    }

    function testFuzz_refuses_more_than_forty_percent(uint16 bufferBps) public {
        bufferBps = uint16(bound(bufferBps, 4_001, type(uint16).max));
        ICarbonCredits.Issuance memory issuance = _sharing(1, 500, bufferBps);
        vm.prank(registrar);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BufferShareTooLarge.selector, bufferBps, 4_000)
        );
        credits.propose(issuance);
    }

    function test_the_buffer_is_linked_once_by_the_admin() public {
        assertEq(credits.buffer(), address(0));
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, registrar));
        credits.setBuffer(pool);
        vm.prank(admin);
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroAddress.selector);
        credits.setBuffer(address(0));
        _link();
        assertEq(credits.buffer(), pool);
        vm.prank(admin);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_BufferAlreadySet.selector, pool));
        credits.setBuffer(bob);
    }

    function _link() private {
        vm.prank(admin);
        credits.setBuffer(pool);
    }

    function _sharing(
        uint40 blockStart,
        uint40 blockEnd,
        uint16 bufferBps
    ) private view returns (ICarbonCredits.Issuance memory issuance) {
        issuance = _issuance(blockStart, blockEnd);
        issuance.bufferBps = bufferBps;
    }
}
