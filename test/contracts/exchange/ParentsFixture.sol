// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @title ParentsFixture
/// @notice Orders that are worked off in slices: ten of ten lots, one a minute, unless a test says otherwise.
abstract contract ParentsFixture is ExchangeFixture {
    uint256 internal constant INTERVAL = 60;

    function _twap(
        IExchange.Side side,
        uint16 limit,
        uint40 lots
    ) internal pure returns (IExchangeParents.ParentRequest memory) {
        return
            IExchangeParents.ParentRequest({
                marketId: MARKET,
                side: side,
                kind: IExchangeParents.ParentKind.TWAP,
                lots: lots,
                limitTicks: limit,
                startAt: 0,
                interval: uint32(INTERVAL),
                slices: 10,
                toleranceBps: 0,
                participationBps: 0,
                weights: 0,
                selfTrade: IExchange.SelfTrade.CANCEL_MAKER,
                clientId: 9
            });
    }

    function _submit(address account, IExchangeParents.ParentRequest memory q) internal returns (OrderId) {
        vm.prank(account);
        return exchange.placeParent(q);
    }

    function _slice(OrderId id) internal returns (uint40 filled) {
        (filled, ) = exchange.executeSlice(id, 100);
    }

    /// @dev A later block, `seconds_` on.
    function _later(uint256 seconds_) internal {
        vm.warp(vm.getBlockTimestamp() + seconds_);
        vm.roll(vm.getBlockNumber() + 1);
    }

    /// @dev Trades one lot between bob and carol, so that the market has a price.
    function _tradeAt(uint16 ticks, uint40 lots) internal {
        _rest(bob, ASK, ticks, lots);
        _ioc(carol, BID, ticks, lots);
    }

    function _left(OrderId id) internal view returns (uint40) {
        return exchange.parent(id).lotsLeft;
    }

    function _parentLive(OrderId id) internal view returns (bool) {
        return exchange.parent(id).live;
    }

    function _notDue(uint256 dueAt) internal view returns (bytes memory) {
        return abi.encodeWithSelector(IExchangeParents.Exchange_SliceNotDue.selector, dueAt, vm.getBlockTimestamp());
    }
}
