// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";

/// @title OrderIdList
/// @notice A list in memory whose length is known only at its end.
library OrderIdList {
    uint256 private constant FIRST_ROOM = 16;

    struct List {
        OrderId[] items;
        uint256 length;
    }

    function add(List memory list, OrderId id) internal pure {
        uint256 room = list.items.length;
        if (list.length == room) {
            OrderId[] memory larger = new OrderId[](room == 0 ? FIRST_ROOM : 2 * room);
            for (uint256 i = 0; i < room; ++i) {
                larger[i] = list.items[i];
            }
            list.items = larger;
        }
        list.items[list.length++] = id;
    }

    /// @return ids what was added, in that order; the list takes no more afterwards.
    function done(List memory list) internal pure returns (OrderId[] memory ids) {
        ids = list.items;
        uint256 length = list.length;
        assembly ("memory-safe") {
            mstore(ids, length) // safe: only shortens the array
        }
    }
}
