// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title NaiveBook
/// @notice A first-in-first-out book as anybody would write it in ten minutes: one list of orders per side, scanned from
/// the start each time. What the Exchange does must equal this.
contract NaiveBook {
    struct Order {
        address owner;
        uint256 ticks;
        uint256 lots;
        uint256 expiry;
        uint96 id;
    }

    /// Orders by side (0 bid, 1 ask), in time order; lots zero once gone.
    Order[][2] private _orders;

    function add(uint256 side, address owner, uint256 ticks, uint256 lots, uint256 expiry, uint96 id) external {
        _orders[side].push(Order(owner, ticks, lots, expiry, id));
    }

    /// @return lots what was left of it.
    function cancel(uint256 side, uint96 id) external returns (uint256 lots) {
        for (uint256 i = 0; i < _orders[side].length; ++i) {
            Order storage o = _orders[side][i];
            if (o.id != id) continue;
            lots = o.lots;
            o.lots = 0;
            return lots;
        }
    }

    /// @return filled lots traded.
    /// @return value sum of lots x ticks.
    /// @return left wanted lots that no step was left for or nothing crossed.
    function take(
        address taker,
        uint256 takerSide,
        uint256 limit,
        uint256 lots,
        uint256 steps
    ) external returns (uint256 filled, uint256 value, uint256 left) {
        left = lots;
        while (left > 0 && steps > 0) {
            (bool found, uint256 at) = _best(1 - takerSide, takerSide, limit);
            if (!found) break;
            Order storage o = _orders[1 - takerSide][at];
            --steps;
            if (o.owner == taker || (o.expiry != 0 && block.timestamp >= o.expiry)) {
                o.lots = 0;
                continue;
            }
            uint256 part = o.lots < left ? o.lots : left;
            o.lots -= part;
            left -= part;
            filled += part;
            value += part * o.ticks;
        }
    }

    function crosses(uint256 takerSide, uint256 limit) external view returns (bool found) {
        (found, ) = _best(1 - takerSide, takerSide, limit);
    }

    function levelLots(uint256 side, uint256 ticks) external view returns (uint256 lots) {
        for (uint256 i = 0; i < _orders[side].length; ++i) {
            if (_orders[side][i].ticks == ticks) lots += _orders[side][i].lots;
        }
    }

    /// @return ids live orders of a level, oldest first.
    function idsAt(uint256 side, uint256 ticks) external view returns (uint96[] memory ids) {
        uint256 length;
        for (uint256 i = 0; i < _orders[side].length; ++i) {
            if (_orders[side][i].ticks == ticks && _orders[side][i].lots > 0) ++length;
        }
        ids = new uint96[](length);
        for (uint256 i = _orders[side].length; i > 0; --i) {
            Order storage o = _orders[side][i - 1];
            if (o.ticks == ticks && o.lots > 0) ids[--length] = o.id;
        }
    }

    function lotsOf(uint256 side, uint96 id) external view returns (uint256) {
        for (uint256 i = 0; i < _orders[side].length; ++i) {
            if (_orders[side][i].id == id) return _orders[side][i].lots;
        }
        return 0;
    }

    /// @return ticks best live price of a side, zero for none.
    function best(uint256 side) external view returns (uint256 ticks) {
        (bool found, uint256 at) = _best(side, 1 - side, side == 0 ? 0 : type(uint256).max);
        if (found) ticks = _orders[side][at].ticks;
    }

    /// @dev The oldest order at the best price that a taker with this limit reaches.
    function _best(uint256 side, uint256 takerSide, uint256 limit) private view returns (bool found, uint256 at) {
        for (uint256 i = 0; i < _orders[side].length; ++i) {
            Order storage o = _orders[side][i];
            if (o.lots == 0) continue;
            if (takerSide == 0 ? o.ticks > limit : o.ticks < limit) continue;
            bool better =
                !found || (takerSide == 0 ? o.ticks < _orders[side][at].ticks : o.ticks > _orders[side][at].ticks);
            if (better) (found, at) = (true, i);
        }
    }
}
