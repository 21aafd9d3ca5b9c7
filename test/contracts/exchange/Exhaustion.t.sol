// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice What happens after four billion orders at one price. Nobody places that many: the counters are written into
/// storage, at the places that the layout gives them.
contract ExhaustionTest is ExchangeFixture {
    uint256 private constant BOOKS = 7; // position of `books` in the storage block
    uint256 private constant BIDS = 3; // position of `bids` in a book
    uint256 private constant LEVELS = 257; // position of `levels` in a side
    uint256 private constant LAST = type(uint32).max - 1024;

    function _book() private pure returns (uint256) {
        bytes32 inner = bytes32(uint256(keccak256("carbonxchange.storage.Exchange")) - 1);
        uint256 layout = uint256(keccak256(abi.encode(inner)) & ~bytes32(uint256(0xff)));
        return uint256(keccak256(abi.encode(uint256(MARKET), layout + BOOKS)));
    }

    function _setNextSequence(uint16 ticks, uint256 sequence) private {
        vm.store(address(exchange), bytes32(_book() + BIDS + LEVELS + ticks), bytes32(sequence << 160));
    }

    function test_B7_the_last_sequence_of_a_level_is_used_and_the_next_refused() public {
        _setNextSequence(1000, LAST);
        OrderId id = _rest(alice, BID, 1000, 1);
        assertEq(id.sequence(), LAST);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_SequenceExhausted.selector, MARKET, 1000));
        exchange.place(_gtc(BID, 1000, 1));
        assertEq(_ioc(bob, ASK, 1000, 1).filledLots, 1);
        assertFalse(_live(id));
    }

    function test_a_deferred_order_that_finds_no_place_to_rest_is_returned() public {
        _setNextSequence(1000, LAST + 1);
        OrderId id = _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 1000, 5);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchange.DeferredCancelled(id, alice, 5, IExchange.CancelReason.UNFILLED_REMAINDER);
        assertEq(exchange.crank(MARKET, 10), 1);
        assertEq(_money(alice), FUNDS);
    }

    function test_a_queue_at_its_last_sequence_takes_no_more() public {
        uint256 end = type(uint32).max;
        vm.store(address(exchange), bytes32(_book() + 1), bytes32(end | (end << 32)));
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 1);
        q.maxFills = 0;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_SequenceExhausted.selector, MARKET, 0));
        exchange.place(q);
        q.maxFills = 1;
        assertTrue(_live(_place(alice, q).orderId));
    }
}
