// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @title AuctionFixture
/// @notice Brings the market into any phase, remembers what was placed, and checks that nothing is lost at the end.
abstract contract AuctionFixture is ExchangeFixture {
    IExchange.MarketPhase internal constant CONTINUOUS = IExchange.MarketPhase.CONTINUOUS;
    IExchange.MarketPhase internal constant HALTED = IExchange.MarketPhase.HALTED;
    IExchange.MarketPhase internal constant DELISTED = IExchange.MarketPhase.DELISTED;
    IExchange.MarketPhase internal constant OPENING = IExchange.MarketPhase.OPENING;
    IExchange.MarketPhase internal constant AUCTION = IExchange.MarketPhase.AUCTION;
    IExchange.MarketPhase internal constant UNCROSSING = IExchange.MarketPhase.UNCROSSING;
    IExchange.MarketPhase internal constant CLOSED = IExchange.MarketPhase.CLOSED;

    uint32 internal constant AUCTION_SECONDS = 300;

    /// Every order placed through `_put`, in time order.
    OrderId[] internal placed;

    function _phase() internal view returns (IExchange.MarketPhase phase) {
        (phase, ) = exchange.marketPhase(MARKET);
    }

    function _assertPhase(IExchange.MarketPhase expected) internal view {
        assertEq(uint8(_phase()), uint8(expected), "phase");
    }

    /// @dev From any phase that an operator can leave.
    function _openAuction() internal {
        if (_phase() != CLOSED && _phase() != HALTED) exchange.haltMarket(MARKET);
        exchange.openMarket(MARKET);
        _assertPhase(AUCTION);
    }

    function _auctionOver() internal {
        (, uint40 endsAt) = exchange.marketPhase(MARKET);
        vm.warp(endsAt);
    }

    /// @dev Uncrosses with `steps` a call until trading goes on; anybody may.
    /// @return done steps of all calls.
    function _uncrossBy(uint16 steps) internal returns (uint256 done) {
        for (uint256 i = 0; i < 2000; ++i) {
            vm.prank(stranger);
            done += exchange.uncross(MARKET, steps);
            if (_phase() == CONTINUOUS) return done;
        }
        revert("never uncrossed");
    }

    function _uncross() internal returns (uint256) {
        _auctionOver();
        return _uncrossBy(150);
    }

    function _put(address account, IExchange.OrderRequest memory q) internal returns (OrderId id) {
        id = _place(account, q).orderId;
        placed.push(id);
    }

    function _put(address account, IExchange.Side side, uint16 ticks, uint40 lots) internal returns (OrderId) {
        return _put(account, _gtc(side, ticks, lots));
    }

    function _iceberg(
        IExchange.Side side,
        uint16 ticks,
        uint40 lots,
        uint24 peak
    ) internal pure returns (IExchange.OrderRequest memory q) {
        q = _gtc(side, ticks, lots);
        q.displayLots = peak;
    }

    /// @dev An order of each side at one price, so that uncrossing has something to do.
    function _cross(uint16 ticks, uint40 lots) internal {
        _put(alice, BID, ticks, lots);
        _put(bob, ASK, ticks, lots);
    }

    function _setTape(uint16 ticks) internal {
        _rest(alice, ASK, ticks, 1);
        _ioc(bob, BID, ticks, 1);
        assertEq(exchange.tape(MARKET).lastTicks, ticks);
    }

    function _bringTo(IExchange.MarketPhase phase) internal {
        if (phase == CONTINUOUS) return;
        if (phase == OPENING) {
            // the fixture's market trades; nothing but a new market opens
            revert("use _createOpening");
        }
        if (phase == DELISTED) return exchange.delistMarket(MARKET);
        if (phase == CLOSED) return exchange.closeMarket(MARKET);
        exchange.haltMarket(MARKET);
        if (phase == HALTED) return;
        exchange.openMarket(MARKET);
        if (phase == AUCTION) return;
        _cross(1000, 1);
        _cross(1000, 1);
        _auctionOver();
        exchange.uncross(MARKET, 1);
        _assertPhase(UNCROSSING);
    }

    /// @dev Cancels what lives and checks that every unit is where it was or went to fees.
    function _assertConserved() internal {
        for (uint256 i = 0; i < placed.length; ++i) {
            if (!_live(placed[i])) continue;
            _cancel(exchange.order(placed[i]).owner, placed[i]);
        }
        assertEq(
            _money(alice) + _money(bob) + _money(carol) + exchange.collectedFees(MARKET),
            quote.balanceOf(address(exchange)),
            "quote conserved"
        );
        assertEq(
            _units(alice) + _units(bob) + _units(carol),
            credits.balanceOf(address(exchange), BATCH),
            "credits conserved"
        );
        (uint16 bid, uint16 ask) = exchange.best(MARKET);
        assertEq(bid, 0, "no bid left");
        assertEq(ask, 0, "no ask left");
    }
}
