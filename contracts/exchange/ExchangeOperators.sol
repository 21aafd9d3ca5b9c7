// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeMarkets } from "../interfaces/IExchangeMarkets.sol";
import { IExchangeAuctions } from "../interfaces/IExchangeAuctions.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { MarketBoundsLib } from "../types/MarketBounds.sol";
import { MarketConfig, MarketConfigLib } from "../types/MarketConfig.sol";
import { FeeTiers } from "../libraries/FeeTiers.sol";
import { Fees } from "../libraries/Fees.sol";
import { IndexPrice } from "../libraries/IndexPrice.sol";
import { Phases } from "../libraries/Phases.sol";
import { SequencerUptime } from "../libraries/SequencerUptime.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeOperators
/// @notice What roles may do: list, create, pause, open, close, set fees, collect fees, replace the gate. None of it
/// reaches a user's balance or order.
abstract contract ExchangeOperators is ExchangeBase {
    using SafeERC20 for IERC20;

    /// @dev Longest auction and longest halt that a market may be given, and longest grace period, in seconds.
    uint32 internal constant LONGEST_PAUSE = 7 days;

    /// @dev Decimals of a token that counts tonnes in kilograms.
    uint8 private constant CARBON_DECIMALS = 3;

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
        emit IExchangeMarkets.AssetListed(index, token, batchId, isCredit);
    }

    /// @dev See IExchange.
    function createMarket(
        IExchange.Market calldata m,
        IExchange.MarketRules calldata rules
    ) external restricted nonReentrant returns (uint32 marketId) {
        Layout storage s = _s();
        require(_isCarbon(m.baseAsset), IExchange.Exchange_BadMarketParameter("baseAsset", m.baseAsset, 0));
        require(m.quoteAsset != m.baseAsset, IExchange.Exchange_BadMarketParameter("quoteAsset", m.quoteAsset, 0));
        require(!_asset(m.quoteAsset).isCredit, IExchange.Exchange_BadMarketParameter("quoteAsset", m.quoteAsset, 0));
        require(m.lotUnits != 0, IExchange.Exchange_BadMarketParameter("lotUnits", 0, 1));
        require(m.tickSize != 0, IExchange.Exchange_BadMarketParameter("tickSize", 0, 1));
        require(m.minLots != 0, IExchange.Exchange_BadMarketParameter("minLots", 0, 1));
        _checkFees(m.makerFeePips, m.takerFeePips, 0);
        bool opens = m.phase == IExchange.MarketPhase.OPENING;

        marketId = ++s.marketCount;
        require(
            opens || m.phase == IExchange.MarketPhase.CONTINUOUS,
            IExchange.Exchange_BadMarketPhase(marketId, IExchange.MarketPhase.NONE, m.phase)
        );
        Book storage book = s.books[marketId];
        book.config = MarketConfigLib.pack(m);
        book.queueHead = 1;
        book.queueTail = 1;
        emit IExchangeMarkets.MarketCreated(
            marketId,
            m.baseAsset,
            m.quoteAsset,
            m.lotUnits,
            m.tickSize,
            m.minLots,
            m.makerFeePips,
            m.takerFeePips
        );
        _setRules(book, marketId, rules);
        Phases.set(book, marketId, m.phase);
    }

    /// @dev What may be traded: credits, or an ERC-20 whose base unit is a kilogram as theirs is, that is a basket's token.
    function _isCarbon(uint32 index) private view returns (bool) {
        IExchange.Asset storage a = _asset(index);
        return a.isCredit || IERC20Metadata(a.token).decimals() == CARBON_DECIMALS;
    }

    /// @dev See IExchange.
    function setMarketRules(uint32 marketId, IExchange.MarketRules calldata rules) external restricted nonReentrant {
        (Book storage book, ) = _market(marketId);
        _setRules(book, marketId, rules);
    }

    function _setRules(Book storage book, uint32 marketId, IExchange.MarketRules calldata rules) private {
        require(
            rules.averagingSeconds != 0,
            IExchange.Exchange_BadMarketParameter("averagingSeconds", rules.averagingSeconds, 1)
        );
        require(
            rules.auctionSeconds != 0 && rules.auctionSeconds <= LONGEST_PAUSE,
            IExchange.Exchange_BadMarketParameter("auctionSeconds", rules.auctionSeconds, LONGEST_PAUSE)
        );
        require(
            rules.maxHaltSeconds != 0 && rules.maxHaltSeconds <= LONGEST_PAUSE,
            IExchange.Exchange_BadMarketParameter("maxHaltSeconds", rules.maxHaltSeconds, LONGEST_PAUSE)
        );
        book.bounds = MarketBoundsLib.pack(rules).withPhaseEndsAt(book.bounds.phaseEndsAt());
        emit IExchangeMarkets.MarketRulesSet(marketId, rules);
    }

    /// @dev See IExchangeAuctions.
    function setOracle(
        uint32 marketId,
        address feed,
        uint32 maxAgeSeconds,
        uint16 bandBps
    ) external restricted nonReentrant {
        (Book storage book, MarketConfig config) = _market(marketId);
        if (feed == address(0)) {
            book.oracle = 0;
            emit IExchangeAuctions.OracleSet(marketId, feed, 0, 0);
            return;
        }
        require(feed.code.length != 0, IExchangeAuctions.Exchange_FeedWithoutCode(feed));
        require(maxAgeSeconds != 0, IExchange.Exchange_BadMarketParameter("maxAgeSeconds", 0, 1));
        require(
            bandBps != 0 && bandBps < MarketBoundsLib.BPS,
            IExchange.Exchange_BadMarketParameter("bandBps", bandBps, MarketBoundsLib.BPS - 1)
        );
        uint8 decimals = IERC20Metadata(_asset(config.quoteAsset()).token).decimals();
        require(
            decimals <= IndexPrice.MAX_DECIMALS,
            IExchange.Exchange_BadMarketParameter("quoteDecimals", decimals, IndexPrice.MAX_DECIMALS)
        );
        book.oracle = IndexPrice.pack(feed, maxAgeSeconds, bandBps, decimals);
        emit IExchangeAuctions.OracleSet(marketId, feed, maxAgeSeconds, bandBps);
    }

    /// @dev See IExchangeAuctions.
    function setSequencer(address feed, uint32 graceSeconds) external restricted nonReentrant {
        if (feed == address(0)) graceSeconds = 0;
        else require(feed.code.length != 0, IExchangeAuctions.Exchange_FeedWithoutCode(feed));
        require(
            graceSeconds <= LONGEST_PAUSE,
            IExchange.Exchange_BadMarketParameter("graceSeconds", graceSeconds, LONGEST_PAUSE)
        );
        _s().sequencer = SequencerUptime.pack(feed, graceSeconds);
        emit IExchangeAuctions.SequencerSet(feed, graceSeconds);
    }

    /// @dev See IExchange.
    function haltMarket(uint32 marketId) external restricted nonReentrant {
        (Book storage book, IExchange.MarketPhase from) = _phase(marketId);
        bool follows =
            from == IExchange.MarketPhase.CONTINUOUS ||
                from == IExchange.MarketPhase.OPENING ||
                from == IExchange.MarketPhase.AUCTION;
        _move(book, marketId, from, follows, IExchange.MarketPhase.HALTED);
    }

    /// @dev See IExchange.
    function openMarket(uint32 marketId) external restricted nonReentrant {
        (Book storage book, IExchange.MarketPhase from) = _phase(marketId);
        bool follows = from == IExchange.MarketPhase.HALTED || from == IExchange.MarketPhase.CLOSED;
        _move(book, marketId, from, follows, IExchange.MarketPhase.AUCTION);
    }

    /// @dev See IExchange.
    function closeMarket(uint32 marketId) external restricted nonReentrant {
        (Book storage book, IExchange.MarketPhase from) = _phase(marketId);
        bool follows = from != IExchange.MarketPhase.CLOSED && from != IExchange.MarketPhase.DELISTED;
        _move(book, marketId, from, follows, IExchange.MarketPhase.CLOSED);
    }

    /// @dev See IExchange.
    function delistMarket(uint32 marketId) external restricted nonReentrant {
        (Book storage book, IExchange.MarketPhase from) = _phase(marketId);
        _move(book, marketId, from, from != IExchange.MarketPhase.DELISTED, IExchange.MarketPhase.DELISTED);
    }

    function _phase(uint32 marketId) private view returns (Book storage book, IExchange.MarketPhase phase) {
        MarketConfig config;
        (book, config) = _market(marketId);
        phase = config.phase();
    }

    function _move(
        Book storage book,
        uint32 marketId,
        IExchange.MarketPhase from,
        bool follows,
        IExchange.MarketPhase to
    ) private {
        require(follows, IExchange.Exchange_BadMarketPhase(marketId, from, to));
        Phases.set(book, marketId, to);
    }

    /// @dev See IExchange.
    function setMarketFees(uint32 marketId, int16 makerFeePips, uint16 takerFeePips) external restricted nonReentrant {
        (Book storage book, MarketConfig config) = _market(marketId);
        _checkFees(makerFeePips, takerFeePips, book.feeTiers);
        book.config = config.withFees(uint16(makerFeePips), takerFeePips); // two's complement, see Fees
        emit IExchangeMarkets.MarketFeesSet(marketId, makerFeePips, takerFeePips);
    }

    /// @dev See IExchange.
    function setFeeTiers(uint32 marketId, IExchange.FeeTier[] calldata tiers) external restricted nonReentrant {
        (Book storage book, MarketConfig config) = _market(marketId);
        uint256 word = FeeTiers.pack(tiers);
        _checkFees(int16(config.makerFeePips()), config.takerFeePips(), word);
        book.feeTiers = word;
        book.config = config.withTiered(word != 0);
        emit IExchangeMarkets.FeeTiersSet(marketId, tiers);
    }

    /// @dev See IExchange.
    function setMarketLabels(uint32 marketId, uint128 labels_) external restricted nonReentrant {
        (Book storage book, MarketConfig config) = _market(marketId);
        bool isBatch = _asset(config.baseAsset()).isCredit;
        require(labels_ == 0 || isBatch, IExchange.Exchange_BadMarketParameter("baseAsset", config.baseAsset(), 0));
        book.requiredLabels = labels_;
        book.config = config.withLabelled(labels_ != 0);
        emit IExchangeMarkets.MarketLabelsSet(marketId, labels_);
    }

    /// @dev Fees within the cap, and no rebate of any tier above the lowest taker fee.
    function _checkFees(int16 maker, uint16 taker, uint256 tiers) private pure {
        require(taker <= Fees.CAP_PIPS, IExchange.Exchange_FeeAboveCap(int16(taker), Fees.CAP_PIPS));
        // safe: at most the cap
        require(maker <= int16(taker), IExchange.Exchange_FeeAboveCap(maker, taker));
        (uint256 takerDiscount, uint256 makerDiscount) = FeeTiers.largest(tiers);
        int256 lowestTaker = taker > takerDiscount ? int256(uint256(taker) - takerDiscount) : int256(0);
        int256 lowestMaker = int256(maker) - int256(makerDiscount);
        require(lowestMaker + lowestTaker >= 0, IExchange.Exchange_RebateAboveFee(lowestMaker, lowestTaker));
    }

    /// @dev See IExchange. What spilled from the tapes of markets with the same quote asset goes with the first of them.
    function collectFees(uint32 marketId, address to) external restricted nonReentrant returns (uint256 amount) {
        (Book storage book, MarketConfig config) = _market(marketId);
        require(to != address(0) && to != address(this), IExchange.Exchange_ZeroAddress());
        uint32 quoteAsset = config.quoteAsset();
        amount = book.tape.fees() + _s().fees[quoteAsset];
        require(amount != 0, IExchange.Exchange_ZeroAmount());
        book.tape = book.tape.withFees(0);
        _s().fees[quoteAsset] = 0;
        emit IExchangeMarkets.FeesCollected(quoteAsset, to, amount);
        // quote assets are ERC-20
        IERC20(_asset(quoteAsset).token).safeTransfer(to, amount);
    }

    /// @dev See IExchange. What the old gate said of an account is believed until its mirror runs out, at most a day.
    function setGate(address gate_) external restricted nonReentrant {
        require(gate_ != address(0), IExchange.Exchange_ZeroAddress());
        _s().gate = gate_;
        emit IExchangeMarkets.GateSet(gate_);
    }
}
