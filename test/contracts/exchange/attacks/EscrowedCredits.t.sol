// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../../../../contracts/interfaces/ICarbonCredits.sol";
import { IExchange } from "../../../../contracts/interfaces/IExchange.sol";
import { IExchangeMarkets } from "../../../../contracts/interfaces/IExchangeMarkets.sol";
import { TestQuoteToken } from "../../../../contracts/mocks/TestQuoteToken.sol";
import { OrderId } from "../../../../contracts/types/OrderId.sol";
import { RegistryFixture } from "../../registry/RegistryFixture.sol";
import { DeployedExchange } from "../DeployedExchange.sol";
import { ExchangeCode } from "../ExchangeCode.sol";

/// @notice Attack case H5, with the real registry: what is escrowed can be neither retired, cancelled nor moved by its owner, and
/// retiring one's other credits touches nobody's escrow.
contract EscrowedCreditsTest is RegistryFixture, ExchangeCode {
    uint256 private constant TONNES = 100;
    uint256 private constant LOT = 1000;
    DeployedExchange private exchange;
    TestQuoteToken private quote;
    uint256 private batch;
    address private buyer = makeAddr("buyer");

    function setUp() public override {
        super.setUp();
        quote = new TestQuoteToken();
        exchange = DeployedExchange(
            _proxy(
                _exchangeCode(),
                abi.encodeCall(DeployedExchange.initialize, (address(manager), address(gate), address(credits)))
            )
        );
        batch = _mintBatch(_issuance(1, uint40(TONNES)));
        vm.startPrank(admin);
        gate.setListener(address(exchange));
        exchange.listAsset(address(credits), batch, true);
        exchange.listAsset(address(quote), 0, false);
        exchange.createMarket(
            IExchange.Market(1, 2, uint32(LOT), 10_000, 1, 0, 0, IExchange.MarketPhase.CONTINUOUS),
            IExchangeMarkets.MarketRules(0, 0, 0, 0, 0, 600, 300, 1 days, 0)
        );
        vm.stopPrank();
        vm.startPrank(officer);
        gate.setEligibility(alice, 1, "DE", uint40(block.timestamp + 365 days), "");
        gate.setEligibility(buyer, 1, "DE", uint40(block.timestamp + 365 days), "");
        vm.stopPrank();
        quote.mint(buyer, 1e12);
        vm.startPrank(buyer);
        quote.approve(address(exchange), 1e12);
        exchange.deposit(2, 1e12);
        vm.stopPrank();
        vm.startPrank(alice);
        credits.setApprovalForAll(address(exchange), true);
        exchange.depositCredits(1, 60 * LOT);
        vm.stopPrank();
    }

    function _place(address account, IExchange.Side side, uint40 lots) private returns (OrderId id) {
        IExchange.OrderRequest memory q;
        (q.marketId, q.side, q.priceTicks, q.lots, q.maxFills) = (1, side, 1000, lots, 50);
        vm.prank(account);
        return exchange.place(q).orderId;
    }

    function test_H5_escrowed_credits_are_retired_by_nobody() public {
        _place(alice, IExchange.Side.ASK, 60);
        vm.startPrank(alice);
        // 40 t are left in the wallet, however it is approved
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_InsufficientUnits.selector, 40 * LOT, 41 * LOT)
        );
        credits.retire(alice, batch, uint64(41 * LOT), _details());
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonCredits.CarbonCredits_NotAuthorised.selector, alice, address(exchange))
        );
        credits.retire(address(exchange), batch, uint64(LOT), _details());
        vm.stopPrank();
        assertEq(credits.balanceOf(address(exchange), batch), 60 * LOT);
    }

    function test_H5_retiring_the_rest_of_a_batch_leaves_its_escrow_and_its_trades_alone() public {
        OrderId id = _place(alice, IExchange.Side.ASK, 60);
        vm.prank(alice);
        credits.retire(alice, batch, uint64(40 * LOT), _details());
        assertEq(credits.totalSupply(batch), 60 * LOT);
        _place(buyer, IExchange.Side.BID, 25);
        assertEq(exchange.order(id).lots, 35);
        vm.startPrank(buyer);
        exchange.withdraw(1, 25 * LOT, buyer);
        credits.retire(buyer, batch, uint64(25 * LOT), _details());
        vm.stopPrank();
        vm.startPrank(alice);
        exchange.cancel(id);
        exchange.withdraw(1, 35 * LOT, alice);
        credits.retire(alice, batch, uint64(35 * LOT), _details());
        assertEq(credits.totalSupply(batch), 0);
        assertEq(credits.balanceOf(address(exchange), batch), 0);
    }

    /// @dev Frozen at the gate while its credits are escrowed: they are not sold, and its own once it is thawed.
    function test_H4_credits_of_a_frozen_owner_wait_in_the_vault() public {
        _place(alice, IExchange.Side.ASK, 60);
        _freeze(alice);
        _place(buyer, IExchange.Side.BID, 25);
        assertEq(exchange.balanceOf(buyer, 1), 0);
        assertEq(exchange.balanceOf(alice, 1), 60 * LOT);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_AccountBlocked.selector, alice));
        exchange.withdraw(1, LOT, alice);
        vm.prank(officer);
        gate.unfreeze(alice);
        vm.prank(alice);
        exchange.withdraw(1, 60 * LOT, alice);
        assertEq(credits.balanceOf(alice, batch), TONNES * LOT);
    }
}
