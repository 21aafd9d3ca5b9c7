// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../../contracts/interfaces/IExchangeMarkets.sol";
import { IExchangeConditionals } from "../../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "../ConditionalFixture.sol";

/// @notice Attack case A5: everything that is packed into one word holds its largest value, and nothing runs over into what
/// stands beside it.
contract PackedFieldsTest is ConditionalFixture {
    uint40 private constant MOST_LOTS = type(uint40).max;
    uint16 private constant TOP = type(uint16).max;
    uint32 private constant FOREVER = type(uint32).max;
    uint32 private tiny;

    function setUp() public override {
        super.setUp();
        // one unit a lot and one base unit a tick, so that the largest order can be paid
        tiny = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, 1, 1, 1, 20_000, 20_000, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        for (uint256 i = 0; i < 2; ++i) _enrich([alice, bob][i]);
    }

    function _enrich(address account) private {
        deal(address(quote), account, 1e18);
        credits.mint(account, BATCH, 1e16);
        vm.startPrank(account);
        exchange.deposit(QUOTE, 1e18);
        exchange.depositCredits(BASE, 1e16);
        vm.stopPrank();
    }

    function _largest(IExchange.Side side) private view returns (IExchange.OrderRequest memory q) {
        q = _gtc(side, TOP, MOST_LOTS);
        q.marketId = tiny;
        q.expiry = FOREVER;
        q.clientId = type(uint64).max;
        q.maxFills = 150;
        q.selfTrade = IExchange.SelfTrade.DECREMENT;
    }

    function _assertLargest(OrderId id, IExchange.Side side) private view {
        IExchange.OrderView memory v = exchange.order(id);
        assertEq(v.owner, alice);
        assertEq(v.lots, MOST_LOTS);
        assertEq(v.priceTicks, TOP);
        assertEq(v.expiry, FOREVER);
        assertEq(v.feePips, 20_000);
        assertEq(uint8(v.side), uint8(side));
        assertEq(v.marketId, tiny);
    }

    function _cost(uint256 lots) private pure returns (uint256) {
        return lots * TOP + _feeUp(lots * TOP, 20_000);
    }

    function test_A5_the_largest_bid_and_ask_rest_trade_in_part_and_are_returned_to_the_unit() public {
        uint256 money = _money(alice);
        OrderId id = _place(alice, _largest(BID)).orderId;
        _assertLargest(id, BID);
        assertEq(money - _money(alice), _cost(MOST_LOTS));
        IExchange.OrderRequest memory q = _largest(ASK);
        (q.lots, q.orderType, q.expiry) = (1, IExchange.OrderType.LIMIT_IOC, 0);
        assertEq(_place(bob, q).filledLots, 1);
        assertEq(_lots(id), MOST_LOTS - 1);
        _cancel(alice, id);
        assertEq(money - _money(alice), TOP + _cost(MOST_LOTS) - _cost(MOST_LOTS - 1) - TOP);

        uint256 units = _units(alice);
        id = _place(alice, _largest(ASK)).orderId;
        _assertLargest(id, ASK);
        assertEq(units - _units(alice), MOST_LOTS);
        _cancel(alice, id);
        assertEq(_units(alice), units);
    }

    function test_A5_the_largest_deferred_order_waits_as_it_was_asked_for() public {
        uint256 money = _money(alice);
        IExchange.OrderRequest memory q = _largest(BID);
        q.maxFills = 0;
        OrderId id = _place(alice, q).orderId;
        IExchange.OrderView memory v = exchange.order(id);
        assertEq(v.lots, MOST_LOTS);
        assertEq(v.priceTicks, TOP);
        assertEq(v.expiry, FOREVER);
        exchange.crank(tiny, 10);
        (OrderId[] memory ids, ) = exchange.ordersAt(tiny, BID, TOP, 5);
        _assertLargest(ids[0], BID);
        _cancel(alice, ids[0]);
        assertEq(_money(alice), money);
    }

    function test_A5_the_largest_iceberg_shows_its_part_and_hides_the_rest() public {
        uint256 money = _money(alice);
        IExchange.OrderRequest memory q = _largest(BID);
        q.displayLots = type(uint24).max;
        OrderId id = _place(alice, q).orderId;
        IExchange.OrderView memory v = exchange.order(id);
        assertEq(v.owner, alice);
        assertEq(v.lots, type(uint24).max);
        // all of the first part and a lot of the next
        q = _largest(ASK);
        (q.lots, q.orderType, q.expiry) = (uint40(type(uint24).max) + 1, IExchange.OrderType.LIMIT_IOC, 0);
        uint256 sold = _place(bob, q).filledLots;
        assertEq(sold, uint256(type(uint24).max) + 1);
        assertEq(exchange.order(id).lots, type(uint24).max - 1);
        assertEq(_cancel(alice, id), MOST_LOTS - sold);
        uint256 part = uint256(type(uint24).max);
        assertEq(money - _money(alice), _cost(part) + _cost(part) - _cost(part - 1));
    }

    function test_A5_the_largest_conditional_order_keeps_every_field() public {
        exchange.setMarketRules(tiny, _rulesWithKeeperFee(TOP));
        _tradeTiny(1000);
        IExchangeConditionals.ConditionalRequest memory q;
        (q.marketId, q.side, q.kind, q.selfTrade) = (tiny, BID, OCO, IExchange.SelfTrade.DECREMENT);
        (q.lots, q.expiry, q.clientId) = (MOST_LOTS, FOREVER, type(uint64).max);
        (q.limitTicks, q.limitAboveTicks, q.triggerAboveTicks, q.triggerBelowTicks) = (TOP, TOP - 1, TOP, 999);
        uint256 money = _money(alice);
        OrderId id = _wait(alice, q);
        IExchangeConditionals.ConditionalView memory v = exchange.conditional(id);
        assertEq(v.lots, MOST_LOTS);
        assertEq(v.limitTicks, TOP);
        assertEq(v.limitAboveTicks, TOP - 1);
        assertEq(v.triggerAboveTicks, TOP);
        assertEq(v.triggerBelowTicks, 999);
        assertEq(v.expiry, FOREVER);
        assertEq(v.feePips, 20_000);
        assertEq(v.keeperFeeTicks, TOP);
        assertEq(v.clientId, type(uint64).max);
        assertEq(uint8(v.kind), uint8(OCO));
        assertEq(uint8(v.selfTrade), uint8(IExchange.SelfTrade.DECREMENT));
        assertEq(money - _money(alice), _cost(MOST_LOTS) + TOP);
        _cancelConditional(alice, id);
        assertEq(_money(alice), money);
    }

    function test_A5_the_largest_parent_keeps_every_field() public {
        exchange.setMarketRules(tiny, _rulesWithKeeperFee(TOP));
        IExchangeParents.ParentRequest memory q;
        (q.marketId, q.side, q.kind, q.selfTrade) = (
            tiny,
            BID,
            IExchangeParents.ParentKind.VWAP,
            IExchange.SelfTrade.DECREMENT
        );
        (q.lots, q.limitTicks, q.clientId) = (MOST_LOTS, TOP, type(uint64).max);
        (q.startAt, q.interval, q.slices) = (uint32(block.timestamp + 30 days), 2700, 32);
        (q.toleranceBps, q.participationBps, q.weights) = (10_000, 10_000, bytes32(type(uint256).max));
        uint256 money = _money(alice);
        vm.prank(alice);
        OrderId id = exchange.placeParent(q);
        IExchangeParents.ParentView memory v = exchange.parent(id);
        assertEq(keccak256(abi.encode(v.request)), keccak256(abi.encode(q)));
        assertEq(v.lotsLeft, MOST_LOTS);
        assertEq(v.feePips, 20_000);
        assertEq(v.keeperFee, TOP);
        assertEq(money - _money(alice), _cost(MOST_LOTS) + 32 * uint256(TOP));
        vm.prank(alice);
        exchange.cancelParent(id);
        assertEq(_money(alice), money);
    }

    function test_A5_the_rules_of_a_market_hold_their_largest_values() public {
        IExchange.MarketRules memory r = IExchangeMarkets.MarketRules({
            dynamicBandBps: TOP,
            staticBandBps: TOP,
            moveCapBps: TOP,
            triggerBandBps: TOP,
            staticTicks: TOP,
            averagingSeconds: type(uint32).max,
            auctionSeconds: 7 days,
            maxHaltSeconds: 7 days,
            keeperFeeTicks: TOP
        });
        exchange.setMarketRules(tiny, r);
        assertEq(keccak256(abi.encode(exchange.marketRules(tiny))), keccak256(abi.encode(r)));
        exchange.haltMarket(tiny);
        assertEq(keccak256(abi.encode(exchange.marketRules(tiny))), keccak256(abi.encode(r)));
        IExchange.Market memory m = exchange.market(tiny);
        assertEq(m.lotUnits, 1);
        assertEq(m.takerFeePips, 20_000);
    }

    function test_A5_a_market_of_the_largest_lots_and_ticks_keeps_them() public {
        IExchange.Market memory m = IExchange.Market(
            BASE,
            QUOTE,
            type(uint32).max,
            type(uint64).max,
            type(uint32).max,
            -20_000,
            20_000,
            IExchange.MarketPhase.CONTINUOUS
        );
        uint32 id = exchange.createMarket(m, _rules());
        assertEq(keccak256(abi.encode(exchange.market(id))), keccak256(abi.encode(m)));
    }

    /// @dev The highest and the lowest price, and the ends of the words of the bitmap, one order each; none disturbs another.
    function test_A5_orders_at_the_ends_of_the_grid_and_of_its_words_stand_apart() public {
        uint16[8] memory ticks = [uint16(1), 255, 256, 257, 32_767, 32_768, 65_279, 65_535];
        for (uint256 i = 0; i < 8; ++i) {
            IExchange.OrderRequest memory q = _gtc(ASK, ticks[i], uint40(i + 1));
            q.marketId = tiny;
            _place(alice, q);
        }
        for (uint256 i = 0; i < 8; ++i) {
            (, uint16 ask) = exchange.best(tiny);
            assertEq(ask, ticks[i]);
            (OrderId[] memory ids, IExchange.OrderView[] memory orders) = exchange.ordersAt(tiny, ASK, ticks[i], 9);
            assertEq(ids.length, 1);
            assertEq(orders[0].lots, i + 1);
            _cancel(alice, ids[0]);
        }
        (, uint16 none) = exchange.best(tiny);
        assertEq(none, 0);
    }

    function _rulesWithKeeperFee(uint16 ticks) private pure returns (IExchange.MarketRules memory r) {
        r = _rules();
        r.keeperFeeTicks = ticks;
    }

    function _tradeTiny(uint16 ticks) private {
        IExchange.OrderRequest memory q = _gtc(ASK, ticks, 1);
        q.marketId = tiny;
        _place(seller, q);
        q.side = BID;
        _place(buyer, q);
        _nextBlock();
    }
}
