// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import { ICarbonBasket } from "../interfaces/ICarbonBasket.sol";
import { ICreditHooks } from "../interfaces/ICreditHooks.sol";
import { BitScan } from "../libraries/BitScan.sol";
import { CalendarDate } from "../libraries/CalendarDate.sol";
import { BasketRules } from "./BasketRules.sol";

/// @title BasketShelves
/// @notice Which batches a basket holds, by vintage year, so that the oldest are found without a search.
/// @dev How much it holds of each is what the registry says.
abstract contract BasketShelves is BasketRules {
    uint256 private constant FIRST_YEAR = 1970;
    uint256 private constant LAST_SHELF = 255;

    /// @inheritdoc ICarbonBasket
    function oldest(
        uint64 units,
        uint256 maxBatches
    ) external view returns (ICreditHooks.Portion[] memory portions, uint64 sum) {
        return _pickOldest(units, maxBatches);
    }

    /// @inheritdoc ICarbonBasket
    function vintageYears() external view returns (uint256 mask) {
        return _layout().shelves;
    }

    /// @inheritdoc ICarbonBasket
    function batchesOf(uint256 year) external view returns (uint256[] memory batchIds) {
        if (year < FIRST_YEAR || year > FIRST_YEAR + LAST_SHELF) return batchIds;
        // safe: within the shelves
        return _layout().batches[uint8(year - FIRST_YEAR)];
    }

    function _shelve(uint256 batchId, BatchPlace storage at) internal {
        Layout storage $ = _layout();
        uint8 year = at.year;
        uint256[] storage shelf = $.batches[year];
        shelf.push(batchId);
        // safe: a basket never holds 2^32 batches
        at.place = uint32(shelf.length);
        $.shelves |= uint256(1) << year;
    }

    /// @dev Takes a batch off its shelf once nothing of it is left.
    function _tidy(uint256 batchId) internal {
        Layout storage $ = _layout();
        BatchPlace storage at = $.places[batchId];
        if (at.place == 0 || _held(batchId) != 0) return;
        uint8 year = at.year;
        uint256[] storage shelf = $.batches[year];
        uint256 last = shelf[shelf.length - 1];
        shelf[at.place - 1] = last;
        $.places[last].place = at.place;
        at.place = 0;
        shelf.pop();
        if (shelf.length == 0) $.shelves &= ~(uint256(1) << year);
    }

    /// @dev Looks at up to `maxBatches` batches from the oldest vintage year on, and passes over those that are suspended.
    function _pickOldest(
        uint64 units,
        uint256 maxBatches
    ) internal view returns (ICreditHooks.Portion[] memory picked, uint64 sum) {
        Layout storage $ = _layout();
        picked = new ICreditHooks.Portion[](maxBatches);
        uint256 count = 0;
        uint256 left = $.shelves;
        while (left != 0 && sum < units && maxBatches != 0) {
            // safe: a bit index of a word
            uint256[] storage shelf = $.batches[uint8(BitScan.lowest(left))];
            left &= left - 1;
            for (uint256 i = 0; i < shelf.length && sum < units && maxBatches != 0; ++i) {
                --maxBatches;
                uint256 batchId = shelf[i];
                uint64 available = _available(batchId);
                if (available == 0) continue;
                if (available > units - sum) available = units - sum;
                picked[count++] = ICreditHooks.Portion(batchId, available);
                sum += available;
            }
        }
        // safe: shortens the array to the entries written
        assembly ("memory-safe") {
            mstore(picked, count)
        }
    }

    /// @dev What can leave the basket of a batch now.
    function _available(uint256 batchId) private view returns (uint64) {
        ICreditHooks credits = ICreditHooks(_layout().credits);
        if (credits.suspendedUntil(batchId) > _now()) return 0;
        return _held(batchId);
    }

    function _held(uint256 batchId) internal view returns (uint64) {
        // safe: the registry mints at most 10^12 units of a batch
        return uint64(IERC1155(_layout().credits).balanceOf(address(this), batchId));
    }

    /// @dev The shelf of a vintage, by the calendar year of its first day; later than 2225 is one shelf.
    function _shelfOf(uint40 vintageStart) internal pure returns (uint8) {
        (uint256 year, , ) = CalendarDate.fromTimestamp(vintageStart);
        uint256 shelf = year - FIRST_YEAR;
        // safe: at most LAST_SHELF
        return uint8(shelf < LAST_SHELF ? shelf : LAST_SHELF);
    }
}
