// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import { ICarbonBasket } from "../interfaces/ICarbonBasket.sol";
import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IERC7943MultiToken } from "../interfaces/IERC7943MultiToken.sol";
import { IPendingRetirements } from "../interfaces/IPendingRetirements.sol";
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
        uint256 maxBatches,
        bool toRetire
    ) external view returns (ICarbonCredits.Portion[] memory portions, uint64 sum) {
        return _pickOldest(units, maxBatches, toRetire);
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

    /// @dev Looks at up to `maxBatches` batches from the oldest vintage year on, and passes over those that cannot leave now.
    function _pickOldest(
        uint64 units,
        uint256 maxBatches,
        bool toRetire
    ) internal view returns (ICarbonCredits.Portion[] memory picked, uint64 sum) {
        Layout storage $ = _layout();
        picked = new ICarbonCredits.Portion[](maxBatches);
        uint256 count = 0;
        uint256 left = $.shelves;
        while (left != 0 && sum < units && maxBatches != 0) {
            // safe: a bit index of a word
            uint256[] storage shelf = $.batches[uint8(BitScan.lowest(left))];
            left &= left - 1;
            for (uint256 i = 0; i < shelf.length && sum < units && maxBatches != 0; ++i) {
                --maxBatches;
                uint256 batchId = shelf[i];
                uint64 available = _available(batchId, toRetire);
                if (available == 0) continue;
                if (available > units - sum) available = units - sum;
                picked[count++] = ICarbonCredits.Portion(batchId, available);
                sum += available;
            }
        }
        // safe: shortens the array to the entries written
        assembly ("memory-safe") {
            mstore(picked, count)
        }
    }

    /// @dev What can leave the basket of a batch now: nothing while it is suspended, what is not frozen otherwise.
    function _available(uint256 batchId, bool toRetire) private view returns (uint64) {
        address credits = _layout().credits;
        if (ICarbonCredits(credits).suspendedUntil(batchId) > _now()) return 0;
        // safe: the upper half of a batch id is a uint64
        if (toRetire && IPendingRetirements(credits).isConfirmationRequired(uint64(batchId >> 128))) return 0;
        uint64 held = _held(batchId);
        uint256 frozen = IERC7943MultiToken(credits).getFrozenTokens(address(this), batchId);
        // safe: frozen is below the uint64 `held` where it is subtracted
        return frozen < held ? held - uint64(frozen) : 0;
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
