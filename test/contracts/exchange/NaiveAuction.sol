// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title NaiveAuction
/// @notice A call auction as a rule book states it: every price is tried, every order is looked at for every price.
contract NaiveAuction {
    struct Order {
        bool isBid;
        uint256 ticks;
        uint256 lots;
        uint256 filled;
    }

    /// In time order.
    Order[] public orders;

    function add(bool isBid, uint256 ticks, uint256 lots) external {
        orders.push(Order(isBid, ticks, lots, 0));
    }

    /// @return sum lots bid at `from` or above.
    function demand(uint256 from) public view returns (uint256 sum) {
        for (uint256 i = 0; i < orders.length; ++i) {
            if (orders[i].isBid && orders[i].ticks >= from) sum += orders[i].lots;
        }
    }

    /// @return sum lots asked at `to` or below.
    function supply(uint256 to) public view returns (uint256 sum) {
        for (uint256 i = 0; i < orders.length; ++i) {
            if (!orders[i].isBid && orders[i].ticks <= to) sum += orders[i].lots;
        }
    }

    function volume(uint256 ticks) public view returns (uint256) {
        return demand(ticks) < supply(ticks) ? demand(ticks) : supply(ticks);
    }

    /// @return whether nobody with a better limit than `ticks` goes without.
    function clears(uint256 ticks) public view returns (bool) {
        return demand(ticks) >= supply(ticks - 1) && supply(ticks) >= demand(ticks + 1);
    }

    /// @param low first price tried, at least 1.
    /// @param anchor the reference price, zero for none.
    /// @return best the price, zero when nothing trades.
    /// @return most the most that any price trades.
    function price(uint256 low, uint256 high, uint256 anchor) external view returns (uint256 best, uint256 most) {
        uint256 first;
        uint256 last;
        for (uint256 p = low; p <= high; ++p) {
            if (volume(p) > most) most = volume(p);
            if (!clears(p) || volume(p) == 0) continue;
            if (first == 0) first = p;
            last = p;
        }
        if (first == 0) return (0, most);
        if (anchor == 0) return ((first + last) / 2, most);
        best = first;
        for (uint256 p = first; p <= last; ++p) {
            if (_distance(p, anchor) < _distance(best, anchor)) best = p;
        }
    }

    function _distance(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : b - a;
    }

    /// @notice Gives `lots` to each side's orders that accept `ticks`, best limit first, then oldest.
    function carryOut(uint256 ticks, uint256 lots) external {
        _give(true, ticks, lots);
        _give(false, ticks, lots);
    }

    function _give(bool isBid, uint256 ticks, uint256 lots) private {
        while (lots > 0) {
            uint256 at = type(uint256).max;
            for (uint256 i = 0; i < orders.length; ++i) {
                Order storage o = orders[i];
                if (o.isBid != isBid || o.filled == o.lots) continue;
                if (isBid ? o.ticks < ticks : o.ticks > ticks) continue;
                bool better =
                    at == type(uint256).max || (isBid ? o.ticks > orders[at].ticks : o.ticks < orders[at].ticks);
                if (better) at = i;
            }
            Order storage best = orders[at];
            uint256 part = best.lots - best.filled < lots ? best.lots - best.filled : lots;
            best.filled += part;
            lots -= part;
        }
    }
}
