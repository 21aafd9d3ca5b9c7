// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { DeployedExchange } from "../exchange/DeployedExchange.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

/// @notice Tokens of a basket on the exchange, from the deposit of credits to the retirement by the buyer.
contract BasketMarketTest is TrustFixture {
    uint64 internal constant TICK = 10_000; // 0.01 of a six-decimal quote token per tonne

    DeployedExchange internal exchange;
    TestQuoteToken internal quote;
    uint32 internal base;
    uint32 internal money;

    function setUp() public override {
        super.setUp();
        quote = new TestQuoteToken();
        address next = _deploy("ExchangeOffice.sol:ExchangeOffice", "");
        next = _deploy("ExchangeConditionals.sol:ExchangeConditionals", abi.encode(next));
        next = _deploy("ExchangeAccounts.sol:ExchangeAccounts", abi.encode(next));
        next = _deploy("ExchangeTriggers.sol:ExchangeTriggers", abi.encode(next));
        next = _deploy("ExchangeUpkeep.sol:ExchangeUpkeep", abi.encode(next));
        exchange = DeployedExchange(
            _proxy(
                _deploy("Exchange.sol:Exchange", abi.encode(next)),
                abi.encodeCall(DeployedExchange.initialize, (address(manager), address(gate), address(credits)))
            )
        );
        vm.startPrank(admin);
        base = exchange.listAsset(address(basket), 0, false);
        money = exchange.listAsset(address(quote), 0, false);
        vm.stopPrank();
        uint256 batch = _newBatch(_newProject("VCS1"), 100, 0);
        _approve(alice);
        vm.prank(alice);
        basket.deposit(batch, 50_000, alice);
        vm.startPrank(officer);
        gate.setEligibility(alice, 1, "DE", uint40(START_TIME + 365 days), 0);
        gate.setEligibility(bob, 1, "DE", uint40(START_TIME + 365 days), 0);
        vm.stopPrank();
    }

    function test_BasketTokensTradeAgainstMoneyAndRetireInTheBuyersHands() public {
        vm.prank(admin);
        uint32 market = exchange.createMarket(_market(base, money), _rules());
        vm.startPrank(alice);
        basket.approve(address(exchange), 40_000);
        exchange.deposit(base, 40_000);
        exchange.place(_order(market, IExchange.Side.ASK, 1_250, 30));
        vm.stopPrank();

        quote.mint(bob, 1_000e6);
        vm.startPrank(bob);
        quote.approve(address(exchange), 1_000e6);
        exchange.deposit(money, 1_000e6);
        IExchange.PlaceResult memory result = exchange.place(_order(market, IExchange.Side.BID, 1_300, 20));
        assertEq(result.filledLots, 20);
        exchange.withdraw(base, 20_000, bob);
        assertEq(basket.balanceOf(bob), 20_000);
        basket.retireOldest(20_000, 1, _details());
        vm.stopPrank();

        assertEq(certificate.ownerOf(1), bob);
        // 20 t at 12.50 the tonne, no fees
        vm.prank(alice);
        exchange.withdraw(money, 250e6, alice);
        assertEq(quote.balanceOf(alice), 250e6);
        assertEq(basket.balanceOf(address(exchange)), 20_000);
    }

    function test_MoneyIsNoCarbon() public {
        vm.startPrank(admin);
        uint32 other = exchange.listAsset(address(new TestQuoteToken()), 0, false);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "baseAsset", other, 0));
        exchange.createMarket(_market(other, money), _rules());
        vm.stopPrank();
    }

    function test_NothingIsPricedInItself() public {
        vm.prank(admin);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, "quoteAsset", base, 0));
        exchange.createMarket(_market(base, base), _rules());
    }

    function _market(uint32 baseAsset, uint32 quoteAsset) private pure returns (IExchange.Market memory) {
        return IExchange.Market(baseAsset, quoteAsset, 1_000, TICK, 1, 0, 0, IExchange.MarketPhase.CONTINUOUS);
    }

    function _rules() private pure returns (IExchange.MarketRules memory rules) {
        rules.averagingSeconds = 600;
        rules.auctionSeconds = 300;
        rules.maxHaltSeconds = 1 days;
    }

    function _order(
        uint32 market,
        IExchange.Side side,
        uint16 ticks,
        uint40 lots
    ) private pure returns (IExchange.OrderRequest memory order) {
        order.marketId = market;
        order.side = side;
        order.orderType = IExchange.OrderType.LIMIT_GTC;
        order.priceTicks = ticks;
        order.lots = lots;
        order.maxFills = 10;
    }
}
