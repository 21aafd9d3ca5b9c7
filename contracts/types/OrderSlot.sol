// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice A resting order in one word. Written when placed, overwritten when its ring place is used again, never
/// zeroed: whether it lives is a bit in its level's header.
/// @dev From the low bit up: owner 160 | lots 40 | expiry 32 | feePips 16 | flags 8. Flags: order type 4 bits | side 1 bit |
/// self-trade mode 2 bits (both of orders that do not rest) | iceberg 1 bit, with which the owner field holds the
/// iceberg's number.
type OrderSlot is uint256;

using OrderSlotLib for OrderSlot global;

/// @title OrderSlotLib
/// @notice Packs and unpacks `OrderSlot`.
library OrderSlotLib {
    uint256 private constant LOTS_MASK = uint256(type(uint40).max) << 160;

    /// @param lots_ at most 2^40 - 1; callers hold it as uint40 or less than a stored amount.
    function pack(
        address owner_,
        uint256 lots_,
        uint32 expiry_,
        uint16 feePips_,
        uint8 flags_
    ) internal pure returns (OrderSlot) {
        return
            OrderSlot.wrap(
                uint160(owner_) |
                    (lots_ << 160) |
                    (uint256(expiry_) << 200) |
                    (uint256(feePips_) << 232) |
                    (uint256(flags_) << 248)
            );
    }

    function owner(OrderSlot o) internal pure returns (address) {
        return address(uint160(OrderSlot.unwrap(o))); // safe: the field is the low 160 bits
    }

    function lots(OrderSlot o) internal pure returns (uint256) {
        return (OrderSlot.unwrap(o) >> 160) & type(uint40).max;
    }

    function expiry(OrderSlot o) internal pure returns (uint32) {
        return uint32(OrderSlot.unwrap(o) >> 200); // safe: truncation drops the fields above
    }

    function feePips(OrderSlot o) internal pure returns (uint16) {
        return uint16(OrderSlot.unwrap(o) >> 232); // safe: truncation drops the flags
    }

    function flags(OrderSlot o) internal pure returns (uint8) {
        return uint8(OrderSlot.unwrap(o) >> 248); // safe: 8 bits are left
    }

    /// @return whether this is the shown part of an iceberg.
    function isIceberg(OrderSlot o) internal pure returns (bool) {
        return OrderSlot.unwrap(o) >> 255 != 0;
    }

    /// @return the same order with `lots_` left (at most 2^40 - 1).
    function withLots(OrderSlot o, uint256 lots_) internal pure returns (OrderSlot) {
        return OrderSlot.wrap((OrderSlot.unwrap(o) & ~LOTS_MASK) | (lots_ << 160));
    }

    /// @return the same order with another fee and other flags.
    function restingWith(OrderSlot o, uint16 feePips_, uint8 flags_) internal pure returns (OrderSlot) {
        uint256 kept = OrderSlot.unwrap(o) & ((1 << 232) - 1);
        return OrderSlot.wrap(kept | (uint256(feePips_) << 232) | (uint256(flags_) << 248));
    }

    /// @return the same order as the shown part of iceberg `number`.
    function shownOf(OrderSlot o, uint256 number) internal pure returns (OrderSlot) {
        return OrderSlot.wrap(((OrderSlot.unwrap(o) >> 160) << 160) | number | (1 << 255));
    }

    /// @return whether the order carries an expiry that has come; it trades only before that second.
    function isExpired(OrderSlot o, uint256 nowSeconds) internal pure returns (bool) {
        uint32 at = o.expiry();
        return at != 0 && nowSeconds >= at;
    }
}
