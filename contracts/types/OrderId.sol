// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Identifies one order for ever: market (32 bits) | kind (8) | priceTicks (16) | sequence (32).
/// @dev The sequence counts orders ever placed at that market, kind and tick. It never falls, so an id is never reused.
type OrderId is uint96;

using OrderIdLib for OrderId global;

/// @notice What an id points at. BID and ASK rest in the book; DEFERRED waits in the market's work queue; CONDITIONAL waits for
/// its trigger; PARENT is worked off in slices; an ICEBERG's shown part is a BID or ASK with an id of its own.
enum OrderKind {
    BID,
    ASK,
    DEFERRED,
    CONDITIONAL,
    PARENT,
    ICEBERG_BID,
    ICEBERG_ASK
}

/// @title OrderIdLib
/// @notice Packs and unpacks order ids. The TypeScript mirror is `sdk/src/codecs/order-id.ts`.
library OrderIdLib {
    /// @param marketId_ the market.
    /// @param kind_ which structure holds the order.
    /// @param priceTicks_ the order's level; zero for DEFERRED, CONDITIONAL and PARENT.
    /// @param sequence_ position in the level, in the market's work queue for DEFERRED, or the market's count of
    /// conditional orders, parents or icebergs; counts from 1.
    function pack(
        uint32 marketId_,
        OrderKind kind_,
        uint16 priceTicks_,
        uint32 sequence_
    ) internal pure returns (OrderId) {
        return
            OrderId.wrap(
                (uint96(marketId_) << 56) |
                    (uint96(uint8(kind_)) << 48) |
                    (uint96(priceTicks_) << 32) |
                    uint96(sequence_)
            );
    }

    function marketId(OrderId id) internal pure returns (uint32) {
        // safe: the shift leaves 40 bits, of which ids made by `pack` use 32
        return uint32(OrderId.unwrap(id) >> 56);
    }

    /// @dev Panics on a kind byte outside the enum; callers that take ids from users check `isWellFormed` first.
    function kind(OrderId id) internal pure returns (OrderKind) {
        return OrderKind(uint8(OrderId.unwrap(id) >> 48));
    }

    function priceTicks(OrderId id) internal pure returns (uint16) {
        return uint16(OrderId.unwrap(id) >> 32);
    }

    function sequence(OrderId id) internal pure returns (uint32) {
        return uint32(OrderId.unwrap(id));
    }

    /// @return whether the unused upper bits are zero and the kind is known.
    function isWellFormed(OrderId id) internal pure returns (bool) {
        uint96 raw = OrderId.unwrap(id);
        return raw >> 88 == 0 && uint8(raw >> 48) <= uint8(OrderKind.ICEBERG_ASK);
    }
}
