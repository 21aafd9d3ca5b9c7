// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import { ICarbonBasket } from "../../../contracts/interfaces/ICarbonBasket.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeRecovery } from "../../../contracts/interfaces/IExchangeRecovery.sol";
import { IWalletRecovery } from "../../../contracts/interfaces/IWalletRecovery.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { RecoveryFixture } from "./RecoveryFixture.sol";

/// @notice What a lost wallet has outside itself follows its credits: orders, vault balances, basket tokens.
contract VaultRecoveryTest is RecoveryFixture {
    function _rest(IExchange.Side side, uint16 ticks, uint40 lots, uint16 maxFills) private returns (OrderId) {
        vm.prank(alice);
        return exchange.place(_order(side, ticks, lots, maxFills)).orderId;
    }

    /// @dev A bid, an ask and a deferred bid.
    function _orders() private returns (OrderId[] memory ids) {
        ids = new OrderId[](3);
        ids[0] = _rest(IExchange.Side.BID, 900, 7, 10);
        ids[1] = _rest(IExchange.Side.ASK, 1_100, 8, 10);
        ids[2] = _rest(IExchange.Side.BID, 901, 9, 0);
    }

    function _confirmed() private returns (uint256 id) {
        id = _proposeRecovery(alice, successor);
        _confirmRecovery(id);
    }

    function test_EverythingThatIsAlicesBecomesTheSuccessorsByAnybodysCalls() external {
        OrderId[] memory ids = _orders();
        uint256 id = _confirmed();
        uint40[] memory lots = new uint40[](3);
        (lots[0], lots[1], lots[2]) = (7, 8, 9);
        vm.startPrank(stranger);
        vm.expectEmit(address(recovery));
        emit IWalletRecovery.OrdersRecovered(id, ids, lots);
        recovery.recoverOrders(id, ids);
        vm.expectEmit(address(exchange));
        emit IExchangeRecovery.BalanceRecovered(alice, successor, CREDIT, 60_000, 60_000);
        vm.expectEmit(address(exchange));
        emit IExchangeRecovery.BalanceRecovered(alice, successor, MONEY, FUNDS, FUNDS);
        vm.expectEmit(address(exchange));
        emit IExchangeRecovery.BalanceRecovered(alice, successor, TOKEN, 10_000, 10_000);
        recovery.recoverBalances(id, _assets());
        vm.expectEmit(address(recovery));
        emit IWalletRecovery.BasketTokensRecovered(id, address(basket), 30_000);
        vm.expectEmit(address(basket));
        emit ICarbonBasket.ForcedTransfer(alice, successor, 30_000);
        recovery.recoverBasketTokens(id, _baskets(address(basket)));
        recovery.recoverCredits(id, _batches());
        vm.stopPrank();

        assertEq(credits.balanceOf(successor, batch), 100_000);
        assertEq(basket.balanceOf(successor), 30_000);
        assertEq(credits.balanceOf(alice, batch) + basket.balanceOf(alice), 0);
        for (uint32 asset = 1; asset <= 3; ++asset) assertEq(exchange.balanceOf(alice, asset), 0);
    }

    function test_TheSuccessorTradesAndTakesAllOfItOut() external {
        uint256 id = _confirmed();
        recovery.recoverBalances(id, _assets());
        vm.startPrank(successor);
        exchange.cancel(exchange.place(_order(IExchange.Side.ASK, 1_100, 60, 10)).orderId);
        exchange.withdraw(CREDIT, 60_000, successor);
        exchange.withdraw(MONEY, FUNDS, successor);
        exchange.withdraw(TOKEN, 10_000, successor);
        basket.redeemOldest(10_000, 1, successor);
        vm.stopPrank();
        assertEq(credits.balanceOf(successor, batch), 70_000);
        assertEq(quote.balanceOf(successor), FUNDS);
    }

    /// @dev The old wallet can neither trade with what is left nor bring new things in, and what it withdraws can be fetched again.
    function test_TheOldWalletIsNobodyAnyMore() external {
        uint256 id = _confirmed();
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.place(_order(IExchange.Side.ASK, 1_100, 1, 10));
        exchange.withdraw(CREDIT, 5_000, alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.depositCredits(CREDIT, 1_000);
        vm.stopPrank();
        recovery.recoverCredits(id, _batches());
        recovery.recoverBalances(id, _assets());
        assertEq(credits.balanceOf(successor, batch) + exchange.balanceOf(successor, CREDIT), 160_000);
    }

    function test_AFreezeOfTheOldWalletHoldsNothingBack() external {
        OrderId[] memory ids = _orders();
        vm.prank(guardian);
        gate.freeze(alice);
        uint256 id = _confirmed();
        recovery.recoverOrders(id, ids);
        recovery.recoverBalances(id, _assets());
        recovery.recoverBasketTokens(id, _baskets(address(basket)));
        assertEq(exchange.balanceOf(successor, MONEY), FUNDS);
        assertEq(basket.balanceOf(successor), 30_000);
    }

    function test_NothingComesToASuccessorThatIsFrozen() external {
        uint256 id = _confirmed();
        vm.prank(guardian);
        gate.freeze(successor);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_AccountBlocked.selector, successor));
        recovery.recoverBalances(id, _assets());
        vm.expectRevert(abi.encodeWithSelector(ICarbonBasket.CarbonBasket_AccountBlocked.selector, successor));
        recovery.recoverBasketTokens(id, _baskets(address(basket)));
    }

    function test_NothingMovesBeforeItIsConfirmed() external {
        OrderId[] memory ids = _orders();
        uint256 id = _proposeRecovery(alice, successor);
        bytes memory early = abi.encodeWithSelector(
            IWalletRecovery.WalletRecovery_WrongStatus.selector,
            id,
            IWalletRecovery.Status.PROPOSED,
            IWalletRecovery.Status.CONFIRMED
        );
        vm.expectRevert(early);
        recovery.recoverOrders(id, ids);
        vm.expectRevert(early);
        recovery.recoverBalances(id, _assets());
        vm.expectRevert(early);
        recovery.recoverBasketTokens(id, _baskets(address(basket)));
    }

    function test_WhoeverHoldsForOthersIsNoParty() external {
        address[4] memory holders = [address(exchange), address(basket), address(buffer), address(credits)];
        vm.startPrank(officer);
        for (uint256 i = 0; i < holders.length; ++i) {
            bytes memory refused = abi.encodeWithSelector(
                IWalletRecovery.WalletRecovery_HoldsForOthers.selector,
                holders[i]
            );
            vm.expectRevert(refused);
            recovery.propose(holders[i], successor, EVIDENCE);
            vm.expectRevert(refused);
            recovery.propose(alice, holders[i], EVIDENCE);
        }
    }

    function testFuzz_OnlyABasketIsAskedForTokens(address account) external {
        vm.assume(account != address(basket));
        uint256 id = _confirmed();
        vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_NotABasket.selector, account));
        recovery.recoverBasketTokens(id, _baskets(account));
    }

    function test_TheRegistryAndTheExchangeAreNoBaskets() external {
        uint256 id = _confirmed();
        address[3] memory others = [address(credits), address(exchange), address(quote)];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IWalletRecovery.WalletRecovery_NotABasket.selector, others[i]));
            recovery.recoverBasketTokens(id, _baskets(others[i]));
        }
    }

    // ------------------------------------------------------------------------------------------- the basket by itself

    function test_TokensMoveByForceForTheRecoveryAloneAndWithinTheBalance() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vm.prank(stranger);
        basket.forcedTransfer(alice, stranger, 1);
        vm.startPrank(address(recovery));
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 30_000, 30_001));
        basket.forcedTransfer(alice, bob, 30_001);
        vm.expectRevert(ICarbonBasket.CarbonBasket_ZeroAddress.selector);
        basket.forcedTransfer(address(0), bob, 1);
        vm.expectRevert(ICarbonBasket.CarbonBasket_ZeroAddress.selector);
        basket.forcedTransfer(alice, address(0), 1);
        assertTrue(basket.forcedTransfer(alice, bob, 30_000));
        assertEq(basket.totalSupply(), 40_000);
    }

    // ------------------------------------------------------------------------------------------- conservation

    /// @dev Whatever is sent where in between, alice and her successor have together what alice had, each of it once.
    function testFuzz_NothingIsLostOrDoubled(uint256 seed, uint64 sent, uint64 withdrawn) external {
        OrderId[] memory ids = _orders();
        uint256 id = _confirmed();
        sent = uint64(bound(sent, 0, 30_000));
        withdrawn = uint64(bound(withdrawn, 0, 52_000));
        vm.startPrank(alice);
        basket.transfer(successor, sent);
        if (withdrawn != 0) exchange.withdraw(CREDIT, withdrawn, alice);
        vm.stopPrank();
        for (uint256 i = 0; i < 12; ++i) {
            uint256 step = uint256(keccak256(abi.encode(seed, i))) % 4;
            if (step == 0) recovery.recoverOrders(id, ids);
            if (step == 1) recovery.recoverBalances(id, _assets());
            if (step == 2) recovery.recoverBasketTokens(id, _baskets(address(basket)));
            if (step == 3) recovery.recoverCredits(id, _batches());
        }
        recovery.recoverOrders(id, ids);
        recovery.recoverBalances(id, _assets());
        recovery.recoverBasketTokens(id, _baskets(address(basket)));
        recovery.recoverCredits(id, _batches());
        assertEq(exchange.balanceOf(successor, MONEY), FUNDS);
        assertEq(exchange.balanceOf(successor, CREDIT), 60_000 - withdrawn);
        assertEq(credits.balanceOf(successor, batch), 100_000 + withdrawn);
        assertEq(basket.balanceOf(successor), 30_000);
        assertEq(exchange.balanceOf(successor, TOKEN), 10_000);
        assertEq(quote.balanceOf(address(exchange)), FUNDS);
        assertEq(credits.balanceOf(address(exchange), batch), 60_000 - withdrawn);
    }
}
