// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketConfig, MarketConfigLib } from "../types/MarketConfig.sol";
import { Fees } from "../libraries/Fees.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeOperators
/// @notice What roles may do: list, create, pause, open, close, set fees, collect fees, replace the gate. None of it
/// reaches a user's balance or order.
abstract contract ExchangeOperators is ExchangeBase {
    using SafeERC20 for IERC20;

    /// @dev See IExchange.
    function listAsset(
        address token,
        uint256 batchId,
        bool isCredit
    ) external restricted nonReentrant returns (uint32 index) {
        Layout storage s = _s();
        require(token != address(0), IExchange.Exchange_ZeroAddress());
        // credits come from the registry only, and everything else is an ERC-20 without a batch
        require(isCredit == (token == s.credits) && token.code.length != 0, IExchange.Exchange_ForeignToken(token));
        require(isCredit || batchId == 0, IExchange.Exchange_BadMarketParameter("batchId", batchId, 0));
        bytes32 key = keccak256(abi.encode(token, batchId));
        require(s.assetIndexes[key] == 0, IExchange.Exchange_AssetExists(token, batchId, s.assetIndexes[key]));
        index = ++s.assetCount;
        s.assets[index] = IExchange.Asset({ token: token, isCredit: isCredit, batchId: batchId });
        s.assetIndexes[key] = index;
        emit IExchange.AssetListed(index, token, batchId, isCredit);
    }

    /// @dev See IExchange.
    function createMarket(IExchange.Market calldata m) external restricted nonReentrant returns (uint32 marketId) {
        Layout storage s = _s();
        require(_asset(m.baseAsset).isCredit, IExchange.Exchange_BadMarketParameter("baseAsset", m.baseAsset, 0));
        require(!_asset(m.quoteAsset).isCredit, IExchange.Exchange_BadMarketParameter("quoteAsset", m.quoteAsset, 0));
        require(m.lotUnits != 0, IExchange.Exchange_BadMarketParameter("lotUnits", 0, 1));
        require(m.tickSize != 0, IExchange.Exchange_BadMarketParameter("tickSize", 0, 1));
        require(m.minLots != 0, IExchange.Exchange_BadMarketParameter("minLots", 0, 1));
        _checkFees(m.makerFeePips, m.takerFeePips);

        marketId = ++s.marketCount;
        Book storage book = s.books[marketId];
        book.config = MarketConfigLib.pack(m).withStatus(IExchange.MarketStatus.OPEN);
        book.queueHead = 1;
        book.queueTail = 1;
        emit IExchange.MarketCreated(
            marketId,
            m.baseAsset,
            m.quoteAsset,
            m.lotUnits,
            m.tickSize,
            m.minLots,
            m.makerFeePips,
            m.takerFeePips
        );
        emit IExchange.MarketStatusSet(marketId, IExchange.MarketStatus.OPEN);
    }

    /// @dev See IExchange.
    function pauseMarket(uint32 marketId) external restricted nonReentrant {
        _setStatus(marketId, IExchange.MarketStatus.PAUSED);
    }

    /// @dev See IExchange.
    function openMarket(uint32 marketId) external restricted nonReentrant {
        _setStatus(marketId, IExchange.MarketStatus.OPEN);
    }

    /// @dev See IExchange.
    function closeMarket(uint32 marketId) external restricted nonReentrant {
        _setStatus(marketId, IExchange.MarketStatus.CLOSED);
    }

    function _setStatus(uint32 marketId, IExchange.MarketStatus to) private {
        (Book storage book, MarketConfig config) = _market(marketId);
        IExchange.MarketStatus from = config.status();
        require(
            from != to && from != IExchange.MarketStatus.CLOSED,
            IExchange.Exchange_BadMarketStatus(marketId, from, to)
        );
        book.config = config.withStatus(to);
        emit IExchange.MarketStatusSet(marketId, to);
    }

    /// @dev See IExchange.
    function setMarketFees(uint32 marketId, uint16 makerFeePips, uint16 takerFeePips) external restricted nonReentrant {
        (Book storage book, MarketConfig config) = _market(marketId);
        _checkFees(makerFeePips, takerFeePips);
        book.config = config.withFees(makerFeePips, takerFeePips);
        emit IExchange.MarketFeesSet(marketId, makerFeePips, takerFeePips);
    }

    function _checkFees(uint16 maker, uint16 taker) private pure {
        require(taker <= Fees.CAP_PIPS, IExchange.Exchange_FeeAboveCap(taker, Fees.CAP_PIPS));
        require(maker <= taker, IExchange.Exchange_FeeAboveCap(maker, taker));
    }

    /// @dev See IExchange.
    function collectFees(uint32 index, address to) external restricted nonReentrant returns (uint256 amount) {
        address token = _asset(index).token;
        require(to != address(0) && to != address(this), IExchange.Exchange_ZeroAddress());
        amount = _s().fees[index];
        require(amount != 0, IExchange.Exchange_ZeroAmount());
        _s().fees[index] = 0;
        emit IExchange.FeesCollected(index, to, amount);
        // only quote assets collect fees, and those are ERC-20
        IERC20(token).safeTransfer(to, amount);
    }

    /// @dev See IExchange. What the old gate said of an account is believed until its mirror runs out, at most a day.
    function setGate(address gate_) external restricted nonReentrant {
        require(gate_ != address(0), IExchange.Exchange_ZeroAddress());
        _s().gate = gate_;
        emit IExchange.GateSet(gate_);
    }
}
