// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AutomationCompatibleInterface } from "@chainlink/contracts/src/v0.8/automation/interfaces/AutomationCompatibleInterface.sol";
import { IExchange } from "../interfaces/IExchange.sol";

/// @title CrankUpkeep
/// @notice Lets Chainlink Automation nodes do the keeper's work when it is away: they find markets whose deferred orders
/// wait and crank them. Anyone may call; nothing here holds funds, roles or choices.
contract CrankUpkeep is AutomationCompatibleInterface {
    /// @dev Most markets in one upkeep.
    uint256 public constant MAX_MARKETS = 10;
    /// @dev Crank steps for all markets of one upkeep together, shared evenly.
    uint256 public constant MAX_STEPS = 150;

    IExchange public immutable exchange;

    error CrankUpkeep_ZeroAddress();
    error CrankUpkeep_TooManyMarkets(uint256 length, uint256 cap);

    constructor(IExchange exchange_) {
        require(address(exchange_) != address(0), CrankUpkeep_ZeroAddress());
        exchange = exchange_;
    }

    /// @inheritdoc AutomationCompatibleInterface
    /// @param checkData empty for all markets, or abi.encode(uint32 first, uint32 last) for a part of them, so that several
    /// upkeeps can share many markets.
    /// @return upkeepNeeded whether any market has work.
    /// @return performData abi.encode(uint32[]) of at most MAX_MARKETS markets for `performUpkeep`.
    function checkUpkeep(bytes calldata checkData) external view returns (bool upkeepNeeded, bytes memory performData) {
        (, uint32 last) = exchange.counts();
        uint32 first = 1;
        if (checkData.length != 0) {
            uint32 upTo;
            (first, upTo) = abi.decode(checkData, (uint32, uint32));
            if (upTo < last) last = upTo;
        }
        uint32[] memory marketIds = new uint32[](MAX_MARKETS);
        uint256 length;
        // a 256-bit counter, so that a last of 2^32 - 1 cannot wrap it
        for (uint256 id = first; id <= last && length < MAX_MARKETS; ++id) {
            // safe: at most `last`, which is 32 bits
            if (id != 0 && _hasWork(uint32(id))) marketIds[length++] = uint32(id);
        }
        assembly ("memory-safe") {
            mstore(marketIds, length) // safe: only shortens the array
        }
        return (length != 0, abi.encode(marketIds));
    }

    /// @inheritdoc AutomationCompatibleInterface
    /// @dev Checks nothing it was told: a market without work costs gas and changes nothing.
    function performUpkeep(bytes calldata performData) external {
        uint32[] memory marketIds = abi.decode(performData, (uint32[]));
        uint256 length = marketIds.length;
        require(length <= MAX_MARKETS, CrankUpkeep_TooManyMarkets(length, MAX_MARKETS));
        for (uint256 i = 0; i < length; ++i) {
            exchange.crank(marketIds[i], uint16(MAX_STEPS / length)); // safe: at most MAX_STEPS
        }
    }

    /// @dev The queue of a market that does not trade waits; a delisted one's is returned to its owners.
    function _hasWork(uint32 marketId) private view returns (bool) {
        (uint32 head, uint32 tail) = exchange.queue(marketId);
        if (head == tail) return false;
        (IExchange.MarketPhase phase, ) = exchange.marketPhase(marketId);
        return phase == IExchange.MarketPhase.CONTINUOUS || phase == IExchange.MarketPhase.DELISTED;
    }
}
