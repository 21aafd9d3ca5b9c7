// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice Orders that fill on arrival for no more than a total, or for no less.
contract PlaceWithinTest is ExchangeFixture {
    function _books() private {
        for (uint16 i = 0; i < 5; ++i) {
            _rest(alice, ASK, 1000 + i, 3);
            _rest(bob, BID, 990 - i, 3);
        }
    }

    function _within(IExchange.OrderRequest memory q, uint256 bound) private returns (IExchange.PlaceResult memory) {
        vm.prank(carol);
        return exchange.placeWithin(q, bound);
    }

    function _outOfBound(uint256 actual, uint256 bound) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IExchangeAccounts.Exchange_QuoteOutOfBound.selector, actual, bound);
    }

    function _market(IExchange.Side side, uint40 lots) private pure returns (IExchange.OrderRequest memory) {
        return _request(side, IExchange.OrderType.MARKET, side == BID ? 2000 : 1, lots);
    }

    function test_A4_a_bid_costs_at_most_the_bound_with_its_fee() public {
        _books();
        uint256 notional = _notional(1000, 3) + _notional(1001, 2);
        uint256 cost = notional + _feeUp(notional, TAKER_FEE);
        vm.expectRevert(_outOfBound(cost, cost - 1));
        _within(_market(BID, 5), cost - 1);
        assertEq(_money(carol), FUNDS);
        assertEq(_within(_market(BID, 5), cost).filledLots, 5);
        assertEq(_money(carol), FUNDS - cost);
        assertEq(_units(carol), UNITS + 5 * LOT);
    }

    function test_A4_an_ask_brings_at_least_the_bound_after_its_fee() public {
        _books();
        uint256 notional = _notional(990, 3) + _notional(989, 2);
        uint256 proceeds = notional - _feeUp(notional, TAKER_FEE);
        vm.expectRevert(_outOfBound(proceeds, proceeds + 1));
        _within(_market(ASK, 5), proceeds + 1);
        assertEq(_units(carol), UNITS);
        assertEq(_within(_market(ASK, 5), proceeds).filledLots, 5);
        assertEq(_money(carol), FUNDS + proceeds);
    }

    function test_what_an_ask_leaves_unfilled_brings_nothing() public {
        vm.expectRevert(_outOfBound(0, 1));
        _within(_market(ASK, 5), 1);
        assertEq(_within(_market(ASK, 5), 0).filledLots, 0);
    }

    /// @dev The bound is kept or nothing has happened, by the balances alone, whatever the order and the book.
    function testFuzz_A4_the_bound_is_kept_or_nothing_has_happened(
        bool buys,
        uint8 kind,
        uint16 ticks,
        uint40 lots,
        uint8 maxFills,
        uint256 bound_
    ) public {
        _books();
        IExchange.OrderType[3] memory kinds = [
            IExchange.OrderType.LIMIT_IOC,
            IExchange.OrderType.LIMIT_FOK,
            IExchange.OrderType.MARKET
        ];
        IExchange.OrderRequest memory q = _request(
            buys ? BID : ASK,
            kinds[kind % 3],
            uint16(bound(ticks, 980, 1010)),
            uint40(bound(lots, 1, 20))
        );
        q.maxFills = uint16(bound(maxFills, 1, 20));
        bound_ = bound(bound_, 0, _notional(1010, 20));
        (uint256 money, uint256 units) = (_money(carol), _units(carol));
        vm.prank(carol);
        try exchange.placeWithin(q, bound_) returns (IExchange.PlaceResult memory r) {
            if (buys) assertLe(money - _money(carol), bound_);
            else assertGe(_money(carol) - money, bound_);
            assertEq(units + (buys ? r.filledLots * LOT : 0), _units(carol) + (buys ? 0 : r.filledLots * LOT));
        } catch (bytes memory why) {
            assertEq(_money(carol), money);
            assertEq(_units(carol), units);
            if (bytes4(why) != IExchangeAccounts.Exchange_QuoteOutOfBound.selector) return;
            // without the bound the same order is placed, beyond it
            vm.prank(carol);
            IExchange.PlaceResult memory r = exchange.place(q);
            if (buys) assertGt(r.notional + r.takerFee, bound_);
            else assertLt(r.notional - r.takerFee, bound_);
        }
    }

    function test_orders_that_rest_or_wait_have_no_such_bound() public {
        IExchange.OrderType[3] memory kinds = [
            IExchange.OrderType.LIMIT_GTC,
            IExchange.OrderType.LIMIT_POST_ONLY,
            IExchange.OrderType.LIMIT_POST_ONLY_SLIDE
        ];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_BoundNotAllowed.selector, kinds[i]));
            _within(_request(BID, kinds[i], 1000, 1), type(uint256).max);
        }
        IExchange.OrderRequest memory q = _market(BID, 1);
        q.maxFills = 0;
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MaxFillsRequired.selector, q.orderType));
        _within(q, type(uint256).max);
    }

    function test_what_place_refuses_is_refused_the_same_way() public {
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 5, 1));
        IExchange.OrderRequest memory q = _market(BID, 1);
        q.marketId = 5;
        _within(q, 1);
    }

    function test_the_account_acted_for_is_forgotten_after_the_call() public {
        _books();
        _within(_market(BID, 1), type(uint256).max);
        vm.prank(address(exchange));
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, address(0)));
        exchange.place(_gtc(BID, 900, 1));
    }
}
