// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";

/// @notice An upgrade in the middle of everything: each kind of order lives, one market trades and another is halfway through its
/// auction. What happens afterwards is what would have happened without it, to the unit.
contract UpgradeLivesTest is ConditionalFixture {
    uint32 private auctioned;
    OrderId private bid;
    OrderId private ask;
    OrderId private iceberg;
    OrderId private overflowing;
    OrderId private waiting;
    OrderId private stop;
    OrderId private oco;
    OrderId private trailing;
    OrderId private twap;
    OrderId private vwap;

    function setUp() public override {
        super.setUp();
        _setKeeperFee(7);
        _setTriggerBand(500);
        auctioned = _createMarket(int16(MAKER_FEE), TAKER_FEE);
        _placeEveryKind();
        _beginAuction();
    }

    function _placeEveryKind() private {
        bid = _rest(alice, BID, 950, 5);
        for (uint256 i = 0; i < 155; ++i) overflowing = _rest(alice, BID, 940, 1);
        IExchange.OrderRequest memory q = _gtc(ASK, 1010, 9);
        q.displayLots = 2;
        iceberg = _place(bob, q).orderId;
        ask = _rest(bob, ASK, 1010, 4);
        // the first part is half used up
        _ioc(carol, BID, 1010, 1);
        _nextBlock();
        stop = _stop(carol, ASK, 990, 900, 6);
        oco = _oco(carol, BID, 1030, 1040, 970, 980);
        trailing = _trailing(alice, ASK, 15, 900, 3);
        (twap, vwap) = (_parent(IExchangeParents.ParentKind.TWAP), _parent(IExchangeParents.ParentKind.VWAP));
        exchange.executeSlice(twap, 50);
        waiting = _defer(buyer, BID, IExchange.OrderType.LIMIT_GTC, 1010, 6);
        exchange.crank(MARKET, 1);
    }

    function _parent(IExchangeParents.ParentKind kind) private returns (OrderId) {
        IExchangeParents.ParentRequest memory q;
        (q.marketId, q.side, q.kind, q.lots, q.limitTicks) = (MARKET, BID, kind, 20, 1050);
        (q.interval, q.slices, q.toleranceBps) = (60, 10, 1000);
        if (kind == IExchangeParents.ParentKind.VWAP) q.weights = bytes32(uint256(0x01020304050504030201) << 176);
        if (kind == IExchangeParents.ParentKind.VWAP) q.lots = 60;
        vm.prank(carol);
        return exchange.placeParent(q);
    }

    /// @dev The second market stands between two calls of its uncrossing.
    function _beginAuction() private {
        exchange.haltMarket(auctioned);
        exchange.openMarket(auctioned);
        for (uint16 i = 0; i < 4; ++i) {
            _inAuction(alice, BID, 1003 - i, 5);
            _inAuction(bob, ASK, 998 + i, 4);
        }
        vm.warp(block.timestamp + 300);
        exchange.uncross(auctioned, 2);
        assertEq(uint8(exchange.market(auctioned).phase), uint8(IExchange.MarketPhase.UNCROSSING));
    }

    function _inAuction(address account, IExchange.Side side, uint16 ticks, uint40 lots) private {
        IExchange.OrderRequest memory q = _gtc(side, ticks, lots);
        q.marketId = auctioned;
        _place(account, q);
    }

    function _upgrade() private {
        address before = exchange.nextModule();
        exchange.upgradeToAndCall(_exchangeCode(), "");
        assertTrue(exchange.nextModule() != before);
    }

    // ------------------------------------------------------------------------------------------- the rest of the day

    /// @dev Everything goes on until nothing is left. Each step says that it happened.
    function _liveOn() private {
        while (exchange.market(auctioned).phase == IExchange.MarketPhase.UNCROSSING) exchange.uncross(auctioned, 3);
        assertGt(exchange.crank(MARKET, 50), 0, "the queue goes on");
        assertFalse(_live(waiting));
        _rest(seller, ASK, 1005, 40);
        (uint40 filled, ) = exchange.executeSlice(vwap, 50);
        assertGt(filled, 0, "a weighted slice");
        vm.warp(block.timestamp + 60);
        (filled, ) = exchange.executeSlice(twap, 50);
        assertGt(filled, 0, "an equal slice");
        (OrderId[] memory ids, ) = exchange.ordersAt(MARKET, ASK, 1005, 5);
        _cancel(seller, ids[0]);
        assertGt(_ioc(buyer, BID, 1010, 30).filledLots, 0, "the iceberg");
        assertFalse(_live(iceberg) || _live(ask));
        _trendUpThenDown();
        assertFalse(_live(bid), "what fired met the resting bid");
        assertTrue(_live(overflowing));
        _cancelTheRest();
    }

    /// @dev The trailing stop follows up to 1020 and fires on the way down, as the stop and the lower leg do.
    function _trendUpThenDown() private {
        _settle(1020);
        assertEq(exchange.trail(MARKET, _one(trailing)), 1, "it trails");
        _settle(988);
        assertEq(_fire(10), 2, "the stop and the trailing stop");
        _settle(970);
        assertEq(_fire(10), 1, "a leg of the pair");
        assertFalse(_waits(stop) || _waits(oco) || _waits(trailing));
        exchange.crank(MARKET, 150);
    }

    function _cancelTheRest() private {
        vm.startPrank(carol);
        exchange.cancelParent(twap);
        exchange.cancelParent(vwap);
        vm.stopPrank();
        uint32[2] memory markets = [MARKET, auctioned];
        for (uint256 i = 0; i < 2; ++i) {
            for (uint16 ticks = 900; ticks < 1060; ++ticks) {
                _cancelLevel(markets[i], BID, ticks);
                _cancelLevel(markets[i], ASK, ticks);
            }
        }
        (uint32 head, uint32 tail) = exchange.queue(MARKET);
        for (; head < tail; ++head)
            if (_live(_deferred(head))) _cancel(exchange.order(_deferred(head)).owner, _deferred(head));
    }

    function _cancelLevel(uint32 market, IExchange.Side side, uint16 ticks) private {
        (OrderId[] memory ids, IExchange.OrderView[] memory orders) = exchange.ordersAt(market, side, ticks, 200);
        for (uint256 i = 0; i < ids.length; ++i) _cancel(orders[i].owner, ids[i]);
    }

    function _ledger() private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    [_money(alice), _money(bob), _money(carol), _money(buyer), _money(seller), _money(keeper)],
                    [_units(alice), _units(bob), _units(carol), _units(buyer), _units(seller)],
                    exchange.collectedFees(MARKET),
                    exchange.collectedFees(auctioned),
                    exchange.tape(MARKET),
                    exchange.tape(auctioned)
                )
            );
    }

    function test_C2_everything_goes_on_after_an_upgrade_as_it_would_have_without() public {
        uint256 state = vm.snapshotState();
        _liveOn();
        bytes32 without = _ledger();
        vm.revertToState(state);
        _upgrade();
        _liveOn();
        assertEq(_ledger(), without);
        uint256 money = _money(alice) + _money(bob) + _money(carol) + _money(buyer) + _money(seller) + _money(keeper);
        money += exchange.collectedFees(MARKET) + exchange.collectedFees(auctioned);
        assertEq(quote.balanceOf(address(exchange)), money, "every base unit");
        uint256 units = _units(alice) + _units(bob) + _units(carol) + _units(buyer) + _units(seller);
        assertEq(credits.balanceOf(address(exchange), BATCH), units, "every kilogram");
    }

    /// @dev Straight after the upgrade each order is still what it was, to its last field.
    function test_C2_no_field_of_any_order_changes_in_an_upgrade() public {
        bytes32 before = _picture();
        _upgrade();
        assertEq(_picture(), before);
    }

    function _picture() private view returns (bytes32) {
        bytes memory resting = abi.encode(
            exchange.order(bid),
            exchange.order(ask),
            exchange.order(iceberg),
            exchange.order(overflowing),
            exchange.order(waiting)
        );
        bytes memory waitingForAPrice = abi.encode(
            exchange.conditional(stop),
            exchange.conditional(oco),
            exchange.conditional(trailing),
            exchange.triggerLevels(MARKET, true, 0, 20),
            exchange.triggerLevels(MARKET, false, 0, 20)
        );
        bytes memory overTime = abi.encode(exchange.parent(twap), exchange.parent(vwap), exchange.nextSlice(twap));
        (uint16 price, uint64 lots) = exchange.auctionPrice(auctioned);
        bytes memory markets = abi.encode(
            exchange.market(MARKET),
            exchange.marketRules(MARKET),
            exchange.tape(MARKET),
            exchange.market(auctioned),
            price,
            lots,
            exchange.depth(auctioned, BID, 0, 20),
            exchange.depth(auctioned, ASK, 0, 20)
        );
        return keccak256(abi.encode(resting, waitingForAPrice, overTime, markets, _ledger()));
    }
}
