// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ModuleChain } from "../../../contracts/libraries/ModuleChain.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { OrderId, OrderIdLib, OrderKind } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice Every request that the Exchange refuses, by name, with the offending value and the bound.
contract RefusalsTest is ExchangeFixture {
    function _refuses(address account, IExchange.OrderRequest memory q, bytes memory reason) private {
        vm.prank(account);
        vm.expectRevert(reason);
        exchange.place(q);
    }

    function test_unknown_market() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 1);
        q.marketId = 9;
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 9, 1));
        q.marketId = 0;
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 0, 1));
    }

    function test_market_not_open() public {
        exchange.haltMarket(MARKET);
        _refuses(
            alice,
            _gtc(BID, 1000, 1),
            abi.encodeWithSelector(IExchange.Exchange_MarketNotOpen.selector, MARKET, IExchange.MarketPhase.HALTED)
        );
    }

    function test_price_zero() public {
        _refuses(
            alice,
            _gtc(BID, 0, 1),
            abi.encodeWithSelector(IExchange.Exchange_PriceOutOfRange.selector, 0, 1, 65_535)
        );
    }

    function test_size_zero_and_dust() public {
        uint32 m = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, 1, 1, 10, 0, 0, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        IExchange.OrderRequest memory q = _gtc(BID, 1, 0);
        q.marketId = m;
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_SizeBelowMinimum.selector, 0, 10));
        q.lots = 9;
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_SizeBelowMinimum.selector, 9, 10));
    }

    function test_max_fills_above_cap() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 1);
        q.maxFills = 151;
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_MaxFillsAboveCap.selector, 151, 150));
    }

    function test_fok_and_post_only_cannot_be_deferred() public {
        IExchange.OrderType[2] memory kinds = [IExchange.OrderType.LIMIT_FOK, IExchange.OrderType.LIMIT_POST_ONLY];
        for (uint256 i = 0; i < 2; ++i) {
            IExchange.OrderRequest memory q = _request(BID, kinds[i], 1000, 1);
            q.maxFills = 0;
            _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_MaxFillsRequired.selector, kinds[i]));
        }
    }

    function test_min_fill_only_where_it_can_be_kept() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        q.minFillLots = 1;
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_MinFillNotAllowed.selector, q.orderType, 1));
        q.orderType = IExchange.OrderType.MARKET;
        q.maxFills = 0;
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_MinFillNotAllowed.selector, q.orderType, 1));
        q.maxFills = 1;
        q.minFillLots = 6;
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_MinFillAboveSize.selector, 6, 5));
    }

    function test_expiry_only_for_what_rests_and_only_ahead() public {
        IExchange.OrderRequest memory q = _request(BID, IExchange.OrderType.LIMIT_IOC, 1000, 5);
        q.expiry = uint32(START + 5);
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_ExpiryNotAllowed.selector, q.orderType, q.expiry));
        q.orderType = IExchange.OrderType.LIMIT_GTC;
        q.expiry = uint32(START);
        _refuses(alice, q, abi.encodeWithSelector(IExchange.Exchange_Expired.selector, START, START));
    }

    function test_insufficient_balance() public {
        IExchange.OrderRequest memory q = _gtc(ASK, 1000, 2_000_000_000);
        _refuses(
            alice,
            q,
            abi.encodeWithSelector(IExchange.Exchange_InsufficientBalance.selector, BASE, UNITS, 2_000_000_000 * LOT)
        );
        q = _gtc(BID, 65_535, 1_000_000);
        _refuses(
            alice,
            q,
            abi.encodeWithSelector(
                IExchange.Exchange_InsufficientBalance.selector,
                QUOTE,
                FUNDS,
                _bidEscrow(65_535, 1_000_000, MAKER_FEE)
            )
        );
    }

    function test_ineligible_account() public {
        _refuses(
            stranger,
            _gtc(BID, 1000, 1),
            abi.encodeWithSelector(IExchange.Exchange_NotEligible.selector, stranger)
        );
    }

    function test_batches_above_their_caps() public {
        IExchange.OrderRequest[] memory qs = new IExchange.OrderRequest[](51);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 51, 50));
        exchange.placeBatch(qs);
        OrderId[] memory ids = new OrderId[](151);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 151, 150));
        exchange.cancelBatch(ids);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_BatchTooLarge.selector, 151, 150));
        exchange.prune(ids);
    }

    function test_a_level_total_above_48_bits() public {
        uint32 m = exchange.createMarket(
            IExchange.Market(BASE, QUOTE, 1, 1, 1, 0, 0, IExchange.MarketPhase.CONTINUOUS),
            _rules()
        );
        for (uint256 i = 0; i < 8; ++i) {
            _fund(alice, 100_000_000e6, 0 + 1);
        }
        IExchange.OrderRequest memory q = _gtc(BID, 1, type(uint40).max);
        q.marketId = m;
        uint256 most = type(uint48).max;
        uint256 total;
        while (total + type(uint40).max <= most) {
            _place(alice, q);
            total += type(uint40).max;
        }
        _refuses(
            alice,
            q,
            abi.encodeWithSelector(IExchange.Exchange_SizeAboveMaximum.selector, total + type(uint40).max, most)
        );
        q.lots = uint40(most - total);
        _place(alice, q);
        (uint16 bid, ) = exchange.best(m);
        assertEq(bid, 1);
    }

    function test_cancel_of_a_malformed_dead_or_foreign_id() public {
        // the first kind past the last
        OrderId bad = OrderId.wrap(uint96(7) << 48);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, bad));
        exchange.cancel(bad);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, bad));
        exchange.order(bad);

        // what waits for a trigger or is worked off in slices is cancelled by calls of its own
        for (uint8 kind = 3; kind <= 4; ++kind) {
            bad = OrderIdLib.pack(MARKET, OrderKind(kind), 0, 1);
            vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MalformedOrderId.selector, bad));
            exchange.cancel(bad);
        }

        OrderId never = OrderIdLib.pack(MARKET, OrderKind.BID, 1000, 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, never));
        exchange.cancel(never);
        never = OrderIdLib.pack(77, OrderKind.DEFERRED, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OrderNotLive.selector, never));
        exchange.cancel(never);

        OrderId id = _rest(alice, BID, 1000, 1);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        exchange.cancel(id);
        id = _defer(alice, BID, IExchange.OrderType.LIMIT_GTC, 1000, 1);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, bob, alice));
        exchange.cancel(id);
    }

    function test_crank_of_an_unknown_market_or_an_unreasonable_number() public {
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_UnknownMarket.selector, 2, 1));
        exchange.crank(2, 10);
        vm.expectRevert(IExchange.Exchange_ZeroAmount.selector);
        exchange.crank(MARKET, 0);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_MaxFillsAboveCap.selector, 151, 150));
        exchange.crank(MARKET, 151);
    }

    function test_a_function_that_no_module_knows() public {
        (bool ok, bytes memory answer) = address(exchange).call(abi.encodeWithSignature("mintMoney(uint256)", 1));
        assertFalse(ok);
        bytes4 unknown = bytes4(keccak256("mintMoney(uint256)"));
        assertEq(answer, abi.encodeWithSelector(ModuleChain.ModuleChain_UnknownFunction.selector, unknown));
    }

    function test_only_the_gate_reports_changes_of_standing() public {
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_OnlyGate.selector, alice, address(gate)));
        vm.prank(alice);
        exchange.onEligibilityChanged(alice);
    }
}
