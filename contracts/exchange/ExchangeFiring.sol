// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { Book, Conditional } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId } from "../types/OrderId.sol";
import { Balances } from "../libraries/Balances.sol";
import { Conditionals } from "../libraries/Conditionals.sol";
import { OrderRules } from "../libraries/OrderRules.sol";
import { ReferencePrice } from "../libraries/ReferencePrice.sol";
import { Triggers } from "../libraries/Triggers.sol";
import { WorkQueue } from "../libraries/WorkQueue.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeFiring
/// @notice Lets conditional orders go when the price has met their triggers. Nothing trades here: what fires joins the work
/// queue, so that a cascade goes no faster than the crank and stops where a breaker stops it.
abstract contract ExchangeFiring is ExchangeBase {
    using Balances for Layout;

    /// @dev What one call works with.
    /// @param price the price that triggers are judged by; zero in a delisted market.
    /// @param pays whether the caller may trade, hence be paid.
    /// @param earned keeper fees so far, quote base units.
    struct Round {
        uint32 marketId;
        MarketConfig config;
        uint256 price;
        bool pays;
        uint256 earned;
    }

    /// @dev See IExchangeConditionals.
    function fireStops(uint32 marketId, uint16 max) external nonReentrant returns (uint256 handled) {
        require(max != 0, IExchange.Exchange_ZeroAmount());
        require(max <= OrderRules.FILLS_CAP, IExchange.Exchange_MaxFillsAboveCap(max, OrderRules.FILLS_CAP));
        Book storage book;
        Round memory r;
        r.marketId = marketId;
        (book, r.config) = _market(marketId);
        IExchange.MarketPhase phase = r.config.phase();
        if (phase == IExchange.MarketPhase.CONTINUOUS) {
            r.price = ReferencePrice.settled(_s(), book);
            if (r.price == 0) return 0;
        } else if (phase != IExchange.MarketPhase.DELISTED) {
            return 0;
        }
        r.pays = _s().mayTrade(msg.sender, r.config.quoteAsset());
        while (handled < max && _fireNext(book, r)) ++handled;
        if (r.earned != 0) _s().credit(msg.sender, r.config.quoteAsset(), r.earned);
    }

    /// @return whether there was anything due.
    function _fireNext(Book storage book, Round memory r) private returns (bool) {
        (bool found, bool above, uint16 ticks) = r.price == 0 ? Triggers.any(book) : Triggers.due(book, r.price);
        if (!found) return false;
        OrderId id = Conditionals.idOf(r.marketId, Triggers.oldest(book, above, ticks));
        (bool dead, IExchange.CancelReason reason) = WorkQueue.judge(
            _s(),
            r.config,
            book.conditionals[id.sequence()].slot
        );
        if (!dead) {
            if (_fire(book, r, id, above, ticks)) return true;
            // the work queue has no sequence left
            reason = IExchange.CancelReason.LEVEL_FULL;
        }
        Conditionals.end(_s(), book, r.config, id, reason);
        return true;
    }

    /// @return whether the order has left for the work queue.
    function _fire(Book storage book, Round memory r, OrderId id, bool above, uint16 ticks) private returns (bool) {
        (OrderId deferredId, Conditional memory c) = Conditionals.fire(_s(), book, r.config, id, above);
        if (OrderId.unwrap(deferredId) == 0) return false;
        uint256 fee = _reward(r, c);
        // safe: a price is below 2^16
        uint16 price = uint16(r.price);
        emit IExchangeConditionals.ConditionalFired(id, deferredId, msg.sender, above, ticks, price, fee);
        return true;
    }

    /// @dev The keeper fee moves from the owner of the order to the caller, or back where the caller may not be paid.
    /// @return fee what the caller earned, quote base units.
    function _reward(Round memory r, Conditional memory c) private returns (uint256 fee) {
        fee = Conditionals.keeperFee(r.config, c.terms);
        if (fee == 0) return 0;
        if (r.pays) {
            r.earned += fee;
        } else {
            _s().credit(c.slot.owner(), r.config.quoteAsset(), fee);
            fee = 0;
        }
    }
}
