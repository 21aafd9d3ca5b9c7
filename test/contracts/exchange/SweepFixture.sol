// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Roles } from "../../../contracts/governance/Roles.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeSweep } from "../../../contracts/interfaces/IExchangeSweep.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { RegistryFixture } from "../registry/RegistryFixture.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { ExchangeCode } from "./ExchangeCode.sol";
import { SettableLabels } from "./SettableLabels.sol";

/// @title SweepFixture
/// @notice The real registry and certificates, and an Exchange with four markets of four batches against one quote token.
/// Market 1: Ethiopia 2020, lots of 1 t. Market 2: Ethiopia 2021, lots of 1 t. Market 3: Kenya 2020, a removal, lots of 100 kg
/// and a dearer fee. Market 4: Ethiopia 2020 again, against another quote token.
abstract contract SweepFixture is RegistryFixture, ExchangeCode {
    uint40 internal constant YEAR = 365 days;
    uint16 internal constant FEE = 2500;
    uint16 internal constant DEAR_FEE = 10_000;
    uint256 internal constant TICK = 10_000;
    uint256 internal constant FUNDS = 10_000_000e6;
    uint64 internal constant BLOCK_TONNES = 100_000;

    DeployedExchange internal exchange;
    TestQuoteToken internal quote;
    SettableLabels internal labels;
    uint256[4] internal batches;
    uint32 internal quoteAsset;
    address internal seller = makeAddr("seller");
    address internal buyer = makeAddr("buyer");

    function setUp() public virtual override {
        super.setUp();
        quote = new TestQuoteToken();
        labels = new SettableLabels();
        exchange = DeployedExchange(
            _proxy(
                _exchangeCode(),
                abi.encodeCall(DeployedExchange.initialize, (address(manager), address(gate), address(credits)))
            )
        );
        vm.startPrank(admin);
        gate.setListener(address(exchange));
        exchange.setLabels(address(labels));
        manager.grantRole(Roles.CUSTODIAN, address(exchange), 0);
        vm.stopPrank();
        _issueBatches();
        _openMarkets();
        _admit(seller);
        _admit(buyer);
        _stock(seller);
        _money(buyer, FUNDS);
    }

    function _issueBatches() private {
        _register();
        ICarbonCredits.Project memory kenya = _project();
        (kenya.nativeId, kenya.country, kenya.methodology) = ("VCS999", "KE", "VM0047 v1.0");
        kenya.mechanism = ICarbonCredits.Mechanism.REMOVAL;
        vm.prank(registrar);
        credits.registerProject(kenya);
        for (uint40 i = 0; i < 4; ++i) {
            ICarbonCredits.Issuance memory issuance = _issuance(
                1 + i * uint40(BLOCK_TONNES),
                (i + 1) * uint40(BLOCK_TONNES)
            );
            issuance.recipient = seller;
            if (i == 2) issuance.projectId = 2;
            if (i == 1) (issuance.vintageStart, issuance.vintageEnd) = (VINTAGE_START + YEAR, VINTAGE_END + YEAR);
            batches[i] = _mintBatch(issuance);
        }
    }

    function _openMarkets() private {
        vm.startPrank(admin);
        quoteAsset = exchange.listAsset(address(quote), 0, false);
        uint32 other = exchange.listAsset(address(new TestQuoteToken()), 0, false);
        for (uint256 i = 0; i < 4; ++i) {
            uint32 base = exchange.listAsset(address(credits), batches[i], true);
            _market(base, i == 3 ? other : quoteAsset, i == 2 ? 100 : 1000, i == 2 ? DEAR_FEE : FEE);
        }
        vm.stopPrank();
    }

    function _market(uint32 base, uint32 quoted, uint32 lotUnits, uint16 fee) private {
        IExchange.Market memory m;
        (m.baseAsset, m.quoteAsset, m.lotUnits, m.tickSize, m.minLots) = (base, quoted, lotUnits, uint64(TICK), 1);
        (m.takerFeePips, m.phase) = (fee, IExchange.MarketPhase.CONTINUOUS);
        IExchange.MarketRules memory rules;
        (rules.averagingSeconds, rules.auctionSeconds, rules.maxHaltSeconds) = (600, 300, 1 days);
        exchange.createMarket(m, rules);
    }

    function _admit(address account) internal {
        vm.prank(officer);
        gate.setEligibility(account, 1, "DE", uint40(block.timestamp + YEAR), 0);
    }

    function _money(address account, uint256 amount) internal {
        quote.mint(account, amount);
        vm.startPrank(account);
        quote.approve(address(exchange), amount);
        exchange.deposit(quoteAsset, amount);
        vm.stopPrank();
    }

    /// @dev Puts half of every batch into the seller's vault.
    function _stock(address account) private {
        vm.startPrank(account);
        credits.setApprovalForAll(address(exchange), true);
        for (uint256 i = 0; i < 4; ++i) {
            exchange.depositCredits(exchange.assetIndex(address(credits), batches[i]), BLOCK_TONNES * 500);
        }
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- steps

    function _ask(address account, uint32 marketId, uint16 ticks, uint40 lots) internal {
        IExchange.OrderRequest memory q;
        (q.marketId, q.side, q.priceTicks, q.lots, q.maxFills) = (marketId, IExchange.Side.ASK, ticks, lots, 10);
        vm.prank(account);
        exchange.place(q);
    }

    function _sweepOf(uint64 units) internal pure returns (IExchangeSweep.SweepRequest memory q) {
        q.marketIds = new uint32[](3);
        (q.marketIds[0], q.marketIds[1], q.marketIds[2]) = (1, 2, 3);
        (q.units, q.minUnits, q.maxCost, q.maxFills) = (units, units, type(uint256).max, 100);
        q.details = _details();
    }

    function _sweep(IExchangeSweep.SweepRequest memory q) internal returns (IExchangeSweep.SweepResult memory) {
        vm.prank(buyer);
        return exchange.sweep(q);
    }

    function _refused(IExchangeSweep.SweepRequest memory q, bytes memory why) internal {
        vm.prank(buyer);
        vm.expectRevert(why);
        exchange.sweep(q);
    }

    /// @dev What `lots` cost in a market, the fee rounded up: written apart from the libraries.
    function _cost(uint256 ticks, uint256 lots, uint256 feePips) internal pure returns (uint256) {
        uint256 notional = ticks * lots * TICK;
        return notional + (notional * feePips + 999_999) / 1_000_000;
    }
}
