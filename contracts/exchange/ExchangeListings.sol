// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { Book } from "../storage/ExchangeStorage.sol";
import { OrderId } from "../types/OrderId.sol";
import { Conditionals } from "../libraries/Conditionals.sol";
import { OrderIdList } from "../libraries/OrderIdList.sol";
import { Parents } from "../libraries/Parents.sol";
import { SequenceSet } from "../libraries/SequenceSet.sol";
import { Triggers } from "../libraries/Triggers.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeListings
/// @notice The live orders that trade later, page by page: conditional ones by their triggers, parents by their numbers. A page
/// costs what lives, not what ever lived.
abstract contract ExchangeListings is ExchangeBase {
    using OrderIdList for OrderIdList.List;
    using SequenceSet for mapping(uint256 => uint256);

    /// @dev See IExchangeLens.
    function conditionalOrdersOf(
        address account,
        uint32 marketId,
        bool above,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (OrderId[] memory ids, uint16 nextTicks) {
        (Book storage book, ) = _market(marketId);
        OrderIdList.List memory list;
        uint32[] memory numbers;
        (numbers, nextTicks) = _conditionalsFrom(book, above, fromTicks, maxLevels);
        for (uint256 i = 0; i < numbers.length; ++i) {
            if (book.conditionals[numbers[i]].slot.owner() == account)
                list.add(Conditionals.idOf(marketId, numbers[i]));
        }
        ids = list.done();
    }

    /// @dev See IExchangeLens.
    function parentsOf(
        address account,
        uint32 marketId,
        uint32 fromNumber,
        uint16 max
    ) external view returns (OrderId[] memory ids, uint32 nextNumber) {
        (Book storage book, ) = _market(marketId);
        OrderIdList.List memory list;
        uint32[] memory numbers;
        (numbers, nextNumber) = _parentsFrom(book, fromNumber, max);
        for (uint256 i = 0; i < numbers.length; ++i) {
            if (book.parents[numbers[i]].slot.owner() == account) list.add(Parents.idOf(marketId, numbers[i]));
        }
        ids = list.done();
    }

    /// @return numbers of the conditional orders whose triggers stand at `maxLevels` prices from `fromTicks` outward.
    /// @return nextTicks the price after those; zero when there is none.
    function _conditionalsFrom(
        Book storage book,
        bool above,
        uint16 fromTicks,
        uint256 maxLevels
    ) internal view returns (uint32[] memory numbers, uint16 nextTicks) {
        IExchangeConditionals.TriggerLevel[] memory levels = Triggers.levels(book, above, fromTicks, maxLevels + 1);
        uint256 most = levels.length < maxLevels ? levels.length : maxLevels;
        if (most < levels.length) nextTicks = levels[most].ticks;
        uint256 count;
        for (uint256 i = 0; i < most; ++i) {
            count += levels[i].count;
        }
        numbers = new uint32[](count);
        count = 0;
        for (uint256 i = 0; i < most; ++i) {
            uint32[] memory here = Triggers.numbersAt(book, above, levels[i].ticks, levels[i].count);
            for (uint256 k = 0; k < here.length; ++k) {
                numbers[count++] = here[k];
            }
        }
    }

    /// @return numbers of the live parents from `fromNumber` on, at most `max`.
    /// @return nextNumber the one after those; zero when there is none.
    function _parentsFrom(
        Book storage book,
        uint256 fromNumber,
        uint256 max
    ) internal view returns (uint32[] memory numbers, uint32 nextNumber) {
        // counted first: an array as long as the caller allows could cost more than any call may
        numbers = new uint32[](_countParents(book, fromNumber, max));
        (bool more, uint256 number) = book.liveParents.next(0, fromNumber);
        for (uint256 i = 0; i < numbers.length; ++i) {
            numbers[i] = uint32(number); // safe: numbers have 32 bits
            (more, number) = book.liveParents.next(0, number + 1);
        }
        if (more) nextNumber = uint32(number); // safe: as above
    }

    function _countParents(Book storage book, uint256 fromNumber, uint256 max) private view returns (uint256 count) {
        (bool more, uint256 number) = book.liveParents.next(0, fromNumber);
        while (more && count < max) {
            ++count;
            (more, number) = book.liveParents.next(0, number + 1);
        }
    }
}
