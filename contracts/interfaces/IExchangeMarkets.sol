// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "./IExchange.sol";

/// @title IExchangeMarkets
/// @notice The part of IExchange about markets and assets: what roles set, and what can be read of it.
interface IExchangeMarkets {
    /// @notice What bounds a market's prices and pauses. A bound of zero is off.
    /// @param dynamicBandBps furthest a trade may be from the time-weighted price, in basis points.
    /// @param staticBandBps furthest a trade may be from `staticTicks`.
    /// @param moveCapBps furthest one transaction may move the last price.
    /// @param triggerBandBps furthest the reference price of stops may be from the time-weighted price.
    /// @param staticTicks reference of the static band: set by the operator, then by every auction's price.
    /// @param averagingSeconds time over which the time-weighted price follows the trades; at least 1.
    /// @param auctionSeconds how long an auction collects orders; at least 1.
    /// @param maxHaltSeconds after this anyone may reopen a halted market; at least 1.
    /// @param keeperFeeTicks what an order that waits for anyone's work prepays for it when it is placed, in units of tickSize of
    /// the quote asset: a deferred one for its execution, a conditional one for being fired. See `IExchange.crank`.
    struct MarketRules {
        uint16 dynamicBandBps;
        uint16 staticBandBps;
        uint16 moveCapBps;
        uint16 triggerBandBps;
        uint16 staticTicks;
        uint32 averagingSeconds;
        uint32 auctionSeconds;
        uint32 maxHaltSeconds;
        uint16 keeperFeeTicks;
    }

    /// @notice Discounts for those who trade much.
    /// @param fromKilograms least volume in this or the last period of 30 days, over all markets of the quote asset: what
    /// the account took, and what its asks sold to takers; what auctions fill does not count.
    /// @param takerDiscountPips off the taker fee, which does not fall below zero.
    /// @param makerDiscountPips off the maker fee, which may become a rebate.
    struct FeeTier {
        uint48 fromKilograms;
        uint16 takerDiscountPips;
        uint16 makerDiscountPips;
    }

    /// @notice What a market's trades left behind.
    /// @param lastTicks price of the last trade, zero before the first.
    /// @param settledTicks price of the last trade of an earlier block, zero for none.
    /// @param averageTicks time-weighted price, rounded down.
    /// @param lastTradeAt unix seconds.
    /// @param lastTradeBlock block number.
    /// @param volumeLots lots traded, modulo 2^32.
    struct Tape {
        uint16 lastTicks;
        uint16 settledTicks;
        uint16 averageTicks;
        uint32 lastTradeAt;
        uint32 lastTradeBlock;
        uint32 volumeLots;
    }

    // ------------------------------------------------------------------------------------------- events

    event AssetListed(uint32 indexed asset, address indexed token, uint256 indexed batchId, bool isCredit);
    event MarketCreated(
        uint32 indexed marketId,
        uint32 indexed baseAsset,
        uint32 indexed quoteAsset,
        uint32 lotUnits,
        uint64 tickSize,
        uint32 minLots,
        int16 makerFeePips,
        uint16 takerFeePips
    );
    event FeeTiersSet(uint32 indexed marketId, FeeTier[] tiers);
    event MarketRulesSet(uint32 indexed marketId, MarketRules rules);
    event MarketLabelsSet(uint32 indexed marketId, uint128 labels);
    event MarketFeesSet(uint32 indexed marketId, int16 makerFeePips, uint16 takerFeePips);
    event FeesCollected(uint32 indexed asset, address indexed to, uint256 amount);
    event GateSet(address indexed gate);

    // ------------------------------------------------------------------------------------------- operators

    /// @dev Requires the market operator role.
    function listAsset(address token, uint256 batchId, bool isCredit) external returns (uint32 asset);

    /// @dev Requires the market operator role. `market.phase` is CONTINUOUS or OPENING, nothing else.
    function createMarket(
        IExchange.Market calldata market,
        MarketRules calldata rules
    ) external returns (uint32 marketId);

    /// @dev Requires ADMIN, which acts behind the timelock. Auctions and halts under way keep their end.
    function setMarketRules(uint32 marketId, MarketRules calldata rules) external;

    /// @dev Requires the guardian role. From any phase that trades or collects orders.
    function haltMarket(uint32 marketId) external;

    /// @dev Requires the market operator role: HALTED or CLOSED to AUCTION, at once.
    function openMarket(uint32 marketId) external;

    /// @dev Requires the market operator role.
    function closeMarket(uint32 marketId) external;

    /// @dev Requires the market operator role. Final: the queue's escrow is returned by `crank`.
    function delistMarket(uint32 marketId) external;

    /// @dev Requires the market operator role. Resting and deferred orders keep the fee they were placed with.
    function setMarketFees(uint32 marketId, int16 makerFeePips, uint16 takerFeePips) external;

    /// @dev Requires the market operator role. At most three, volumes rising, discounts not falling; replaces all.
    function setFeeTiers(uint32 marketId, FeeTier[] calldata tiers) external;

    /// @notice Lets the market trade only while its batch has all of these labels: a mask, see ILabelRegistry; zero for none.
    /// While one is missing nothing is filled: an order that crosses is refused, the work queue, slices and auctions wait, and
    /// everything may be cancelled.
    /// @dev Requires ADMIN, which acts behind the timelock. The base asset must be a batch.
    function setMarketLabels(uint32 marketId, uint128 labels) external;

    /// @dev Requires the treasurer role. Pays out a market's collected fees only.
    function collectFees(uint32 marketId, address to) external returns (uint256 amount);

    /// @dev Requires the admin role.
    function setGate(address gate) external;

    // ------------------------------------------------------------------------------------------- views

    /// @return what is listed under an index, counting from 1; reverts for one that is not.
    function asset(uint32 index) external view returns (IExchange.Asset memory);

    /// @return index of the listed asset; reverts when it is not listed.
    function assetIndex(address token, uint256 batchId) external view returns (uint32);

    /// @return a market as created, with its fees and phase of now; reverts for one that does not exist, as all below do.
    function market(uint32 marketId) external view returns (IExchange.Market memory);

    /// @return assets how many are listed.
    /// @return markets how many there are.
    function counts() external view returns (uint32 assets, uint32 markets);

    /// @return free balance outside of orders, in the asset's own unit.
    function balanceOf(address account, uint32 asset) external view returns (uint256 free);

    /// @return fees collected and not yet paid out, quote base units.
    function collectedFees(uint32 marketId) external view returns (uint256);

    /// @return what bounds the market, `staticTicks` as of now.
    function marketRules(uint32 marketId) external view returns (MarketRules memory);

    /// @return phase the market's phase.
    /// @return endsAt see `MarketPhaseSet`.
    function marketPhase(uint32 marketId) external view returns (IExchange.MarketPhase phase, uint40 endsAt);

    /// @return the market's discounts, the smallest volume first; empty for none.
    function feeTiers(uint32 marketId) external view returns (FeeTier[] memory);

    /// @return required labels that the batch must have, see `setMarketLabels`.
    /// @return missing those of them that it does not have now.
    function marketLabels(uint32 marketId) external view returns (uint128 required, uint128 missing);

    /// @return takerFeePips what the account pays as a taker now.
    /// @return makerFeePips what its next resting order pays; negative for a rebate.
    /// @return kilograms its volume, see `FeeTier`.
    function feesOf(
        address account,
        uint32 marketId
    ) external view returns (uint16 takerFeePips, int16 makerFeePips, uint48 kilograms);

    /// @return what the market's trades left behind, the average as of now.
    function tape(uint32 marketId) external view returns (Tape memory);

    /// @notice Prices a trade may have now; 1 and 65,535 where nothing bounds it.
    function priceBand(uint32 marketId) external view returns (uint16 lowTicks, uint16 highTicks);

    /// @return the compliance gate.
    function gate() external view returns (address);
}
