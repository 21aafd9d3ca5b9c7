// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { ExchangeCode } from "./ExchangeCode.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { OpenCredits } from "./OpenCredits.sol";

/// @title ExchangeFixture
/// @notice An Exchange behind its proxy with the real gate and quote token, one market and funded, eligible traders.
/// The test contract itself is the administrator.
abstract contract ExchangeFixture is ExchangeCode {
    uint256 internal constant START = 1_767_225_600;
    uint256 internal constant BATCH = (uint256(1) << 128) | 1;
    uint32 internal constant BASE = 1;
    uint32 internal constant QUOTE = 2;
    uint32 internal constant MARKET = 1;
    uint256 internal constant LOT = 1000;
    uint256 internal constant TICK = 10_000;
    uint16 internal constant MAKER_FEE = 1000;
    uint16 internal constant TAKER_FEE = 2500;
    uint256 internal constant FUNDS = 50_000_000e6;
    uint256 internal constant UNITS = 1e12;

    IExchange.Side internal constant BID = IExchange.Side.BID;
    IExchange.Side internal constant ASK = IExchange.Side.ASK;

    AccessManager internal manager;
    IComplianceGate internal gate;
    TestQuoteToken internal quote;
    OpenCredits internal credits;
    DeployedExchange internal exchange;

    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");
    address internal stranger = makeAddr("stranger");

    // The large contracts are deployed from their artifacts, so that the compiler does not build them again with the tests.

    function setUp() public virtual {
        vm.warp(START);
        manager = new AccessManager(address(this));
        quote = new TestQuoteToken();
        credits = new OpenCredits();
        gate = IComplianceGate(
            _proxy(
                deployCode("ComplianceGate.sol:ComplianceGate"),
                abi.encodeWithSignature("initialize(address,address)", manager, address(0))
            )
        );
        exchange = DeployedExchange(
            _proxy(
                _exchangeCode(),
                abi.encodeCall(DeployedExchange.initialize, (address(manager), address(gate), address(credits)))
            )
        );
        gate.setListener(address(exchange));
        exchange.listAsset(address(credits), BATCH, true);
        exchange.listAsset(address(quote), 0, false);
        _createMarket(int16(MAKER_FEE), TAKER_FEE);
        _join(alice);
        _join(bob);
        _join(carol);
    }

    // ------------------------------------------------------------------------------------------- set-up

    function _proxy(address implementation, bytes memory call) internal returns (address) {
        return address(new ERC1967Proxy(implementation, call));
    }

    function _createMarket(int16 makerFee, uint16 takerFee) internal returns (uint32) {
        return
            exchange.createMarket(
                IExchange.Market({
                    baseAsset: BASE,
                    quoteAsset: QUOTE,
                    lotUnits: uint32(LOT),
                    tickSize: uint64(TICK),
                    minLots: 1,
                    makerFeePips: makerFee,
                    takerFeePips: takerFee,
                    phase: IExchange.MarketPhase.CONTINUOUS
                }),
                _rules()
            );
    }

    /// @dev Rules that bound no price: tests of the bands set their own.
    function _rules() internal pure returns (IExchange.MarketRules memory) {
        return
            IExchange.MarketRules({
                dynamicBandBps: 0,
                staticBandBps: 0,
                moveCapBps: 0,
                triggerBandBps: 0,
                staticTicks: 0,
                averagingSeconds: 600,
                auctionSeconds: 300,
                maxHaltSeconds: 1 days,
                keeperFeeTicks: 0
            });
    }

    function _allow(address account) internal {
        gate.setEligibility(account, 1, "DE", uint40(block.timestamp + 365 days), bytes32(0));
    }

    /// @dev Makes an account eligible and gives its vault FUNDS of quote and UNITS of credits.
    function _join(address account) internal {
        _allow(account);
        _fund(account, FUNDS, UNITS);
    }

    function _fund(address account, uint256 money, uint256 units) internal {
        quote.mint(account, money);
        credits.mint(account, BATCH, units);
        vm.startPrank(account);
        quote.approve(address(exchange), type(uint256).max);
        credits.setApprovalForAll(address(exchange), true);
        exchange.deposit(QUOTE, money);
        exchange.depositCredits(BASE, units);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- orders

    function _request(
        IExchange.Side side,
        IExchange.OrderType kind,
        uint16 ticks,
        uint40 lots
    ) internal pure returns (IExchange.OrderRequest memory) {
        return
            IExchange.OrderRequest({
                marketId: MARKET,
                side: side,
                orderType: kind,
                priceTicks: ticks,
                lots: lots,
                minFillLots: 0,
                expiry: 0,
                maxFills: 100,
                clientId: 7,
                selfTrade: IExchange.SelfTrade.CANCEL_MAKER,
                displayLots: 0
            });
    }

    function _gtc(
        IExchange.Side side,
        uint16 ticks,
        uint40 lots
    ) internal pure returns (IExchange.OrderRequest memory) {
        return _request(side, IExchange.OrderType.LIMIT_GTC, ticks, lots);
    }

    function _place(address account, IExchange.OrderRequest memory q) internal returns (IExchange.PlaceResult memory) {
        vm.prank(account);
        return exchange.place(q);
    }

    function _rest(address account, IExchange.Side side, uint16 ticks, uint40 lots) internal returns (OrderId) {
        return _place(account, _gtc(side, ticks, lots)).orderId;
    }

    function _restUntil(
        address account,
        IExchange.Side side,
        uint16 ticks,
        uint40 lots,
        uint32 expiry
    ) internal returns (OrderId) {
        IExchange.OrderRequest memory q = _gtc(side, ticks, lots);
        q.expiry = expiry;
        return _place(account, q).orderId;
    }

    function _defer(
        address account,
        IExchange.Side side,
        IExchange.OrderType kind,
        uint16 ticks,
        uint40 lots
    ) internal returns (OrderId) {
        IExchange.OrderRequest memory q = _request(side, kind, ticks, lots);
        q.maxFills = 0;
        return _place(account, q).orderId;
    }

    function _ioc(
        address account,
        IExchange.Side side,
        uint16 ticks,
        uint40 lots
    ) internal returns (IExchange.PlaceResult memory) {
        return _place(account, _request(side, IExchange.OrderType.LIMIT_IOC, ticks, lots));
    }

    function _cancel(address account, OrderId id) internal returns (uint40) {
        vm.prank(account);
        return exchange.cancel(id);
    }

    function _one(OrderId id) internal pure returns (OrderId[] memory ids) {
        ids = new OrderId[](1);
        ids[0] = id;
    }

    // ------------------------------------------------------------------------------------------- reading

    function _money(address account) internal view returns (uint256) {
        return exchange.balanceOf(account, QUOTE);
    }

    function _units(address account) internal view returns (uint256) {
        return exchange.balanceOf(account, BASE);
    }

    function _live(OrderId id) internal view returns (bool) {
        return exchange.order(id).live;
    }

    function _lots(OrderId id) internal view returns (uint40) {
        return exchange.order(id).lots;
    }

    function _levelLots(IExchange.Side side, uint16 ticks) internal view returns (uint256) {
        IExchange.LevelView[] memory levels = exchange.depth(MARKET, side, ticks, 1);
        return levels.length == 1 && levels[0].priceTicks == ticks ? levels[0].lots : 0;
    }

    function _notional(uint256 ticks, uint256 lots) internal pure returns (uint256) {
        return ticks * lots * TICK;
    }

    /// @dev Written apart from the library: the ceiling of a product over a million.
    function _feeUp(uint256 amount, uint256 pips) internal pure returns (uint256) {
        uint256 product = amount * pips;
        return product / 1e6 + (product % 1e6 == 0 ? 0 : 1);
    }

    function _bidEscrow(uint256 ticks, uint256 lots, uint256 pips) internal pure returns (uint256) {
        return _notional(ticks, lots) + _feeUp(_notional(ticks, lots), pips);
    }
}
