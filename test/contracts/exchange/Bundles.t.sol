// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAuctions } from "../../../contracts/interfaces/IExchangeAuctions.sol";
import { IExchangeBundle } from "../../../contracts/interfaces/IExchangeBundle.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";
import { ScriptedFeed } from "./ScriptedFeed.sol";

/// @notice Several pieces of anyone's work in one transaction.
contract BundlesTest is ConditionalFixture {
    IExchange.OrderType private constant GTC = IExchange.OrderType.LIMIT_GTC;
    uint256 private constant FEE = 30 * TICK;
    uint32 private constant PLENTY = 1_000_000;

    function setUp() public override {
        super.setUp();
        _setKeeperFee(30);
    }

    // ------------------------------------------------------------------------------------------- set-up

    function _crank(uint16 steps) private pure returns (bytes memory) {
        return abi.encodeCall(IExchange.crank, (MARKET, steps));
    }

    function _two(bytes memory a, bytes memory b) private pure returns (IExchangeBundle.Upkeep[] memory upkeeps) {
        upkeeps = new IExchangeBundle.Upkeep[](2);
        upkeeps[0] = IExchangeBundle.Upkeep(PLENTY, a);
        upkeeps[1] = IExchangeBundle.Upkeep(PLENTY, b);
    }

    function _single(bytes memory call) private pure returns (IExchangeBundle.Upkeep[] memory upkeeps) {
        upkeeps = new IExchangeBundle.Upkeep[](1);
        upkeeps[0] = IExchangeBundle.Upkeep(PLENTY, call);
    }

    function _bundle(
        address caller,
        IExchangeBundle.Upkeep[] memory upkeeps
    ) private returns (IExchangeBundle.UpkeepOutcome[] memory) {
        vm.prank(caller);
        return exchange.bundle(upkeeps);
    }

    function _assertDone(IExchangeBundle.UpkeepOutcome memory outcome, uint256 progress) private pure {
        assertTrue(outcome.done);
        assertEq(outcome.reason, bytes4(0));
        assertEq(outcome.progress, progress);
    }

    function _assertSkipped(IExchangeBundle.UpkeepOutcome memory outcome, bytes4 reason) private pure {
        assertFalse(outcome.done);
        assertEq(outcome.reason, reason);
        assertEq(outcome.progress, 0);
    }

    /// @dev A deferred order that meets an ask.
    function _tradeWaits() private returns (OrderId) {
        _rest(bob, ASK, 1000, 5);
        return _defer(alice, BID, GTC, 1000, 5);
    }

    // ------------------------------------------------------------------------------------------- what is done

    function test_all_of_it_is_done_and_the_fees_are_the_callers() public {
        _stop(alice, ASK, 900, 800, 5);
        _settle(900);
        _rest(bob, BID, 900, 5);
        bytes memory fire = abi.encodeCall(IExchangeConditionals.fireStops, (MARKET, 10));
        IExchangeBundle.UpkeepOutcome[] memory outcomes = _bundle(keeper, _two(fire, _crank(10)));
        _assertDone(outcomes[0], 1);
        // one resting order met, one deferred order finished
        _assertDone(outcomes[1], 2);
        assertEq(_money(keeper), FEE);
        assertEq(_queued(), 0);
    }

    function test_one_caller_is_paid_for_every_order_that_it_finishes() public {
        _tradeWaits();
        _tradeWaits();
        _bundle(keeper, _two(_crank(2), _crank(2)));
        assertEq(_money(keeper), 2 * FEE);
        assertEq(_queued(), 0);
    }

    function test_the_fees_of_a_caller_who_may_not_trade_return_to_the_owner() public {
        _tradeWaits();
        _bundle(stranger, _single(_crank(10)));
        assertEq(_money(stranger), 0);
        assertEq(_money(alice), FUNDS - _notional(1000, 5) - _feeUp(_notional(1000, 5), TAKER_FEE));
    }

    /// @dev As the same calls sent one by one, whatever the number of steps.
    function testFuzz_a_bundle_does_what_its_calls_do_alone(uint16 first, uint16 second) public {
        (first, second) = (uint16(bound(first, 1, 6)), uint16(bound(second, 1, 6)));
        for (uint256 i = 0; i < 3; ++i) _tradeWaits();
        uint256 start = vm.snapshotState();
        vm.startPrank(keeper);
        uint256 steps = exchange.crank(MARKET, first);
        uint256 stepsThen = exchange.crank(MARKET, second);
        vm.stopPrank();
        (uint256 queued, uint256 money, uint256 earned) = (_queued(), _money(alice), _money(keeper));
        vm.revertToState(start);
        IExchangeBundle.UpkeepOutcome[] memory outcomes = _bundle(keeper, _two(_crank(first), _crank(second)));
        _assertDone(outcomes[0], steps);
        _assertDone(outcomes[1], stepsThen);
        assertEq(_queued(), queued);
        assertEq(_money(alice), money);
        assertEq(_money(keeper), earned);
    }

    function test_no_calls_are_no_work() public {
        assertEq(_bundle(keeper, new IExchangeBundle.Upkeep[](0)).length, 0);
    }

    function test_a_call_that_answers_nothing_is_done_without_a_number() public {
        exchange.haltMarket(MARKET);
        vm.warp(block.timestamp + 8 days);
        _assertDone(_bundle(keeper, _single(abi.encodeCall(IExchangeAuctions.reopen, (MARKET))))[0], 0);
    }

    // ------------------------------------------------------------------------------------------- what is skipped

    function test_a_call_that_is_refused_leaves_the_others_done() public {
        _tradeWaits();
        bytes memory reopen = abi.encodeCall(IExchangeAuctions.reopen, (MARKET));
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeBundle.UpkeepSkipped(
            0,
            IExchangeAuctions.reopen.selector,
            IExchange.Exchange_BadMarketPhase.selector
        );
        IExchangeBundle.UpkeepOutcome[] memory outcomes = _bundle(keeper, _two(reopen, _crank(10)));
        _assertSkipped(outcomes[0], IExchange.Exchange_BadMarketPhase.selector);
        _assertDone(outcomes[1], 2);
        assertEq(_money(keeper), FEE);
    }

    function test_calldata_that_does_not_decode_leaves_the_others_done() public {
        _tradeWaits();
        bytes memory cut = abi.encodePacked(IExchange.crank.selector, uint16(1));
        IExchangeBundle.UpkeepOutcome[] memory outcomes = _bundle(keeper, _two(cut, _crank(10)));
        _assertSkipped(outcomes[0], bytes4(0));
        _assertDone(outcomes[1], 2);
    }

    function test_a_call_whose_gas_runs_out_undoes_itself_and_nothing_else() public {
        for (uint256 i = 0; i < 40; ++i) _tradeWaits();
        IExchangeBundle.Upkeep[] memory upkeeps = _two(_crank(100), _crank(2));
        upkeeps[0].gas = 200_000;
        IExchangeBundle.UpkeepOutcome[] memory outcomes = _bundle(keeper, upkeeps);
        _assertSkipped(outcomes[0], bytes4(0));
        _assertDone(outcomes[1], 2);
        // each contract on the way keeps a 64th of what it was given
        assertApproxEqAbs(outcomes[0].gasUsed, 200_000, 15_000);
        assertEq(_queued(), 39);
        assertEq(_money(keeper), FEE);
    }

    /// @dev What a price feed makes others pay is at most the gas of the one call that asks it.
    function test_a_feed_that_burns_gas_or_answers_at_length_costs_the_others_nothing() public {
        ScriptedFeed feed = new ScriptedFeed(8, 1e8);
        exchange.setOracle(MARKET, address(feed), 1 hours, 500);
        bytes memory halt = abi.encodeCall(IExchangeAuctions.checkAndHalt, (MARKET));
        for (uint256 i = 0; i < 2; ++i) {
            ScriptedFeed.Fault fault = i == 0 ? ScriptedFeed.Fault.BURNS_GAS : ScriptedFeed.Fault.ANSWERS_LONG;
            feed.fail(fault, ScriptedFeed.Fault.NONE);
            _tradeWaits();
            IExchangeBundle.UpkeepOutcome[] memory outcomes = _bundle(keeper, _two(halt, _crank(10)));
            _assertSkipped(outcomes[0], IExchangeAuctions.Exchange_NoIndexPrice.selector);
            assertLe(outcomes[0].gasUsed, 250_000);
            _assertDone(outcomes[1], 2);
        }
    }

    // ------------------------------------------------------------------------------------------- what is refused

    function test_a_bundle_in_a_bundle_is_refused_with_all_of_it() public {
        _tradeWaits();
        bytes memory inner = abi.encodeCall(IExchangeBundle.bundle, (_single(_crank(10))));
        vm.expectRevert(
            abi.encodeWithSelector(IExchangeBundle.Exchange_NotUpkeep.selector, 1, IExchangeBundle.bundle.selector)
        );
        _bundle(keeper, _two(_crank(10), inner));
        assertEq(_queued(), 1);
    }

    function testFuzz_what_is_not_anyones_work_is_refused(bytes4 selector) public {
        vm.assume(
            selector != IExchange.crank.selector &&
                selector != IExchange.prune.selector &&
                selector != IExchangeAuctions.uncross.selector &&
                selector != IExchangeAuctions.reopen.selector &&
                selector != IExchangeAuctions.checkAndHalt.selector
        );
        vm.assume(
            selector != IExchangeConditionals.fireStops.selector &&
                selector != IExchangeConditionals.trail.selector &&
                selector != IExchangeConditionals.pruneConditionals.selector &&
                selector != exchange.executeSlice.selector
        );
        _assertNotUpkeep(abi.encodePacked(selector), selector);
    }

    function test_calls_that_move_the_callers_own_are_refused_too() public {
        _assertNotUpkeep(abi.encodeCall(IExchange.withdraw, (QUOTE, 1, keeper)), IExchange.withdraw.selector);
        _assertNotUpkeep(abi.encodeCall(IExchange.cancel, (_deferred(1))), IExchange.cancel.selector);
        _assertNotUpkeep(
            abi.encodeCall(exchange.upgradeToAndCall, (address(quote), "")),
            exchange.upgradeToAndCall.selector
        );
        _assertNotUpkeep("", bytes4(0));
    }

    function _assertNotUpkeep(bytes memory call, bytes4 selector) private {
        vm.expectRevert(abi.encodeWithSelector(IExchangeBundle.Exchange_NotUpkeep.selector, 0, selector));
        _bundle(keeper, _single(call));
    }

    function test_more_calls_than_the_most_are_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 33, 32));
        _bundle(keeper, new IExchangeBundle.Upkeep[](33));
    }

    // ------------------------------------------------------------------------------------------- gas

    /// @dev Too little for the last call is too little for the transaction: an estimate never ends with a call skipped for gas.
    function test_too_little_gas_for_a_call_refuses_all_of_it() public {
        _tradeWaits();
        bytes memory call = abi.encodeCall(IExchangeBundle.bundle, (_two(_crank(1), _crank(10))));
        vm.prank(keeper);
        (bool ok, bytes memory reason) = address(exchange).call{ gas: PLENTY + 100_000 }(call);
        assertFalse(ok);
        assertEq(bytes4(reason), IExchangeAuctions.Exchange_GasTooLow.selector);
        assertEq(_queued(), 1);
        vm.prank(keeper);
        (ok, ) = address(exchange).call{ gas: PLENTY + 600_000 }(call);
        assertTrue(ok);
        assertEq(_queued(), 0);
    }

    function test_the_bundle_costs_each_call_less_than_a_transaction() public {
        _tradeWaits();
        _tradeWaits();
        uint256 start = vm.snapshotState();
        uint256 alone = _gasOf(_crank(2));
        vm.revertToState(start);
        uint256 bundled = _gasOf(abi.encodeCall(IExchangeBundle.bundle, (_single(_crank(2)))));
        assertLt(bundled, alone + 21_000);
    }

    function _gasOf(bytes memory call) private returns (uint256 used) {
        vm.prank(keeper);
        used = gasleft();
        (bool ok, ) = address(exchange).call(call);
        used -= gasleft();
        assertTrue(ok);
    }
}
