// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { AuctionFixture } from "./AuctionFixture.sol";

/// @notice Which phase follows which, who may bring it about, and what works in each.
contract PhasesTest is AuctionFixture {
    IExchange.MarketPhase[6] private reachable = [CONTINUOUS, HALTED, DELISTED, AUCTION, UNCROSSING, CLOSED];

    function _badPhase(IExchange.MarketPhase from, IExchange.MarketPhase to) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IExchange.Exchange_BadMarketPhase.selector, MARKET, from, to);
    }

    /// @dev Tries one operator's call from every phase that the market can reach.
    function _fromEvery(
        function() external call,
        IExchange.MarketPhase to,
        IExchange.MarketPhase[] memory allowed
    ) private {
        for (uint256 i = 0; i < reachable.length; ++i) {
            uint256 state = vm.snapshotState();
            _bringTo(reachable[i]);
            bool follows;
            for (uint256 k = 0; k < allowed.length; ++k) follows = follows || allowed[k] == reachable[i];
            if (!follows) vm.expectRevert(_badPhase(reachable[i], to));
            call();
            _assertPhase(follows ? to : reachable[i]);
            vm.revertToState(state);
        }
    }

    function halt() external {
        exchange.haltMarket(MARKET);
    }

    function open() external {
        exchange.openMarket(MARKET);
    }

    function close() external {
        exchange.closeMarket(MARKET);
    }

    function delist() external {
        exchange.delistMarket(MARKET);
    }

    function test_halt_follows_what_trades_or_collects() public {
        IExchange.MarketPhase[] memory from = new IExchange.MarketPhase[](2);
        (from[0], from[1]) = (CONTINUOUS, AUCTION);
        _fromEvery(this.halt, HALTED, from);
    }

    function test_open_follows_a_halt_or_a_close_and_collects_first() public {
        IExchange.MarketPhase[] memory from = new IExchange.MarketPhase[](2);
        (from[0], from[1]) = (HALTED, CLOSED);
        _fromEvery(this.open, AUCTION, from);
    }

    function test_close_follows_everything_but_itself_and_delisting() public {
        IExchange.MarketPhase[] memory from = new IExchange.MarketPhase[](4);
        (from[0], from[1], from[2], from[3]) = (CONTINUOUS, HALTED, AUCTION, UNCROSSING);
        _fromEvery(this.close, CLOSED, from);
    }

    function test_delisting_follows_everything_and_is_final() public {
        IExchange.MarketPhase[] memory from = new IExchange.MarketPhase[](5);
        (from[0], from[1], from[2], from[3], from[4]) = (CONTINUOUS, HALTED, AUCTION, UNCROSSING, CLOSED);
        _fromEvery(this.delist, DELISTED, from);
        exchange.delistMarket(MARKET);
        vm.expectRevert(_badPhase(DELISTED, AUCTION));
        exchange.openMarket(MARKET);
    }

    function test_only_roles_move_a_market_by_hand() public {
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        exchange.haltMarket(MARKET);
        vm.expectRevert(refused);
        exchange.openMarket(MARKET);
        vm.expectRevert(refused);
        exchange.closeMarket(MARKET);
        vm.expectRevert(refused);
        exchange.delistMarket(MARKET);
        vm.expectRevert(refused);
        exchange.setMarketRules(MARKET, _rules());
        vm.expectRevert(refused);
        exchange.setOracle(MARKET, address(0), 0, 0);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------- without permission

    function test_uncross_waits_for_the_end_of_an_auction_and_no_longer() public {
        exchange.haltMarket(MARKET);
        exchange.openMarket(MARKET);
        uint40 endsAt = uint40(block.timestamp + AUCTION_SECONDS);
        vm.warp(endsAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_PhaseNotOver.selector, MARKET, AUCTION, endsAt, endsAt - 1)
        );
        exchange.uncross(MARKET, 1);
        vm.warp(endsAt);
        vm.prank(stranger);
        exchange.uncross(MARKET, 1);
        _assertPhase(CONTINUOUS);
    }

    function test_uncross_follows_auctions_only() public {
        IExchange.MarketPhase[4] memory others = [CONTINUOUS, HALTED, DELISTED, CLOSED];
        for (uint256 i = 0; i < others.length; ++i) {
            uint256 state = vm.snapshotState();
            _bringTo(others[i]);
            vm.warp(block.timestamp + 30 days);
            vm.expectRevert(_badPhase(others[i], UNCROSSING));
            exchange.uncross(MARKET, 1);
            vm.revertToState(state);
        }
    }

    function test_a_new_market_that_opens_collects_and_is_uncrossed_by_anyone() public {
        uint32 m = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, uint32(LOT), uint64(TICK), 1, 0, 0, OPENING),
            _rules()
        );
        (IExchange.MarketPhase phase, uint40 endsAt) = exchange.marketPhase(m);
        assertEq(uint8(phase), uint8(OPENING));
        assertEq(endsAt, block.timestamp + AUCTION_SECONDS);
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        q.marketId = m;
        _place(alice, q);
        q.side = ASK;
        assertEq(_place(bob, q).filledLots, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_PhaseNotOver.selector, m, OPENING, endsAt, block.timestamp)
        );
        exchange.uncross(m, 1);
        vm.warp(endsAt);
        vm.prank(stranger);
        exchange.uncross(m, 1);
        assertEq(_units(alice), UNITS + 5 * LOT);
        (phase, ) = exchange.marketPhase(m);
        assertEq(uint8(phase), uint8(CONTINUOUS));
    }

    function test_anyone_reopens_a_halt_that_lasted_its_longest_time() public {
        exchange.haltMarket(MARKET);
        uint40 endsAt = uint40(block.timestamp + 1 days);
        vm.warp(endsAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IExchange.Exchange_PhaseNotOver.selector, MARKET, HALTED, endsAt, endsAt - 1)
        );
        exchange.reopen(MARKET);
        vm.warp(endsAt);
        vm.prank(stranger);
        exchange.reopen(MARKET);
        _assertPhase(AUCTION);
        (, uint40 auctionEnds) = exchange.marketPhase(MARKET);
        assertEq(auctionEnds, endsAt + AUCTION_SECONDS);
    }

    function test_reopen_follows_a_halt_only() public {
        IExchange.MarketPhase[5] memory others = [CONTINUOUS, DELISTED, AUCTION, UNCROSSING, CLOSED];
        for (uint256 i = 0; i < others.length; ++i) {
            uint256 state = vm.snapshotState();
            _bringTo(others[i]);
            vm.warp(block.timestamp + 30 days);
            vm.expectRevert(_badPhase(others[i], AUCTION));
            exchange.reopen(MARKET);
            vm.revertToState(state);
        }
    }

    function test_new_rules_leave_the_end_of_a_phase_alone() public {
        exchange.haltMarket(MARKET);
        (, uint40 endsAt) = exchange.marketPhase(MARKET);
        IExchange.MarketRules memory r = _rules();
        r.maxHaltSeconds = 1;
        exchange.setMarketRules(MARKET, r);
        (, uint40 still) = exchange.marketPhase(MARKET);
        assertEq(still, endsAt);
    }

    function test_every_change_of_phase_is_told_with_its_end() public {
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.MarketPhaseSet(MARKET, HALTED, uint40(block.timestamp + 1 days));
        exchange.haltMarket(MARKET);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.MarketPhaseSet(MARKET, AUCTION, uint40(block.timestamp + AUCTION_SECONDS));
        exchange.openMarket(MARKET);
        _cross(1000, 1);
        _auctionOver();
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.MarketPhaseSet(MARKET, UNCROSSING, 0);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.MarketPhaseSet(MARKET, CONTINUOUS, 0);
        exchange.uncross(MARKET, 1);
    }

    // ------------------------------------------------------------------------------------------- the pause matrix

    /// @dev Orders of every kind, then each phase: cancel returns all of it, withdraw pays, prune clears.
    function test_C4_cancel_and_withdraw_work_in_every_phase() public {
        OrderId bid = _rest(carol, BID, 900, 5);
        OrderId ask = _rest(carol, ASK, 1900, 5);
        OrderId berg = _place(carol, _iceberg(BID, 901, 9, 2)).orderId;
        OrderId waiting = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 902, 5);
        for (uint256 i = 0; i < reachable.length; ++i) {
            uint256 state = vm.snapshotState();
            _bringTo(reachable[i]);
            assertEq(_cancel(carol, bid), 5);
            assertEq(_cancel(carol, berg), 9);
            OrderId[] memory two = new OrderId[](2);
            (two[0], two[1]) = (ask, waiting);
            vm.prank(carol);
            uint40[] memory lots = exchange.cancelBatch(two);
            assertEq(lots[0], 5);
            assertEq(lots[1], 5);
            assertEq(_money(carol), FUNDS);
            assertEq(_units(carol), UNITS);
            vm.startPrank(carol);
            exchange.withdraw(QUOTE, FUNDS, carol);
            exchange.withdraw(BASE, UNITS, carol);
            vm.stopPrank();
            assertEq(quote.balanceOf(carol), FUNDS);
            assertEq(credits.balanceOf(carol, BATCH), UNITS);
            vm.revertToState(state);
        }
    }

    function test_C4_cancel_and_withdraw_work_while_a_market_opens() public {
        uint32 m = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, uint32(LOT), uint64(TICK), 1, 0, 0, OPENING),
            _rules()
        );
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        q.marketId = m;
        OrderId id = _place(carol, q).orderId;
        assertEq(_cancel(carol, id), 5);
        vm.prank(carol);
        exchange.withdraw(QUOTE, FUNDS, carol);
        assertEq(quote.balanceOf(carol), FUNDS);
    }

    function test_C4_prune_works_in_every_phase() public {
        OrderId dying = _restUntil(carol, BID, 900, 5, uint32(block.timestamp + 1));
        vm.warp(block.timestamp + 1);
        for (uint256 i = 0; i < reachable.length; ++i) {
            uint256 state = vm.snapshotState();
            _bringTo(reachable[i]);
            assertEq(exchange.prune(_one(dying)), 1);
            assertEq(_money(carol), FUNDS);
            vm.revertToState(state);
        }
    }

    function test_C4_place_trades_is_collected_or_is_refused_by_phase() public {
        for (uint256 i = 0; i < reachable.length; ++i) {
            IExchange.MarketPhase phase = reachable[i];
            uint256 state = vm.snapshotState();
            _bringTo(phase);
            if (phase == CONTINUOUS || phase == AUCTION) {
                _rest(alice, ASK, 1500, 5);
                IExchange.PlaceResult memory r = _place(carol, _gtc(BID, 1500, 5));
                assertEq(r.filledLots, phase == CONTINUOUS ? 5 : 0);
                if (phase == AUCTION) assertEq(_lots(r.orderId), 5, "collected");
            } else {
                vm.prank(carol);
                vm.expectRevert(
                    abi.encodeWithSelector(IExchange.Exchange_MarketNotOpen.selector, MARKET, uint8(phase))
                );
                exchange.place(_gtc(BID, 1500, 5));
            }
            vm.revertToState(state);
        }
    }

    function test_an_auction_collects_limit_orders_only() public {
        _openAuction();
        IExchange.OrderType[5] memory kinds = [
            IExchange.OrderType.LIMIT_IOC,
            IExchange.OrderType.LIMIT_FOK,
            IExchange.OrderType.LIMIT_POST_ONLY,
            IExchange.OrderType.MARKET,
            IExchange.OrderType.LIMIT_POST_ONLY_SLIDE
        ];
        for (uint256 i = 0; i < kinds.length; ++i) {
            vm.prank(carol);
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotInAuction.selector, kinds[i]));
            exchange.place(_request(BID, kinds[i], 1000, 1));
        }
        // one to be deferred has nothing to wait for
        OrderId id = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 1000, 1);
        assertEq(_levelLots(BID, 1000), 1);
        assertTrue(_live(id));
    }

    function test_the_crank_works_where_it_trades_or_gives_back_and_waits_elsewhere() public {
        OrderId waiting = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 900, 5);
        for (uint256 i = 0; i < reachable.length; ++i) {
            IExchange.MarketPhase phase = reachable[i];
            uint256 state = vm.snapshotState();
            _bringTo(phase);
            bool works = phase == CONTINUOUS || phase == DELISTED;
            assertEq(exchange.crank(MARKET, 10), works ? 1 : 0);
            assertEq(_live(waiting), !works);
            if (phase == DELISTED) assertEq(_money(carol), FUNDS);
            vm.revertToState(state);
        }
    }
}
