// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../../contracts/interfaces/IExchangeMarkets.sol";
import { IExchangeAccounts } from "../../../../contracts/interfaces/IExchangeAccounts.sol";
import { IExchangeAuctions } from "../../../../contracts/interfaces/IExchangeAuctions.sol";
import { IExchangeConditionals } from "../../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeLens } from "../../../../contracts/interfaces/IExchangeLens.sol";
import { IExchangeParents } from "../../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "../ConditionalFixture.sol";
import { CallbackReceiver, CallbackToken } from "../HostileTokens.sol";
import { Onlooker } from "./Onlooker.sol";

/// @notice Attack case E1: while credits are on their way out, their receiver has control. Every entry that moves anything is
/// shut then, and what can be read holds together.
contract ReentrancyAttacksTest is ConditionalFixture {
    bytes4 private constant REENTRANT = bytes4(keccak256("ReentrancyGuardReentrantCall()"));
    CallbackReceiver private receiver;

    function setUp() public override {
        super.setUp();
        receiver = new CallbackReceiver();
        _allow(address(receiver));
        credits.mint(address(receiver), BATCH, 1000 * LOT);
        receiver.run(address(credits), abi.encodeCall(credits.setApprovalForAll, (address(exchange), true)));
        receiver.run(address(exchange), abi.encodeCall(IExchange.depositCredits, (BASE, 1000 * LOT)));
    }

    /// @dev Withdraws, and tries `call` from inside.
    /// @return entered whether it got through.
    /// @return answer what it returned or reverted with.
    function _within(bytes memory call) private returns (bool entered, bytes memory answer) {
        receiver.arm(address(exchange), call);
        receiver.run(address(exchange), abi.encodeCall(IExchange.withdraw, (BASE, 1, address(receiver))));
        return (receiver.reentered(), receiver.answer());
    }

    function _assertShut(bytes memory call) private {
        (bool entered, bytes memory answer) = _within(call);
        assertFalse(entered);
        assertEq(bytes4(answer), REENTRANT);
    }

    function test_E1_every_entry_of_the_vault_and_the_book_is_shut() public {
        OrderId[] memory none = new OrderId[](0);
        IExchange.OrderRequest[] memory noRequests = new IExchange.OrderRequest[](0);
        _assertShut(abi.encodeCall(IExchange.deposit, (QUOTE, 1)));
        _assertShut(abi.encodeCall(IExchange.depositWithPermit, (QUOTE, 1, 0, 0, 0, 0)));
        _assertShut(abi.encodeCall(IExchange.depositCredits, (BASE, 1)));
        _assertShut(abi.encodeCall(IExchange.withdraw, (BASE, 1, alice)));
        _assertShut(abi.encodeCall(IExchange.place, (_gtc(ASK, 1000, 1))));
        _assertShut(abi.encodeCall(IExchange.placeBatch, (noRequests)));
        _assertShut(abi.encodeCall(IExchange.cancel, (OrderId.wrap(1))));
        _assertShut(abi.encodeCall(IExchange.cancelBatch, (none)));
        _assertShut(abi.encodeCall(IExchange.crank, (MARKET, 1)));
        _assertShut(abi.encodeCall(IExchange.prune, (none)));
    }

    function test_E1_every_entry_of_stops_slices_and_auctions_is_shut() public {
        OrderId[] memory none = new OrderId[](0);
        IExchangeConditionals.ConditionalRequest memory stop = _request(STOP_MARKET, ASK, 900, 800, 1);
        IExchangeParents.ParentRequest memory parent;
        _assertShut(abi.encodeCall(IExchangeConditionals.placeConditional, (stop)));
        _assertShut(abi.encodeCall(IExchangeConditionals.cancelConditional, (_conditionalId(1))));
        _assertShut(abi.encodeCall(IExchangeConditionals.fireStops, (MARKET, 1)));
        _assertShut(abi.encodeCall(IExchangeConditionals.trail, (MARKET, none)));
        _assertShut(abi.encodeCall(IExchangeConditionals.pruneConditionals, (none)));
        _assertShut(abi.encodeCall(IExchangeParents.placeParent, (parent)));
        _assertShut(abi.encodeCall(IExchangeParents.cancelParent, (OrderId.wrap(1))));
        _assertShut(abi.encodeCall(IExchangeParents.executeSlice, (OrderId.wrap(1), 1)));
        _assertShut(abi.encodeCall(IExchangeAuctions.uncross, (MARKET, 1)));
        _assertShut(abi.encodeCall(IExchangeAuctions.reopen, (MARKET)));
        _assertShut(abi.encodeCall(IExchangeAuctions.checkAndHalt, (MARKET)));
        _assertShut(abi.encodeCall(IExchangeAccounts.amend, (OrderId.wrap(1), 1)));
        _assertShut(abi.encodeCall(IExchangeAccounts.setDeadMan, (uint40(block.timestamp + 1))));
    }

    /// @dev Calls that the Exchange sends to itself are shut where they would act; as a list they end without an effect.
    function test_E1_nothing_gets_in_through_the_calls_that_act_for_an_account() public {
        OrderId[] memory none = new OrderId[](0);
        IExchange.OrderRequest[] memory one = new IExchange.OrderRequest[](1);
        one[0] = _gtc(ASK, 1000, 1);
        _assertShut(abi.encodeCall(IExchangeAccounts.placeBy, (address(receiver), one)));
        _assertShut(abi.encodeCall(IExchangeAccounts.cancelBy, (address(receiver), none)));
        _assertShut(abi.encodeCall(IExchangeAccounts.replace, (OrderId.wrap(1), one[0])));
        (bool entered, bytes memory answer) = _within(abi.encodeCall(IExchangeAccounts.placeEach, (one)));
        assertTrue(entered);
        IExchangeAccounts.ItemResult[] memory items = abi.decode(answer, (IExchangeAccounts.ItemResult[]));
        assertFalse(items[0].ok);
        assertEq(bytes4(items[0].error), REENTRANT);
        (, answer) = _within(abi.encodeCall(IExchangeLens.simulate, (address(receiver), one[0])));
        assertFalse(abi.decode(answer, (IExchangeLens.Simulation)).ok);
        assertEq(exchange.balanceOf(address(receiver), BASE), 1000 * LOT - 5);
        (, uint16 ask) = exchange.best(MARKET);
        assertEq(ask, 0);
    }

    /// @dev The sender of credits has control too, before they are here: by the batch hook of another transfer.
    function test_E1_a_transfer_inside_a_withdrawal_is_shut() public {
        uint256[] memory ids = new uint256[](1);
        uint256[] memory values = new uint256[](1);
        (ids[0], values[0]) = (BATCH, 1);
        receiver.arm(
            address(credits),
            abi.encodeCall(credits.safeBatchTransferFrom, (address(receiver), address(exchange), ids, values, ""))
        );
        receiver.run(address(exchange), abi.encodeCall(IExchange.withdraw, (BASE, 1, address(receiver))));
        assertFalse(receiver.reentered());
    }

    // ------------------------------------------------------------------------------------------- reading from inside

    /// @dev Whoever prices by our views from inside a withdrawal sees the balance that is left, and holdings that cover it.
    function test_E1_views_read_from_inside_a_withdrawal_tell_the_state_after_it() public {
        Onlooker onlooker = new Onlooker(exchange);
        _allow(address(onlooker));
        credits.mint(address(onlooker), BATCH, 100);
        onlooker.run(address(credits), abi.encodeCall(credits.setApprovalForAll, (address(exchange), true)));
        onlooker.run(address(exchange), abi.encodeCall(IExchange.depositCredits, (BASE, 100)));
        uint256 held = credits.balanceOf(address(exchange), BATCH);
        onlooker.run(address(exchange), abi.encodeCall(IExchange.withdraw, (BASE, 60, address(onlooker))));
        assertEq(onlooker.seenFree(), 40);
        assertEq(onlooker.seenHeld(), held - 60);
    }

    /// @dev In the middle of a deposit the money may be here already, and is nobody's until the deposit is over.
    function test_E1_views_read_from_inside_a_deposit_never_promise_more_than_is_held() public {
        CallbackToken token = new CallbackToken();
        uint32 index = exchange.listAsset(address(token), 0, false);
        token.mint(alice, 100);
        token.arm(address(exchange), abi.encodeCall(IExchangeMarkets.balanceOf, (alice, index)));
        vm.startPrank(alice);
        token.approve(address(exchange), 100);
        exchange.deposit(index, 100);
        assertTrue(token.reentered());
        assertEq(abi.decode(token.answer(), (uint256)), 0);
        assertEq(exchange.balanceOf(alice, index), 100);
    }

    /// @dev A market that trades in a token that calls back is no door into the fees of another.
    function test_E4_a_token_that_calls_back_while_fees_are_paid_out_collects_no_others() public {
        CallbackToken token = new CallbackToken();
        uint32 index = exchange.listAsset(address(token), 0, false);
        uint32 market = exchange.createMarket(
            IExchange.Market(BASE, index, uint32(LOT), 1, 1, 0, 20_000, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        token.mint(alice, 1e6);
        vm.startPrank(alice);
        token.approve(address(exchange), 1e6);
        exchange.deposit(index, 1e6);
        vm.stopPrank();
        IExchange.OrderRequest memory q = _gtc(BID, 100, 100);
        q.marketId = market;
        _place(alice, q);
        q.side = ASK;
        _place(bob, q);
        uint256 others = exchange.collectedFees(MARKET);
        assertGt(others, 0);
        token.arm(address(exchange), abi.encodeCall(IExchangeMarkets.collectFees, (MARKET, stranger)));
        exchange.collectFees(market, stranger);
        assertFalse(token.reentered());
        assertEq(exchange.collectedFees(MARKET), others);
        assertEq(quote.balanceOf(stranger), 0);
    }
}
