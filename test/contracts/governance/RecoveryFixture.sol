// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { WalletRecovery } from "../../../contracts/governance/WalletRecovery.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { ICarbonBasket } from "../../../contracts/interfaces/ICarbonBasket.sol";
import { IERC7943MultiToken } from "../../../contracts/interfaces/IERC7943MultiToken.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../contracts/interfaces/IExchangeMarkets.sol";
import { IExchangeRecovery } from "../../../contracts/interfaces/IExchangeRecovery.sol";
import { IManagedSanctionsList } from "../../../contracts/interfaces/IManagedSanctionsList.sol";
import { IWalletRecovery } from "../../../contracts/interfaces/IWalletRecovery.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { DeployedExchange } from "../exchange/DeployedExchange.sol";
import { ExchangeCode } from "../exchange/ExchangeCode.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

/// @title RecoveryFixture
/// @notice Registry, buffer, basket and exchange with the recovery of lost wallets over all of them, roles as they are deployed.
/// alice has 100 t in her wallet, 60 t and money in the vault, basket tokens in both.
abstract contract RecoveryFixture is TrustFixture, ExchangeCode {
    uint32 internal constant CREDIT = 1;
    uint32 internal constant MONEY = 2;
    uint32 internal constant TOKEN = 3;
    uint32 internal constant MARKET = 1;
    uint32 internal constant LOT = 1_000;
    uint256 internal constant FUNDS = 1_000_000e6;

    DeployedExchange internal exchange;
    TestQuoteToken internal quote;
    WalletRecovery internal recovery;
    address internal successor = makeAddr("successor");
    uint256 internal batch;

    function setUp() public virtual override {
        super.setUp();
        quote = new TestQuoteToken();
        exchange = DeployedExchange(
            _proxy(
                _exchangeCode(),
                abi.encodeCall(DeployedExchange.initialize, (address(manager), address(gate), address(credits)))
            )
        );
        recovery = new WalletRecovery(address(manager), address(gate), address(credits), address(exchange));
        batch = _newBatch(_newProject("VCS1"), 200, 0);
        _assignRecoveryRoles();
        _openMarket();
        _equip();
    }

    function _assignRecoveryRoles() private {
        vm.startPrank(admin);
        manager.grantRole(Roles.CUSTODIAN, address(exchange), 0);
        manager.grantRole(Roles.TREASURER, treasurer, 0);
        manager.grantRole(Roles.RECOVERY, address(recovery), 0);
        manager.grantRole(Roles.COMPLIANCE, address(recovery), 0);
        _map(address(recovery), IWalletRecovery.propose.selector, Roles.COMPLIANCE);
        _map(address(recovery), IWalletRecovery.confirm.selector, Roles.TREASURER);
        _map(address(recovery), IWalletRecovery.stop.selector, Roles.GUARDIAN);
        _map(address(credits), IERC7943MultiToken.forcedTransfer.selector, Roles.RECOVERY);
        _map(address(basket), ICarbonBasket.forcedTransfer.selector, Roles.RECOVERY);
        _map(address(exchange), IExchangeRecovery.recoverOrders.selector, Roles.RECOVERY);
        _map(address(exchange), IExchangeRecovery.recoverBalances.selector, Roles.RECOVERY);
        _map(address(exchange), IExchangeMarkets.haltMarket.selector, Roles.GUARDIAN);
        _map(address(sanctions), IManagedSanctionsList.addToSanctionsList.selector, Roles.GUARDIAN);
        vm.stopPrank();
    }

    function _openMarket() private {
        vm.startPrank(admin);
        gate.setListener(address(exchange));
        exchange.listAsset(address(credits), batch, true);
        exchange.listAsset(address(quote), 0, false);
        exchange.listAsset(address(basket), 0, false);
        exchange.createMarket(
            IExchange.Market(CREDIT, MONEY, LOT, 10_000, 1, 0, 0, IExchange.MarketPhase.CONTINUOUS),
            IExchangeMarkets.MarketRules(0, 0, 0, 0, 0, 600, 300, 1 days, 0)
        );
        vm.stopPrank();
    }

    function _equip() private {
        vm.prank(officer);
        gate.setEligibility(alice, 2, "KE", uint40(block.timestamp + 365 days), keccak256("attestation"));
        quote.mint(alice, FUNDS);
        _approve(alice);
        vm.startPrank(alice);
        credits.setApprovalForAll(address(exchange), true);
        quote.approve(address(exchange), type(uint256).max);
        basket.approve(address(exchange), type(uint256).max);
        basket.deposit(batch, 40_000, alice);
        exchange.depositCredits(CREDIT, 60_000);
        exchange.deposit(MONEY, FUNDS);
        exchange.deposit(TOKEN, 10_000);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- steps

    function _proposeRecovery(address lost, address next) internal returns (uint256) {
        vm.prank(officer);
        return recovery.propose(lost, next, EVIDENCE);
    }

    function _confirmRecovery(uint256 id) internal {
        vm.warp(block.timestamp + 7 days);
        vm.prank(treasurer);
        recovery.confirm(id);
    }

    function _order(
        IExchange.Side side,
        uint16 ticks,
        uint40 lots,
        uint16 maxFills
    ) internal view returns (IExchange.OrderRequest memory q) {
        (q.marketId, q.side, q.priceTicks, q.lots, q.maxFills) = (MARKET, side, ticks, lots, maxFills);
    }

    function _assets() internal pure returns (uint32[] memory list) {
        list = new uint32[](3);
        (list[0], list[1], list[2]) = (CREDIT, MONEY, TOKEN);
    }

    function _baskets(address account) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = account;
    }

    function _batches() internal view returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = batch;
    }
}
