// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice Who may trade, judged on entry and at each fill, and what the mirrored answer saves.
contract EligibilityTest is ExchangeFixture {
    function _gateIsNotAsked() private {
        vm.mockCallRevert(address(gate), abi.encodeWithSelector(IComplianceGate.canTrade.selector), "asked");
    }

    function test_H4_a_frozen_makers_order_is_removed_and_refunded_and_the_taker_goes_on() public {
        OrderId frozen = _rest(alice, ASK, 1000, 5);
        OrderId good = _rest(bob, ASK, 1000, 5);
        gate.freeze(alice);
        IExchange.PlaceResult memory r = _ioc(carol, BID, 1000, 5);
        assertEq(r.filledLots, 5);
        assertFalse(_live(frozen));
        assertFalse(_live(good));
        assertEq(_units(alice), UNITS);
        assertEq(_money(alice), FUNDS);
    }

    function test_H4_a_frozen_bidder_gets_its_escrow_back() public {
        _rest(alice, BID, 1000, 5);
        gate.freeze(alice);
        assertEq(_ioc(carol, ASK, 1000, 5).filledLots, 0);
        assertEq(_money(alice), FUNDS);
        (uint16 bid, ) = exchange.best(MARKET);
        assertEq(bid, 0);
    }

    function test_H4_a_lapsed_record_ends_trading_at_its_second() public {
        gate.setEligibility(alice, 1, "DE", uint40(block.timestamp + 100), bytes32(0));
        _rest(alice, ASK, 1000, 5);
        vm.warp(block.timestamp + 101);
        assertEq(_ioc(carol, BID, 1000, 5).filledLots, 0);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.place(_gtc(BID, 1000, 1));
    }

    function test_a_fresh_mirror_saves_the_question_on_both_sides() public {
        _rest(alice, ASK, 1000, 5);
        _gateIsNotAsked();
        assertEq(_ioc(carol, BID, 1000, 5).filledLots, 5);
    }

    function test_after_a_day_the_gate_is_asked_again() public {
        _rest(alice, ASK, 1000, 5);
        vm.warp(block.timestamp + 1 days);
        vm.expectCall(address(gate), abi.encodeCall(IComplianceGate.canTrade, (alice)), 1);
        _ioc(carol, BID, 1000, 1);
        _gateIsNotAsked();
        _ioc(carol, BID, 1000, 1);
    }

    function test_a_change_of_standing_reaches_every_asset_of_the_account() public {
        gate.refresh(alice);
        vm.expectCall(address(gate), abi.encodeCall(IComplianceGate.canTrade, (alice)), 2);
        _rest(alice, ASK, 1000, 1);
        _rest(alice, BID, 900, 1);
    }

    function test_a_thawed_account_trades_again() public {
        gate.freeze(alice);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.place(_gtc(BID, 1000, 1));
        gate.unfreeze(alice);
        _rest(alice, BID, 1000, 1);
        assertEq(_ioc(bob, ASK, 1000, 1).filledLots, 1);
    }

    function test_a_gate_that_fails_stops_the_call_and_removes_nobody() public {
        OrderId id = _rest(alice, ASK, 1000, 5);
        gate.refresh(alice);
        _gateIsNotAsked();
        vm.prank(carol);
        vm.expectRevert("asked");
        exchange.place(_request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 5));
        vm.clearMockedCalls();
        assertTrue(_live(id));
    }

    function test_D3_an_account_full_of_assets_is_refused_more_deposits_but_never_blocks_a_fill() public {
        for (uint256 i = 1; i <= 256; ++i) {
            uint32 index = exchange.listAsset(address(credits), 1000 + i, true);
            credits.mint(carol, 1000 + i, 1);
            vm.startPrank(carol);
            if (i == 255) {
                vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_TooManyAssets.selector, carol, 256));
                exchange.depositCredits(index, 1);
                vm.stopPrank();
                break;
            }
            exchange.depositCredits(index, 1);
            vm.stopPrank();
        }
        // a market in an asset that carol never held: she still buys and sells there
        uint32 fresh = exchange.listAsset(address(credits), 5000, true);
        uint32 m = exchange.createMarket(
            IExchange.Market(fresh, QUOTE, 1000, 10_000, 1, 1000, 2500, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        credits.mint(bob, 5000, 5000);
        vm.prank(bob);
        exchange.depositCredits(fresh, 5000);
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        q.marketId = m;
        _place(carol, q);
        q.side = ASK;
        assertEq(_place(bob, q).filledLots, 5);
        assertEq(exchange.balanceOf(carol, fresh), 5000);
        _place(carol, q);
        assertEq(exchange.balanceOf(carol, fresh), 0);
        // her unlisted word is never trusted, so a freeze holds there too
        gate.freeze(carol);
        q.side = BID;
        assertEq(_place(bob, q).filledLots, 0);
    }

    function test_a_new_gate_is_believed_after_the_mirrors_of_the_old_one_ran_out() public {
        address other = makeAddr("other gate");
        vm.mockCall(other, abi.encodeWithSelector(IComplianceGate.canTrade.selector), abi.encode(false));
        exchange.setGate(other);
        _rest(alice, BID, 1000, 1);
        vm.warp(block.timestamp + 1 days);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, alice));
        exchange.place(_gtc(BID, 1000, 1));
    }
}
