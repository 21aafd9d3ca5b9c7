// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IERC1155Receiver } from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../contracts/interfaces/IExchangeMarkets.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";
import {
    CallbackReceiver,
    CallbackToken,
    DrainingToken,
    FeeToken,
    HugeToken,
    RefusingToken
} from "./HostileTokens.sol";
import { OpenCredits } from "./OpenCredits.sol";

/// @notice Deposits, withdrawals and the tokens that try to cheat in them.
contract VaultTest is ExchangeFixture {
    bytes4 private constant REENTRANT = bytes4(keccak256("ReentrancyGuardReentrantCall()"));

    function test_deposit_and_withdraw_report_the_balance_afterwards() public {
        quote.mint(alice, 10);
        vm.startPrank(alice);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.Deposited(alice, QUOTE, 10, FUNDS + 10);
        exchange.deposit(QUOTE, 10);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.Withdrawn(alice, QUOTE, stranger, 4, FUNDS + 6);
        exchange.withdraw(QUOTE, 4, stranger);
        assertEq(quote.balanceOf(stranger), 4);
    }

    function test_deposit_refuses_nothing_the_unknown_and_the_ineligible() public {
        vm.startPrank(alice);
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        exchange.deposit(QUOTE, 0);
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        exchange.depositCredits(BASE, 0);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownAsset.selector, 3, 2));
        exchange.deposit(3, 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, address(credits)));
        exchange.deposit(BASE, 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, address(quote)));
        exchange.depositCredits(QUOTE, 1);
        vm.stopPrank();

        quote.mint(stranger, 5);
        vm.startPrank(stranger);
        quote.approve(address(exchange), 5);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, stranger));
        exchange.deposit(QUOTE, 5);
    }

    function test_C3_deposit_with_permit_and_with_one_already_used() public {
        (address signer, uint256 key) = makeAddrAndKey("signer");
        _allow(signer);
        quote.mint(signer, 30);
        (uint8 v, bytes32 r, bytes32 s) = _permit(signer, key, 20);
        vm.prank(signer);
        exchange.depositWithPermit(QUOTE, 20, block.timestamp, v, r, s);
        assertEq(exchange.balanceOf(signer, QUOTE), 20);

        (v, r, s) = _permit(signer, key, 10);
        quote.permit(signer, address(exchange), 10, block.timestamp, v, r, s);
        vm.prank(signer);
        exchange.depositWithPermit(QUOTE, 10, block.timestamp, v, r, s);
        assertEq(exchange.balanceOf(signer, QUOTE), 30);
    }

    function _permit(address owner, uint256 key, uint256 amount) private view returns (uint8, bytes32, bytes32) {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 content = keccak256(
            abi.encode(typeHash, owner, address(exchange), amount, quote.nonces(owner), block.timestamp)
        );
        return vm.sign(key, keccak256(abi.encodePacked("\x19\x01", quote.DOMAIN_SEPARATOR(), content)));
    }

    function test_credits_sent_to_the_exchange_are_credited_to_the_sender() public {
        credits.mint(alice, BATCH, 7);
        vm.prank(alice);
        credits.safeTransferFrom(alice, address(exchange), BATCH, 7, "");
        assertEq(_units(alice), UNITS + 7);

        uint256 other = BATCH + 1;
        uint32 index = exchange.listAsset(address(credits), other, true);
        credits.mint(alice, BATCH, 3);
        credits.mint(alice, other, 4);
        uint256[] memory ids = new uint256[](2);
        uint256[] memory values = new uint256[](2);
        (ids[0], ids[1]) = (BATCH, other);
        (values[0], values[1]) = (3, 4);
        vm.prank(alice);
        credits.safeBatchTransferFrom(alice, address(exchange), ids, values, "");
        assertEq(_units(alice), UNITS + 10);
        assertEq(exchange.balanceOf(alice, index), 4);
    }

    function test_E3_credits_of_an_unlisted_batch_or_from_nobody_are_refused() public {
        credits.mint(alice, 99, 7);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotListed.selector, address(credits), 99));
        credits.safeTransferFrom(alice, address(exchange), 99, 7, "");
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        credits.mint(address(exchange), BATCH, 7);
        vm.prank(alice);
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        credits.safeTransferFrom(alice, address(exchange), BATCH, 0, "");
    }

    function test_E3_foreign_erc1155_tokens_are_refused() public {
        OpenCredits foreign = new OpenCredits();
        foreign.mint(alice, BATCH, 7);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, address(foreign)));
        foreign.safeTransferFrom(alice, address(exchange), BATCH, 7, "");
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, address(foreign)));
        foreign.safeBatchTransferFrom(alice, address(exchange), new uint256[](0), new uint256[](0), "");
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, alice));
        exchange.onERC1155Received(alice, alice, BATCH, 7, "");
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, alice));
        exchange.onERC1155BatchReceived(alice, alice, new uint256[](1), new uint256[](1), "");
    }

    function test_a_batch_transfer_in_the_exchanges_own_name_is_refused() public {
        vm.prank(address(credits));
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, address(credits)));
        exchange.onERC1155BatchReceived(address(exchange), alice, new uint256[](0), new uint256[](0), "");
    }

    function test_A7_direct_donations_change_nothing() public {
        quote.mint(address(exchange), 1_000_000);
        assertEq(exchange.collectedFees(MARKET), 0);
        OrderId id = _rest(alice, BID, 1000, 5);
        _cancel(alice, id);
        assertEq(_money(alice), FUNDS);
        quote.mint(bob, 3);
        vm.prank(bob);
        exchange.deposit(QUOTE, 3);
        assertEq(_money(bob), FUNDS + 3);
    }

    function test_A8_tokens_that_move_another_amount_are_refused() public {
        FeeToken fee = new FeeToken();
        uint32 index = exchange.listAsset(address(fee), 0, false);
        fee.mint(alice, 100);
        vm.startPrank(alice);
        fee.approve(address(exchange), 100);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_TransferMismatch.selector, 90, 100));
        exchange.deposit(index, 100);
        vm.stopPrank();

        DrainingToken draining = new DrainingToken();
        index = exchange.listAsset(address(draining), 0, false);
        draining.mint(address(exchange), 100);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_TransferMismatch.selector, 0, 60));
        exchange.deposit(index, 60);

        RefusingToken refusing = new RefusingToken();
        index = exchange.listAsset(address(refusing), 0, false);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(refusing)));
        exchange.deposit(index, 1);
    }

    function test_A5_a_holding_beyond_128_bits_is_refused() public {
        HugeToken huge = new HugeToken();
        uint32 index = exchange.listAsset(address(huge), 0, false);
        _allow(address(this));
        huge.approve(address(exchange), type(uint256).max);
        uint256 most = type(uint128).max;
        exchange.deposit(index, most);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BalanceOverflow.selector, index, most + 1, most));
        exchange.deposit(index, 1);
    }

    function test_credits_beyond_128_bits_are_refused() public {
        uint32 index = exchange.listAsset(address(credits), 5, true);
        credits.mint(alice, 5, type(uint256).max);
        vm.startPrank(alice);
        uint256 most = type(uint128).max;
        exchange.depositCredits(index, most);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BalanceOverflow.selector, index, 1, 0));
        exchange.depositCredits(index, 1);
    }

    function test_withdraw_refuses_nothing_nobody_itself_and_more_than_is_free() public {
        vm.startPrank(alice);
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        exchange.withdraw(QUOTE, 0, alice);
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        exchange.withdraw(QUOTE, 1, address(0));
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_AccountBlocked.selector, address(exchange)));
        exchange.withdraw(BASE, 1, address(exchange));
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_InsufficientBalance.selector, QUOTE, FUNDS, FUNDS + 1)
        );
        exchange.withdraw(QUOTE, FUNDS + 1, alice);
    }

    function test_escrow_cannot_be_withdrawn() public {
        _rest(alice, ASK, 1000, 1);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_InsufficientBalance.selector, BASE, UNITS - LOT, UNITS)
        );
        exchange.withdraw(BASE, UNITS, alice);
    }

    function test_blocked_accounts_neither_withdraw_nor_are_paid() public {
        gate.freeze(alice);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_AccountBlocked.selector, alice));
        exchange.withdraw(QUOTE, 1, bob);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_AccountBlocked.selector, alice));
        exchange.withdraw(QUOTE, 1, alice);
        gate.unfreeze(alice);
        vm.prank(alice);
        exchange.withdraw(QUOTE, FUNDS, alice);
    }

    function test_C4_a_lapsed_account_still_withdraws_and_cancels() public {
        OrderId id = _rest(alice, BID, 1000, 1);
        gate.setEligibility(alice, 0, "DE", 0, bytes32(0));
        _cancel(alice, id);
        vm.prank(alice);
        exchange.withdraw(QUOTE, FUNDS, alice);
        assertEq(quote.balanceOf(alice), FUNDS);
    }

    function test_the_exchange_says_it_receives_erc1155() public view {
        assertTrue(exchange.supportsInterface(type(IERC165).interfaceId));
        assertTrue(exchange.supportsInterface(type(IERC1155Receiver).interfaceId));
        assertFalse(exchange.supportsInterface(0xffffffff));
    }

    // ------------------------------------------------------------------------------------------- re-entrance

    function test_E2_a_token_that_calls_back_finds_every_door_shut() public {
        CallbackToken token = new CallbackToken();
        uint32 index = exchange.listAsset(address(token), 0, false);
        token.mint(alice, 1000);
        bytes[8] memory doors = [
            abi.encodeCall(IExchange.deposit, (index, 1)),
            abi.encodeCall(IExchange.depositCredits, (BASE, 1)),
            abi.encodeCall(IExchange.withdraw, (index, 1, alice)),
            abi.encodeCall(IExchange.place, (_gtc(BID, 1000, 1))),
            abi.encodeCall(IExchange.cancel, (OrderId.wrap(1))),
            abi.encodeCall(IExchange.crank, (MARKET, 1)),
            abi.encodeCall(IExchange.prune, (new OrderId[](0))),
            abi.encodeCall(IExchange.cancelBatch, (new OrderId[](0)))
        ];
        vm.startPrank(alice);
        token.approve(address(exchange), type(uint256).max);
        for (uint256 i = 0; i < doors.length; ++i) {
            token.arm(address(exchange), doors[i]);
            exchange.deposit(index, 2);
            assertFalse(token.reentered());
            assertEq(bytes4(token.answer()), REENTRANT);
            token.arm(address(exchange), doors[i]);
            exchange.withdraw(index, 1, alice);
            assertFalse(token.reentered());
            assertEq(bytes4(token.answer()), REENTRANT);
        }
        assertEq(exchange.balanceOf(alice, index), doors.length);
    }

    function test_E4_fee_collection_cannot_be_re_entered() public {
        CallbackToken token = new CallbackToken();
        uint32 index = exchange.listAsset(address(token), 0, false);
        uint32 m = exchange.createMarket(
            IExchange.Market(BASE, index, 1, 1, 1, 0, 20_000, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        token.mint(alice, 1_000_000);
        vm.startPrank(alice);
        token.approve(address(exchange), 1_000_000);
        exchange.deposit(index, 1_000_000);
        vm.stopPrank();
        IExchange.OrderRequest memory q = _gtc(BID, 100, 100);
        q.marketId = m;
        _place(alice, q);
        q.side = ASK;
        _place(bob, q);
        token.arm(address(exchange), abi.encodeCall(IExchangeMarkets.collectFees, (m, address(this))));
        exchange.collectFees(m, stranger);
        assertFalse(token.reentered());
        assertEq(token.balanceOf(stranger), 200);
        assertEq(exchange.collectedFees(m), 0);
    }

    function test_E1_a_receiver_of_credits_finds_every_door_shut() public {
        CallbackReceiver receiver = new CallbackReceiver();
        _allow(address(receiver));
        credits.mint(address(receiver), BATCH, 100);
        receiver.run(address(credits), abi.encodeCall(credits.setApprovalForAll, (address(exchange), true)));
        receiver.run(address(exchange), abi.encodeCall(IExchange.depositCredits, (BASE, 100)));
        bytes[3] memory doors = [
            abi.encodeCall(IExchange.withdraw, (BASE, 50, address(receiver))),
            abi.encodeCall(IExchange.place, (_gtc(ASK, 1000, 1))),
            abi.encodeCall(IExchange.depositCredits, (BASE, 10))
        ];
        for (uint256 i = 0; i < doors.length; ++i) {
            receiver.arm(address(exchange), doors[i]);
            receiver.run(address(exchange), abi.encodeCall(IExchange.withdraw, (BASE, 10, address(receiver))));
            assertFalse(receiver.reentered());
            assertEq(bytes4(receiver.answer()), REENTRANT);
        }
        // nor by sending the credits straight back
        receiver.arm(
            address(credits),
            abi.encodeCall(credits.safeTransferFrom, (address(receiver), address(exchange), BATCH, 10, ""))
        );
        receiver.run(address(exchange), abi.encodeCall(IExchange.withdraw, (BASE, 10, address(receiver))));
        assertFalse(receiver.reentered());
        assertEq(exchange.balanceOf(address(receiver), BASE), 60);
    }
}
