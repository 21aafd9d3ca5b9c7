// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Vm } from "forge-std/Vm.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import { IERC1155Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IERC7943MultiToken } from "../../../contracts/interfaces/IERC7943MultiToken.sol";
import { RegistryFixture } from "./RegistryFixture.sol";

/// @dev One test for each MUST of ERC-7943 that reads on a multi-token contract.
contract Erc7943Test is RegistryFixture {
    address internal pool = makeAddr("buffer pool");
    uint256 internal batchId;

    function setUp() public override {
        super.setUp();
        batchId = _mintBatch(_issuance(1, 500));
        vm.prank(admin);
        credits.setBuffer(pool);
    }

    // ------------------------------------------------------------------------------------------- views

    function testFuzz_must_can_send_never_reverts(address account) public view {
        credits.canSend(account);
    }

    function testFuzz_must_can_receive_never_reverts(address account) public view {
        credits.canReceive(account);
    }

    function testFuzz_must_can_transfer_never_reverts(
        address from,
        address to,
        uint256 tokenId,
        uint256 amount
    ) public view {
        credits.canTransfer(from, to, tokenId, amount);
    }

    function test_must_views_survive_a_gate_that_reverts_or_answers_nonsense() public {
        bytes memory asked = abi.encodeCall(IComplianceGate.isBlocked, (alice));
        vm.mockCallRevert(address(gate), asked, "out of order");
        assertFalse(credits.canSend(alice));
        assertFalse(credits.canTransfer(alice, bob, batchId, 1));
        vm.mockCall(address(gate), asked, hex"01");
        assertFalse(credits.canReceive(alice));
    }

    function testFuzz_must_views_change_no_storage(address from, address to, uint256 amount) public {
        vm.record();
        credits.canSend(from);
        credits.canReceive(to);
        credits.canTransfer(from, to, batchId, amount);
        (, bytes32[] memory writes) = vm.accesses(address(credits));
        assertEq(writes.length, 0);
    }

    function test_must_account_views_hold_no_rule_of_quantity_or_counterparty() public {
        _freezeUnits(alice, 500_000);
        _suspend();
        assertTrue(credits.canSend(alice));
        assertTrue(credits.canReceive(alice));
        assertTrue(credits.canSend(stranger), "who holds nothing may send as well");
    }

    function testFuzz_must_can_transfer_checks_the_unfrozen_amount(uint256 frozen, uint256 amount) public {
        frozen = bound(frozen, 1, 600_000);
        amount = bound(amount, 1, 500_000);
        _freezeUnits(alice, frozen);
        uint256 unfrozen = frozen < 500_000 ? 500_000 - frozen : 0;
        assertEq(credits.canTransfer(alice, bob, batchId, amount), amount <= unfrozen);
    }

    function test_must_can_transfer_checks_sender_and_recipient() public {
        _freeze(bob);
        assertFalse(credits.canTransfer(alice, bob, batchId, 1));
        assertFalse(credits.canTransfer(bob, alice, batchId, 1));
    }

    function test_must_can_transfer_is_false_while_a_batch_is_suspended() public {
        _suspend();
        assertFalse(credits.canTransfer(alice, bob, batchId, 1));
    }

    function test_must_can_transfer_say_nothing_of_plain_balance_or_approval() public view {
        assertTrue(credits.canTransfer(alice, bob, batchId, 500_001));
        assertTrue(credits.canTransfer(stranger, bob, batchId, 1));
        assertTrue(credits.canTransfer(alice, bob, batchId + 1, 1));
    }

    /// @dev Both ways: what is foretold as impossible fails, and what is not and is covered by the balance succeeds.
    function testFuzz_must_public_transfers_agree_with_can_transfer(
        uint256 frozen,
        uint256 amount,
        uint8 state
    ) public {
        _freezeUnits(alice, bound(frozen, 0, 600_000));
        amount = bound(amount, 0, 500_000);
        if (state & 3 == 1) _freeze(bob);
        if (state & 3 == 2) _suspend();
        bool foretold = credits.canTransfer(alice, bob, batchId, amount);
        vm.prank(alice);
        try credits.safeTransferFrom(alice, bob, batchId, amount, "") {
            assertTrue(foretold);
        } catch {
            assertFalse(foretold);
        }
    }

    function test_must_batch_transfers_count_an_id_named_twice_as_one_amount() public {
        _freezeUnits(alice, 300_000);
        (uint256[] memory ids, uint256[] memory values) = (new uint256[](2), new uint256[](2));
        (ids[0], ids[1]) = (batchId, batchId);
        (values[0], values[1]) = (150_000, 150_000);
        vm.prank(alice);
        vm.expectRevert(_frozenRefusal(300_000, 200_000));
        credits.safeBatchTransferFrom(alice, bob, ids, values, "");
    }

    function test_must_a_transfer_to_oneself_respects_the_freeze() public {
        _freezeUnits(alice, 500_000);
        vm.prank(alice);
        vm.expectRevert(_frozenRefusal(1, 0));
        credits.safeTransferFrom(alice, alice, batchId, 1, "");
    }

    // ------------------------------------------------------------------------------------------- freezing

    function testFuzz_must_freezing_emits_and_replaces(uint256 first, uint256 second) public {
        _freezeUnits(alice, first);
        _freezeUnits(alice, second);
        assertEq(credits.getFrozenTokens(alice, batchId), second);
    }

    function test_must_freezing_allow_more_than_is_held() public {
        _freezeUnits(bob, 1_000);
        vm.prank(alice);
        credits.safeTransferFrom(alice, bob, batchId, 1_500, "");
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC7943MultiToken.ERC7943InsufficientUnfrozenBalance.selector,
                bob,
                batchId,
                501,
                500
            )
        );
        credits.safeTransferFrom(bob, alice, batchId, 501, "");
    }

    function test_must_freezing_be_restricted() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        credits.setFrozenTokens(alice, batchId, 1);
    }

    function test_must_freezing_revert_on_nobody_and_on_an_unknown_batch() public {
        vm.startPrank(officer);
        vm.expectRevert(ICarbonCredits.CarbonCredits_ZeroAddress.selector);
        credits.setFrozenTokens(address(0), batchId, 1);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_UnknownBatch.selector, 7));
        credits.setFrozenTokens(alice, 7, 1);
        vm.stopPrank();
    }

    function test_should_name_the_unfrozen_amount_within_the_balance_and_the_base_error_above_it() public {
        _freezeUnits(alice, 400_000);
        vm.startPrank(alice);
        vm.expectRevert(_frozenRefusal(100_001, 100_000));
        credits.safeTransferFrom(alice, bob, batchId, 100_001, "");
        vm.expectRevert(
            abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, alice, 500_000, 500_001, batchId)
        );
        credits.safeTransferFrom(alice, bob, batchId, 500_001, "");
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- burning and minting

    function test_must_burning_respect_the_freeze() public {
        _freezeUnits(alice, 400_000);
        ICarbonCredits.Portion[] memory portions = new ICarbonCredits.Portion[](2);
        portions[0] = ICarbonCredits.Portion(batchId, 60_000);
        portions[1] = ICarbonCredits.Portion(batchId, 60_000);
        vm.startPrank(alice);
        vm.expectRevert(_frozenRefusal(100_001, 100_000));
        credits.retire(alice, batchId, 100_001, _details());
        vm.expectRevert(_frozenRefusal(100_001, 100_000));
        credits.cancel(alice, batchId, 100_001, ICarbonCredits.CancellationReason.VOLUNTARY, "");
        vm.expectRevert(_frozenRefusal(60_000, 40_000));
        credits.retireMany(alice, portions, _details());
        vm.expectRevert(_frozenRefusal(60_000, 40_000));
        credits.requestRetirement(alice, portions, _details());
        credits.retire(alice, batchId, 100_000, _details());
        vm.stopPrank();
    }

    function test_must_burning_respect_can_send() public {
        _freeze(alice);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, alice));
        credits.retire(alice, batchId, 1, _details());
    }

    function test_should_minting_respect_can_receive() public {
        uint256 proposalId = _propose(_issuance(501, 510));
        _attest(proposalId, REPORT);
        _freeze(alice);
        vm.prank(registrar);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredits.CarbonCredits_AccountBlocked.selector, alice));
        credits.issue(proposalId);
    }

    // ------------------------------------------------------------------------------------------- by force

    function test_must_forced_transfer_move_the_units_and_emit_both_events() public {
        vm.expectEmit(address(credits));
        emit IERC1155.TransferSingle(admin, alice, bob, batchId, 1_000);
        vm.expectEmit(address(credits));
        emit IERC7943MultiToken.ForcedTransfer(alice, bob, batchId, 1_000);
        assertTrue(_force(1_000));
        assertEq(credits.balanceOf(alice, batchId), 499_000);
        assertEq(credits.balanceOf(bob, batchId), 1_000);
    }

    function test_must_forced_transfer_unfreeze_before_the_transfer_event() public {
        _freezeUnits(alice, 450_000);
        vm.recordLogs();
        _force(60_000);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3);
        assertEq(logs[0].topics[0], IERC7943MultiToken.Frozen.selector);
        assertEq(logs[1].topics[0], IERC1155.TransferSingle.selector);
        assertEq(logs[2].topics[0], IERC7943MultiToken.ForcedTransfer.selector);
        assertEq(abi.decode(logs[0].data, (uint256)), 440_000);
        assertEq(credits.getFrozenTokens(alice, batchId), 440_000);
    }

    /// @dev A freeze falls by what was taken out of it, no more: what it withholds of future balances stays.
    function testFuzz_must_forced_transfer_take_the_unfrozen_part_first(uint256 frozen, uint256 amount) public {
        frozen = bound(frozen, 0, 600_000);
        amount = bound(amount, 0, 500_000);
        _freezeUnits(alice, frozen);
        _force(amount);
        uint256 unfrozen = frozen < 500_000 ? 500_000 - frozen : 0;
        assertEq(credits.getFrozenTokens(alice, batchId), amount > unfrozen ? frozen - (amount - unfrozen) : frozen);
        assertEq(credits.balanceOf(bob, batchId), amount);
    }

    function test_must_forced_transfer_be_restricted() public {
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        credits.forcedTransfer(alice, bob, batchId, 1);
    }

    function test_must_forced_transfer_check_the_balance_and_the_parties() public {
        vm.startPrank(admin);
        vm.expectRevert(
            abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, alice, 500_000, 500_001, batchId)
        );
        credits.forcedTransfer(alice, bob, batchId, 500_001);
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidReceiver.selector, address(0)));
        credits.forcedTransfer(alice, address(0), batchId, 1);
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidSender.selector, address(0)));
        credits.forcedTransfer(address(0), bob, batchId, 1);
        vm.stopPrank();
    }

    function test_must_forced_transfer_revert_where_the_recipient_cannot_receive() public {
        _freeze(bob);
        vm.prank(admin);
        vm.expectRevert(abi.encodeWithSelector(IERC7943MultiToken.ERC7943CannotReceive.selector, bob));
        credits.forcedTransfer(alice, bob, batchId, 1);
    }

    function test_forced_transfer_reaches_the_units_of_a_blocked_holder() public {
        _freeze(alice);
        _force(500_000);
        assertEq(credits.balanceOf(bob, batchId), 500_000);
    }

    // ------------------------------------------------------------------------------------------- interface

    function test_must_answer_for_its_interface_id() public view {
        assertEq(type(IERC7943MultiToken).interfaceId, bytes4(0x41c4fbad));
        assertTrue(credits.supportsInterface(0x41c4fbad));
        assertTrue(credits.supportsInterface(0x01ffc9a7));
        assertTrue(credits.supportsInterface(0xd9b67a26));
        assertFalse(credits.supportsInterface(0xffffffff));
    }

    // ------------------------------------------------------------------------------------------- why (ERC-1404)

    function test_a_restriction_has_a_code_and_says_why() public {
        _expectCode(0, "No restriction");
        _freezeUnits(alice, 500_000);
        _expectCode(41, "Units of the sender are frozen and the rest is too little");
        _suspend();
        _expectCode(40, "The batch is suspended while a reversal is investigated");
        _freeze(bob);
        _expectCode(31, "The recipient is frozen or on a sanctions list");
        _freeze(alice);
        _expectCode(30, "The sender is frozen or on a sanctions list");
        assertEq(credits.detectTransferRestriction(stranger, stranger, 7, 1), 42);
        assertEq(credits.messageForTransferRestriction(42), "No such batch was issued");
        assertEq(credits.messageForTransferRestriction(200), "No such restriction");
    }

    function _expectCode(uint8 code, string memory message) private view {
        assertEq(credits.detectTransferRestriction(alice, bob, batchId, 1), code);
        assertEq(credits.messageForTransferRestriction(code), message);
    }

    function _force(uint256 amount) private returns (bool) {
        vm.prank(admin);
        return credits.forcedTransfer(alice, bob, batchId, amount);
    }

    function _freezeUnits(address account, uint256 amount) private {
        vm.expectEmit(address(credits));
        emit IERC7943MultiToken.Frozen(account, batchId, amount);
        vm.prank(officer);
        assertTrue(credits.setFrozenTokens(account, batchId, amount));
    }

    function _suspend() private {
        vm.prank(pool);
        credits.setSuspended(batchId, uint40(block.timestamp + 1 days));
    }

    function _frozenRefusal(uint256 amount, uint256 unfrozen) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IERC7943MultiToken.ERC7943InsufficientUnfrozenBalance.selector,
                alice,
                batchId,
                amount,
                unfrozen
            );
    }
}
