// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../contracts/interfaces/IExchangeMarkets.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice What roles may do, and that they alone may.
contract OperatorsTest is ExchangeFixture {
    function _market() private pure returns (IExchange.Market memory) {
        return IExchange.Market(BASE, QUOTE, 1000, 10_000, 1, 1000, 2500, IExchange.MarketPhase.CONTINUOUS);
    }

    function _refusesMarket(IExchange.Market memory m, bytes memory reason) private {
        vm.expectRevert(reason);
        exchange.createMarket(m, _rules());
    }

    function _bad(string memory name, uint256 value, uint256 limit) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IExchange.Exchange_BadMarketParameter.selector, name, value, limit);
    }

    function test_C1_every_operator_call_needs_its_role() public {
        bytes[9] memory calls = [
            abi.encodeCall(IExchangeMarkets.listAsset, (address(quote), 0, false)),
            abi.encodeCall(IExchangeMarkets.createMarket, (_market(), _rules())),
            abi.encodeCall(IExchangeMarkets.haltMarket, (MARKET)),
            abi.encodeCall(IExchangeMarkets.openMarket, (MARKET)),
            abi.encodeCall(IExchangeMarkets.closeMarket, (MARKET)),
            abi.encodeCall(IExchangeMarkets.setMarketFees, (MARKET, 0, 0)),
            abi.encodeCall(IExchangeMarkets.collectFees, (MARKET, alice)),
            abi.encodeCall(IExchangeMarkets.setGate, (alice)),
            abi.encodeCall(exchange.upgradeToAndCall, (alice, ""))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(stranger);
            (bool ok, bytes memory reason) = address(exchange).call(calls[i]);
            assertFalse(ok);
            assertEq(reason, abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        }
    }

    function test_a_role_is_checked_through_the_extension_too() public {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IExchangeMarkets.haltMarket.selector;
        manager.setTargetFunctionRole(address(exchange), selectors, Roles.GUARDIAN);
        manager.grantRole(Roles.GUARDIAN, bob, 0);
        vm.prank(bob);
        exchange.haltMarket(MARKET);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, bob));
        exchange.openMarket(MARKET);
    }

    function test_the_extension_called_directly_can_do_nothing() public {
        IExchange extension = IExchange(exchange.nextModule());
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        extension.listAsset(address(quote), 0, false);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 1, 0));
        extension.crank(1, 1);
    }

    function test_list_asset_refuses_what_cannot_be_kept() public {
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        exchange.listAsset(address(0), 0, false);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, stranger));
        exchange.listAsset(stranger, 0, false);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, address(quote)));
        exchange.listAsset(address(quote), 1, true);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_ForeignToken.selector, address(credits)));
        exchange.listAsset(address(credits), 0, false);
        vm.expectRevert(_bad("batchId", 3, 0));
        exchange.listAsset(address(quote), 3, false);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_AssetExists.selector, address(credits), BATCH, BASE));
        exchange.listAsset(address(credits), BATCH, true);
    }

    function test_create_market_refuses_bad_parameters() public {
        IExchange.Market memory m = _market();
        m.baseAsset = 3;
        _refusesMarket(m, abi.encodeWithSelector(IExchange.Exchange_UnknownAsset.selector, 3, 2));
        m.baseAsset = QUOTE;
        _refusesMarket(m, _bad("baseAsset", QUOTE, 0));
        m = _market();
        m.quoteAsset = BASE;
        _refusesMarket(m, _bad("quoteAsset", BASE, 0));
        m = _market();
        m.lotUnits = 0;
        _refusesMarket(m, _bad("lotUnits", 0, 1));
        m = _market();
        m.tickSize = 0;
        _refusesMarket(m, _bad("tickSize", 0, 1));
        m = _market();
        m.minLots = 0;
        _refusesMarket(m, _bad("minLots", 0, 1));
        m = _market();
        m.takerFeePips = 20_001;
        _refusesMarket(m, abi.encodeWithSelector(IExchange.Exchange_FeeAboveCap.selector, 20_001, 20_000));
        m = _market();
        m.makerFeePips = 2501;
        _refusesMarket(m, abi.encodeWithSelector(IExchange.Exchange_FeeAboveCap.selector, 2501, 2500));
    }

    function test_fees_change_within_the_same_bounds() public {
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeMarkets.MarketFeesSet(MARKET, 5, 6);
        exchange.setMarketFees(MARKET, 5, 6);
        IExchange.Market memory m = exchange.market(MARKET);
        assertEq(m.makerFeePips, 5);
        assertEq(m.takerFeePips, 6);
        assertEq(m.lotUnits, LOT);
        assertTrue(m.phase == IExchange.MarketPhase.CONTINUOUS);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_FeeAboveCap.selector, 20_001, 20_000));
        exchange.setMarketFees(MARKET, 0, 20_001);
    }

    function test_no_phase_follows_delisted() public {
        IExchange.MarketPhase trading = IExchange.MarketPhase.CONTINUOUS;
        IExchange.MarketPhase auction = IExchange.MarketPhase.AUCTION;
        IExchange.MarketPhase delisted = IExchange.MarketPhase.DELISTED;
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BadMarketPhase.selector, MARKET, trading, auction));
        exchange.openMarket(MARKET);
        exchange.haltMarket(MARKET);
        exchange.openMarket(MARKET);
        exchange.closeMarket(MARKET);
        exchange.openMarket(MARKET);
        exchange.delistMarket(MARKET);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BadMarketPhase.selector, MARKET, delisted, auction));
        exchange.openMarket(MARKET);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 2, 1));
        exchange.haltMarket(2);
    }

    function test_collected_fees_are_paid_out_once() public {
        _rest(alice, ASK, 1000, 10);
        _ioc(bob, BID, 1000, 10);
        uint256 n = _notional(1000, 10);
        uint256 fees = _feeUp(n, MAKER_FEE) + _feeUp(n, TAKER_FEE);
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        exchange.collectFees(MARKET, address(0));
        assertEq(exchange.collectFees(MARKET, stranger), fees);
        assertEq(quote.balanceOf(stranger), fees);
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        exchange.collectFees(MARKET, stranger);
    }

    function test_set_gate_refuses_zero() public {
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        exchange.setGate(address(0));
        assertEq(exchange.gate(), address(gate));
    }

    function test_C2_the_implementation_is_locked_and_the_proxy_set_up_once() public {
        DeployedExchange bare = DeployedExchange(_exchangeCode());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize(address(manager), address(gate), address(credits));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        exchange.initialize(address(manager), address(gate), address(credits));
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        new ERC1967Proxy(
            address(bare),
            abi.encodeCall(DeployedExchange.initialize, (address(manager), address(0), alice))
        );
        vm.expectRevert(IExchange.Exchange_ZeroAddress.selector);
        new ERC1967Proxy(
            address(bare),
            abi.encodeCall(DeployedExchange.initialize, (address(manager), alice, address(0)))
        );
    }

    function test_views_name_what_is_there_and_refuse_what_is_not() public {
        (uint32 assets, uint32 markets) = exchange.counts();
        assertEq(assets, 2);
        assertEq(markets, 1);
        IExchange.Asset memory a = exchange.asset(BASE);
        assertEq(a.token, address(credits));
        assertEq(a.batchId, BATCH);
        assertTrue(a.isCredit);
        assertEq(exchange.assetIndex(address(quote), 0), QUOTE);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownAsset.selector, 3, 2));
        exchange.asset(3);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotListed.selector, address(quote), 1));
        exchange.assetIndex(address(quote), 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 2, 1));
        exchange.market(2);
    }

    function test_depth_runs_outward_from_the_best_or_from_a_price() public {
        uint16[4] memory ticks = [uint16(300), 700, 1200, 65_000];
        for (uint256 i = 0; i < 4; ++i) {
            _rest(alice, BID, ticks[i], uint40(i + 1));
        }
        IExchange.LevelView[] memory levels = exchange.depth(MARKET, BID, 0, 10);
        assertEq(levels.length, 4);
        assertEq(levels[0].priceTicks, 65_000);
        assertEq(levels[3].priceTicks, 300);
        assertEq(levels[3].lots, 1);
        levels = exchange.depth(MARKET, BID, 1199, 1);
        assertEq(levels.length, 1);
        assertEq(levels[0].priceTicks, 700);
        _rest(bob, ASK, 65_535, 9);
        levels = exchange.depth(MARKET, ASK, 65_000, 10);
        assertEq(levels.length, 1);
        assertEq(levels[0].lots, 9);
        assertEq(exchange.depth(MARKET, ASK, 65_535, 0).length, 0);
    }

    function test_orders_at_lists_no_more_than_asked() public {
        for (uint256 i = 0; i < 5; ++i) {
            _rest(alice, BID, 1000, uint40(i + 1));
        }
        (OrderId[] memory ids, IExchange.OrderView[] memory orders) = exchange.ordersAt(MARKET, BID, 1000, 3);
        assertEq(ids.length, 3);
        assertEq(orders[2].lots, 3);
        assertEq(orders[2].owner, alice);
    }
}
