// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Balances } from "./Balances.sol";
import { Fees } from "./Fees.sol";
import { Matching } from "./Matching.sol";

/// @title EscrowedTake
/// @notice The taker's side of a take whose cost its owner has escrowed before, at a limit price with the taker fee:
/// deferred orders and slices.
library EscrowedTake {
    using Balances for ExchangeStorage.Layout;

    /// @notice Pays the owner what a take brought and what its escrow held beyond the price and fee.
    /// @param slot the order before the take.
    /// @param left lots the order has after it.
    /// @param lotPrice limit price that the escrow stands at x tickSize; the take was bounded by it or better.
    /// @return takerFee quote.
    function settle(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        OrderSlot slot,
        uint256 left,
        uint256 lotPrice,
        Matching.Take memory t
    ) internal returns (uint256 takerFee) {
        uint256 gone = slot.lots() - left;
        if (gone == 0) return 0;
        takerFee = Fees.feeUp(t.notional, slot.feePips());
        uint256 units = t.filled * config.lotUnits();
        if (t.takerIsBid) {
            uint256 spare = _released(slot, left, lotPrice) - t.notional;
            if (takerFee > spare) takerFee = spare;
            if (spare != takerFee) s.credit(t.taker, config.quoteAsset(), spare - takerFee);
            if (units != 0) s.credit(t.taker, config.baseAsset(), units);
        } else {
            if (units != 0) s.credit(t.taker, config.quoteAsset(), t.notional - takerFee);
            // lots taken off against an own order come back as they were
            uint256 back = gone * config.lotUnits() - units;
            if (back != 0) s.credit(t.taker, config.baseAsset(), back);
        }
    }

    /// @dev What a bid's escrow releases when `left` lots remain. It is at the limit price, so it covers what was traded.
    function _released(OrderSlot slot, uint256 left, uint256 lotPrice) private pure returns (uint256) {
        uint256 feePips = slot.feePips();
        return Fees.bidEscrow(slot.lots(), lotPrice, feePips) - Fees.bidEscrow(left, lotPrice, feePips);
    }
}
