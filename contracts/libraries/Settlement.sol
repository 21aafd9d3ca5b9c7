// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";
import { MarketTape, MarketTapeLib } from "../types/MarketTape.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Fees } from "./Fees.sol";
import { Icebergs } from "./Icebergs.sol";
import { Balances } from "./Balances.sol";
import { Matching } from "./Matching.sol";
import { RestingBook } from "./RestingBook.sol";
import { TickBitmap } from "./TickBitmap.sol";

/// @title Settlement
/// @notice What arriving and deferred orders share after they matched: fees, the `Taken` event, resting.
library Settlement {
    using Balances for ExchangeStorage.Layout;

    /// @notice Collects the fees of a take and reports it. Nothing happens when nothing was met.
    function record(
        ExchangeStorage.Layout storage s,
        Book storage book,
        MarketConfig config,
        Matching.Take memory t,
        OrderId deferredId,
        uint256 takerFee,
        uint64 clientId
    ) internal {
        if (t.fills.length == 0) return;
        if (t.filled != 0) {
            if (config.tiered()) s.addVolume(t.taker, config.quoteAsset(), t.filled * config.lotUnits());
            // the rebates of a take are within its taker fee, see Fees.rebateDown
            book.tape = _moved(s, config, t, takerFee + t.makerFees - t.rebates);
        }
        emit IExchange.Taken(
            t.marketId,
            t.taker,
            deferredId,
            t.takerIsBid ? IExchange.Side.BID : IExchange.Side.ASK,
            uint40(t.filled), // safe: at most the order's 40-bit size
            uint128(t.notional), // safe: below 2^120
            uint128(takerFee), // safe: at most the notional
            clientId,
            t.fills
        );
    }

    /// @dev The tape after a take with `fees`.
    function _moved(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        Matching.Take memory t,
        uint256 fees
    ) private returns (MarketTape tape) {
        tape = t.tape.traded(t.lastTicks, t.average, t.filled, block.timestamp, block.number);
        return collected(s, config, tape, fees);
    }

    /// @notice The tape with `fees` more, which spill into the asset's own account when its field is full.
    function collected(
        ExchangeStorage.Layout storage s,
        MarketConfig config,
        MarketTape tape,
        uint256 fees
    ) internal returns (MarketTape) {
        fees += tape.fees();
        if (fees > MarketTapeLib.MAX_FEES) {
            s.fees[config.quoteAsset()] += fees;
            fees = 0;
        }
        return tape.withFees(fees);
    }

    /// @notice What an order of `lots` holds while it rests: quote for a bid, credits for an ask.
    /// @param displayLots of an iceberg, or zero.
    function escrow(
        MarketConfig config,
        bool isBid,
        uint256 lots,
        uint256 displayLots,
        uint256 lotPrice,
        uint256 feePips
    ) internal pure returns (uint256) {
        if (displayLots != 0 && displayLots < lots) {
            return Icebergs.escrow(config, isBid, lots, displayLots, lotPrice, feePips);
        }
        if (isBid) return Fees.bidEscrow(lots, lotPrice, feePips);
        return lots * config.lotUnits();
    }

    /// @notice Puts an order into the book; one that shows less than its lots as an iceberg.
    /// @param isBid the order's own side.
    /// @param order owner, lots (at least one), expiry, maker fee and type.
    /// @param displayLots what shows at a time; zero, or as much as the lots, for an ordinary order.
    /// @return refusal why it does not rest, or NONE.
    /// @return id of the resting order.
    /// @return levelLots the level's total, or what it would have been.
    function rest(
        Book storage book,
        uint32 marketId,
        bool isBid,
        uint16 tick,
        OrderSlot order,
        uint256 displayLots,
        uint64 clientId
    ) internal returns (RestingBook.Refusal refusal, OrderId id, uint256 levelLots) {
        address owner = order.owner();
        uint256 hidden;
        uint256 number;
        if (displayLots != 0 && displayLots < order.lots()) {
            number = Icebergs.nextNumber(book);
            if (number > type(uint32).max) return (RestingBook.Refusal.SEQUENCE_EXHAUSTED, id, 0);
            unchecked {
                hidden = order.lots() - displayLots; // safe: compared above
            }
            order = order.withLots(displayLots).shownOf(number);
        }
        uint256 sequence;
        (refusal, sequence, levelLots) = isBid
            ? RestingBook.add(book.bids, TickBitmap.BID_FLIP, tick, order)
            : RestingBook.add(book.asks, 0, tick, order);
        if (refusal != RestingBook.Refusal.NONE) return (refusal, id, levelLots);
        // safe: `add` refuses sequences near 2^32
        id = OrderIdLib.pack(marketId, isBid ? OrderKind.BID : OrderKind.ASK, tick, uint32(sequence));
        emit IExchange.OrderPlaced(
            id,
            owner,
            uint40(order.lots()), // safe: a 40-bit field
            order.expiry(),
            int16(order.feePips()),
            uint48(levelLots), // safe: `add` keeps a level's total below 2^48
            clientId
        );
        if (hidden == 0) return (refusal, id, levelLots);
        Icebergs.open(book, number, owner, hidden, sequence, displayLots);
        OrderId shown = id;
        // safe: numbers are checked above
        id = OrderIdLib.pack(marketId, isBid ? OrderKind.ICEBERG_BID : OrderKind.ICEBERG_ASK, tick, uint32(number));
        // safe: 40-bit fields, and as above
        emit IExchange.IcebergShown(id, shown, owner, uint40(displayLots), uint40(hidden), uint48(levelLots));
    }
}
