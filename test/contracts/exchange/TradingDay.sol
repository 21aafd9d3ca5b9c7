// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IComplianceGate } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";
import { OrderId, OrderKind } from "../../../contracts/types/OrderId.sol";
import { DayLedger } from "./DayLedger.sol";
import { DeployedExchange } from "./DeployedExchange.sol";
import { OpenCredits } from "./OpenCredits.sol";

/// @title TradingDay
/// @notice The handler of the invariants lives a trading day: every call is one a user, a keeper, an officer or an operator could
/// make. A refusal that its state does not explain reverts the handler, and with it the run.
abstract contract TradingDay is DayLedger {
    /// Where orders may come to rest: requests are within one tick of these, which is as far as one slides.
    uint16 public constant FIRST_TICK = 996;
    uint16 public constant LAST_TICK = 1003;
    uint32 internal constant BASE = 1;
    uint32 internal constant QUOTE = 2;

    TestQuoteToken private immutable _quote;
    OpenCredits private immutable _credits;
    uint256 private immutable _batch;
    address internal immutable _admin;

    address[] public traders;

    uint256 public wrongRefunds;
    uint256 public worseThanLimit;
    uint256 public overcharged;
    uint256 public prunedValue;
    /// Quote given to the contract for nothing.
    uint256 public donated;

    error TradingDay_Unexpected(bytes reason);

    constructor(
        DeployedExchange exchange_,
        IComplianceGate gate_,
        TestQuoteToken quote_,
        OpenCredits credits_,
        uint256 batch,
        address admin,
        address[] memory traders_
    ) DayLedger(exchange_, gate_) {
        _quote = quote_;
        _credits = credits_;
        _batch = batch;
        _admin = admin;
        traders = traders_;
    }

    function traderCount() external view returns (uint256) {
        return traders.length;
    }

    // ------------------------------------------------------------------------------------------- traders

    function place(uint256 who, uint16 ticks, uint40 lots, uint256 dice) external {
        // a market that stands still now and then goes on by itself, so that runs trade
        if (dice % 3 == 0) advance(uint16(dice >> 128));
        IExchange.OrderRequest memory q = _request(ticks, lots, dice);
        address trader = _trader(who);
        (uint16 takerFeePips, , ) = _exchange.feesOf(trader, MARKET);
        _listen();
        vm.prank(trader);
        try _exchange.place(q) returns (IExchange.PlaceResult memory r) {
            ++calls["place"];
            _audit(true);
            _checkResult(q, r, takerFeePips);
        } catch (bytes memory reason) {
            if (!_explained(q, trader, bytes4(reason))) revert TradingDay_Unexpected(reason);
        }
    }

    /// @dev Always a request that the rules allow in continuous trading.
    function _request(uint16 ticks, uint40 lots, uint256 dice) internal view returns (IExchange.OrderRequest memory q) {
        q.marketId = MARKET;
        q.side = (dice >> 8) & 1 == 0 ? IExchange.Side.BID : IExchange.Side.ASK;
        q.orderType =
            (dice >> 16) % 2 == 0 ? IExchange.OrderType.LIMIT_GTC : IExchange.OrderType(uint8((dice >> 24) % 6));
        q.priceTicks = uint16(bound(ticks, FIRST_TICK + 1, LAST_TICK - 1));
        q.lots = uint40(bound(lots, 1, 20));
        q.maxFills = uint16((dice >> 32) % 12);
        q.selfTrade = IExchange.SelfTrade(uint8((dice >> 40) % 4));
        bool passive =
            q.orderType == IExchange.OrderType.LIMIT_POST_ONLY ||
                q.orderType == IExchange.OrderType.LIMIT_POST_ONLY_SLIDE;
        if (q.maxFills == 0 && (passive || q.orderType == IExchange.OrderType.LIMIT_FOK)) q.maxFills = 1;
        if (!passive && q.orderType != IExchange.OrderType.LIMIT_GTC) return q;
        if ((dice >> 48) % 3 == 0) q.expiry = uint32(block.timestamp + 1 + ((dice >> 56) % 256));
        if ((dice >> 64) % 3 == 0 && q.lots > 1) q.displayLots = uint24(1 + ((dice >> 72) % (q.lots - 1)));
    }

    /// @dev No worse than the limit, and the fee exactly as published.
    function _checkResult(
        IExchange.OrderRequest memory q,
        IExchange.PlaceResult memory r,
        uint256 takerFeePips
    ) private {
        uint256 atLimit = uint256(r.filledLots) * q.priceTicks * 10_000;
        bool isBid = q.side == IExchange.Side.BID;
        if (isBid ? r.notional > atLimit : r.notional < atLimit) ++worseThanLimit;
        if (r.takerFee != (r.notional * takerFeePips + 999_999) / 1e6) ++overcharged;
        if (r.filledLots > q.lots) ++worseThanLimit;
    }

    /// @return whether the state gives a reason for this refusal.
    function _explained(IExchange.OrderRequest memory q, address trader, bytes4 selector) internal view returns (bool) {
        IExchange.MarketPhase phase = _phase();
        IExchange.OrderType kind = q.orderType;
        if (phase == IExchange.MarketPhase.AUCTION && kind != IExchange.OrderType.LIMIT_GTC) {
            return selector == IExchange.Exchange_NotInAuction.selector;
        }
        if (phase != IExchange.MarketPhase.CONTINUOUS && phase != IExchange.MarketPhase.AUCTION) {
            return selector == IExchange.Exchange_MarketNotOpen.selector;
        }
        if (selector == IExchange.Exchange_NotEligible.selector) return !mayTrade(trader);
        if (selector == IExchange.Exchange_NotFilled.selector) return kind == IExchange.OrderType.LIMIT_FOK;
        return
            selector == IExchange.Exchange_PostOnlyWouldCross.selector && kind == IExchange.OrderType.LIMIT_POST_ONLY;
    }

    function cancel(uint256 at) external {
        if (ids.length == 0) return;
        OrderId id = ids[at % ids.length];
        IExchange.OrderView memory v = _exchange.order(id);
        if (!v.live) return;
        uint32 asset = v.side == IExchange.Side.BID ? QUOTE : BASE;
        uint256 expected = held(id, v);
        uint256 before = _exchange.balanceOf(v.owner, asset);
        OrderId iceberg = icebergOf[OrderId.unwrap(id)];
        bool byIceberg = OrderId.unwrap(iceberg) != 0 && (at >> 128) % 2 == 0;
        _listen();
        vm.prank(v.owner);
        _exchange.cancel(byIceberg ? iceberg : id);
        _audit(true);
        ++calls["cancel"];
        if (_exchange.balanceOf(v.owner, asset) != before + expected) ++wrongRefunds;
        if (_exchange.order(id).live) ++wrongRefunds;
    }

    /// @notice What a live order holds in escrow, with what its iceberg hides.
    /// @param v of `id`, as the Exchange tells it.
    function held(OrderId id, IExchange.OrderView memory v) public view returns (uint256 amount) {
        Iceberg memory berg = icebergs[OrderId.unwrap(icebergOf[OrderId.unwrap(id)])];
        bool isBid = v.side == IExchange.Side.BID;
        if (!isBid) return (v.lots + berg.hidden) * 1000;
        amount = _bidEscrow(v, v.lots);
        for (; berg.hidden > berg.peak; berg.hidden -= berg.peak) amount += _bidEscrow(v, berg.peak);
        amount += _bidEscrow(v, berg.hidden);
    }

    function _bidEscrow(IExchange.OrderView memory v, uint256 lots) private pure returns (uint256) {
        uint256 notional = lots * v.priceTicks * 10_000;
        // a rebate is not escrowed
        if (v.feePips <= 0) return notional;
        return notional + (notional * uint16(v.feePips) + 999_999) / 1e6;
    }

    /// @notice Money and credits in and out of the vault.
    function moveFunds(uint256 who, uint8 way, uint128 amount) external {
        address trader = _trader(who);
        if (way % 4 == 0) _deposit(trader, bound(amount, 1, 1e12));
        else if (way % 4 == 1) _sendCredits(trader, bound(amount, 1, 1e6));
        else _withdraw(trader, way % 4 == 2 ? QUOTE : BASE, amount);
    }

    function _deposit(address trader, uint256 amount) private {
        _quote.mint(trader, amount);
        vm.prank(trader);
        try _exchange.deposit(QUOTE, amount) {
            ++calls["deposit"];
        } catch (bytes memory reason) {
            if (mayTrade(trader)) revert TradingDay_Unexpected(reason);
        }
    }

    function _sendCredits(address trader, uint256 units) private {
        _credits.mint(trader, _batch, units);
        vm.prank(trader);
        try _credits.safeTransferFrom(trader, address(_exchange), _batch, units, "") {
            ++calls["sendCredits"];
        } catch (bytes memory reason) {
            if (mayTrade(trader)) revert TradingDay_Unexpected(reason);
        }
    }

    function _withdraw(address trader, uint32 asset, uint256 amount) private {
        uint256 free = _exchange.balanceOf(trader, asset);
        if (free == 0) return;
        vm.prank(trader);
        try _exchange.withdraw(asset, bound(amount, 1, free / 20 + 1), trader) {
            ++calls["withdraw"];
        } catch (bytes memory reason) {
            if (_gate.canTrade(trader)) revert TradingDay_Unexpected(reason);
        }
    }

    // ------------------------------------------------------------------------------------------- keepers

    function crank(uint16 steps) external {
        _listen();
        uint256 done = _exchange.crank(MARKET, uint16(bound(steps, 1, 20)));
        _audit(false);
        if (done > 0) ++calls["crank"];
    }

    /// @notice Pruning is nobody's gain or loss: what an owner has, in orders and free, stays what it is.
    function prune(uint256 at) external {
        if (ids.length == 0) return;
        OrderId[] memory one = new OrderId[](1);
        one[0] = ids[at % ids.length];
        if (one[0].kind() == OrderKind.DEFERRED) return;
        IExchange.OrderView memory v = _exchange.order(one[0]);
        uint32 asset = v.side == IExchange.Side.BID ? QUOTE : BASE;
        uint256 expected = v.live ? _exchange.balanceOf(v.owner, asset) + held(one[0], v) : 0;
        _listen();
        if (_exchange.prune(one) == 0) return;
        _audit(true);
        ++calls["prune"];
        if (_exchange.balanceOf(v.owner, asset) != expected) ++prunedValue;
    }

    /// @notice Whatever would bring a market that stands still closer to trading, by whoever may.
    function advance(uint16 steps) public {
        IExchange.MarketPhase phase = _phase();
        (, uint40 endsAt) = _exchange.marketPhase(MARKET);
        bool over = block.timestamp >= endsAt;
        if (phase == IExchange.MarketPhase.CONTINUOUS) return;
        if (phase == IExchange.MarketPhase.HALTED && over) {
            _exchange.reopen(MARKET);
        } else if (phase == IExchange.MarketPhase.HALTED || phase == IExchange.MarketPhase.CLOSED) {
            vm.prank(_admin);
            _exchange.openMarket(MARKET);
        } else {
            if (!over) vm.warp(endsAt);
            _listen();
            _exchange.uncross(MARKET, uint16(bound(steps, 1, 12)));
            _audit(false);
            ++calls["uncross"];
        }
    }

    // ------------------------------------------------------------------------------------------- around them

    /// @notice What happens around the traders: donations, freezes, fees, bands, pauses, time.
    function disturb(uint256 who, uint8 kind, uint16 a, uint16 b) external {
        kind = kind % 10;
        if (kind == 0) _donate(a);
        else if (kind < 3) _freeze(_trader(who), a % 4 == 0);
        else if (kind == 3) _setFees(a, b);
        else if (kind == 4) _pause(a, b);
        else if (kind == 5) _collect();
        else if (kind == 6) _setBands(a, b);
        else vm.warp(block.timestamp + bound(a, 1, 120));
        vm.roll(block.number + 1);
    }

    function _donate(uint256 amount) private {
        _quote.mint(address(_exchange), amount);
        donated += amount;
    }

    function _freeze(address trader, bool frozen) private {
        vm.prank(_admin);
        if (frozen) _gate.freeze(trader);
        else _gate.unfreeze(trader);
    }

    function _setFees(uint16 maker, uint16 taker) private {
        taker = uint16(bound(taker, 0, 20_000));
        int256 makerFee = int256(uint256(taker)) - int256(bound(maker, 0, 2 * uint256(taker)));
        vm.startPrank(_admin);
        // tiers bound the fees: without them any rebate within the taker's fee is allowed
        _exchange.setFeeTiers(MARKET, new IExchange.FeeTier[](0));
        _exchange.setMarketFees(MARKET, int16(makerFee), taker);
        vm.stopPrank();
    }

    /// @dev One tick is about 10 basis points here: bands of one to six ticks, each off half of the time.
    function _setBands(uint16 a, uint16 b) private {
        IExchange.MarketRules memory r = _exchange.marketRules(MARKET);
        r.dynamicBandBps = a & 1 == 0 ? 0 : uint16(bound(a, 10, 60));
        r.staticBandBps = a & 2 == 0 ? 0 : uint16(bound(b, 10, 60));
        r.moveCapBps = a & 4 == 0 ? 0 : uint16(bound(uint256(a) + b, 10, 60));
        vm.prank(_admin);
        _exchange.setMarketRules(MARKET, r);
    }

    function _pause(uint16 a, uint16 b) private {
        IExchange.MarketPhase phase = _phase();
        bool mayHalt = phase == IExchange.MarketPhase.CONTINUOUS || phase == IExchange.MarketPhase.AUCTION;
        vm.startPrank(_admin);
        if (a % 4 == 0 && mayHalt) _exchange.haltMarket(MARKET);
        else if (b % 8 == 0 && phase != IExchange.MarketPhase.CLOSED) _exchange.closeMarket(MARKET);
        vm.stopPrank();
    }

    function _collect() private {
        if (_exchange.collectedFees(MARKET) == 0) return;
        vm.prank(_admin);
        _exchange.collectFees(MARKET, _admin);
        ++calls["collect"];
    }

    function _phase() internal view returns (IExchange.MarketPhase phase) {
        (phase, ) = _exchange.marketPhase(MARKET);
    }

    function _trader(uint256 who) internal view returns (address) {
        return traders[who % traders.length];
    }
}
