// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeAccounts } from "../interfaces/IExchangeAccounts.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId, OrderKind } from "../types/OrderId.sol";
import { OrderSlot } from "../types/OrderSlot.sol";
import { Amendment } from "../libraries/Amendment.sol";
import { Balances } from "../libraries/Balances.sol";
import { Removal } from "../libraries/Removal.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeChanges
/// @notice Lists of orders and replacements of which each stands for itself, sizes made smaller in place, and the switch
/// that ends an account's trading.
abstract contract ExchangeChanges is ExchangeBase {
    using Balances for Layout;

    /// @dev Most items in one list.
    uint256 internal constant EACH_CAP = 50;

    // ------------------------------------------------------------------------------------------- lists

    /// @dev See IExchangeAccounts. The calls to this contract itself isolate the items; the guard is in `place`. A caller
    /// with too little gas can only refuse its own items.
    function placeEach(
        IExchange.OrderRequest[] calldata requests
    ) external returns (IExchangeAccounts.ItemResult[] memory results) {
        address account = _actor();
        results = _results(requests.length);
        for (uint256 i = 0; i < requests.length; ++i) {
            _actFor(account);
            try IExchange(address(this)).place(requests[i]) returns (IExchange.PlaceResult memory result) {
                (results[i].ok, results[i].result) = (true, result);
            } catch (bytes memory why) {
                results[i].error = why;
                emit IExchangeAccounts.ItemRefused(account, i, why);
            }
        }
        _actFor(address(0));
    }

    /// @dev See IExchangeAccounts.
    function replaceEach(
        IExchangeAccounts.Replacement[] calldata items
    ) external returns (IExchangeAccounts.ItemResult[] memory results) {
        address account = _actor();
        results = _results(items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            // the call before may have left it cleared
            _actFor(account);
            try IExchangeAccounts(address(this)).replace(items[i].orderId, items[i].request) returns (
                IExchange.PlaceResult memory result
            ) {
                (results[i].ok, results[i].result) = (true, result);
            } catch (bytes memory why) {
                results[i].error = why;
                emit IExchangeAccounts.ItemRefused(account, i, why);
            }
        }
        _actFor(address(0));
    }

    function _results(uint256 length) private pure returns (IExchangeAccounts.ItemResult[] memory) {
        require(length <= EACH_CAP, IExchange.Exchange_BatchTooLarge(length, EACH_CAP));
        return new IExchangeAccounts.ItemResult[](length);
    }

    /// @dev See IExchangeAccounts.
    function replace(
        OrderId orderId,
        IExchange.OrderRequest calldata request
    ) external returns (IExchange.PlaceResult memory result) {
        _actFor(_actor());
        IExchange(address(this)).cancel(orderId);
        result = IExchange(address(this)).place(request);
        _actFor(address(0));
    }

    // ------------------------------------------------------------------------------------------- bounded

    /// @dev See IExchangeAccounts.
    function placeWithin(
        IExchange.OrderRequest calldata request,
        uint256 quoteBound
    ) external returns (IExchange.PlaceResult memory result) {
        IExchange.OrderType kind = request.orderType;
        require(
            kind == IExchange.OrderType.LIMIT_IOC ||
                kind == IExchange.OrderType.LIMIT_FOK ||
                kind == IExchange.OrderType.MARKET,
            IExchangeAccounts.Exchange_BoundNotAllowed(kind)
        );
        // what waits in the queue trades in a later call, where nobody checks the bound
        require(request.maxFills != 0, IExchange.Exchange_MaxFillsRequired(kind));
        _actFor(_actor());
        result = IExchange(address(this)).place(request);
        _actFor(address(0));
        bool isBid = request.side == IExchange.Side.BID;
        uint256 paid = isBid ? result.notional + result.takerFee : result.notional - result.takerFee;
        require(
            isBid ? paid <= quoteBound : paid >= quoteBound,
            IExchangeAccounts.Exchange_QuoteOutOfBound(paid, quoteBound)
        );
    }

    // ------------------------------------------------------------------------------------------- amending

    /// @dev See IExchangeAccounts.
    function amend(OrderId orderId, uint40 lots) external nonReentrant {
        require(
            orderId.isWellFormed() && (orderId.kind() == OrderKind.BID || orderId.kind() == OrderKind.ASK),
            IExchangeAccounts.Exchange_NotAmendable(orderId)
        );
        Book storage book = _s().books[orderId.marketId()];
        MarketConfig config = book.config;
        (bool live, bool inRing, OrderSlot order) = Removal.find(book, orderId);
        require(live, IExchange.Exchange_OrderNotLive(orderId));
        require(!order.isIceberg(), IExchangeAccounts.Exchange_NotAmendable(orderId));
        require(order.owner() == _actor(), IExchange.Exchange_NotOrderOwner(_actor(), order.owner()));
        // what is being carried out counts on the sizes it was computed from
        require(
            config.phase() != IExchange.MarketPhase.UNCROSSING,
            IExchange.Exchange_MarketNotOpen(orderId.marketId(), config.phase())
        );
        require(lots >= config.minLots(), IExchange.Exchange_SizeBelowMinimum(lots, config.minLots()));
        // safe: a 40-bit field
        require(lots < order.lots(), IExchangeAccounts.Exchange_AmendNotSmaller(lots, uint40(order.lots())));
        Amendment.shrink(_s(), book, orderId, inRing, order, lots);
    }

    // ------------------------------------------------------------------------------------------- dead man's switch

    /// @dev See IExchangeAccounts. What is known of the account is forgotten where it could outlive the new time.
    function setDeadMan(uint40 until) external nonReentrant {
        require(until == 0 || until > block.timestamp, IExchangeAccounts.Exchange_UntilInPast(until, block.timestamp));
        uint256 before = _s().deadMan[msg.sender];
        _s().deadMan[msg.sender] = until;
        if (until != 0 && (before == 0 || until < before)) _s().distrust(msg.sender);
        emit IExchangeAccounts.DeadManSet(msg.sender, until);
    }

    /// @dev See IExchangeAccounts.
    function deadMan(address account) external view returns (uint40) {
        return uint40(_s().deadMan[account]); // safe: only ever written from 40 bits
    }
}
