// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AutomationCompatibleInterface } from "@chainlink/contracts/src/v0.8/automation/interfaces/AutomationCompatibleInterface.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeAuctions } from "../interfaces/IExchangeAuctions.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { IExchangeLens } from "../interfaces/IExchangeLens.sol";
import { IExchangeParents } from "../interfaces/IExchangeParents.sol";
import { OrderId } from "../types/OrderId.sol";

/// @title MarketUpkeep
/// @notice Lets Chainlink Automation nodes do all of the keeper's work when it is away: they find what is due in which market
/// and have it done. Anyone may call; nothing here holds funds, roles or choices.
/// @dev The keeper fees of what is done through here return to the owners of the orders, since this contract is no account
/// that may trade. It must never be made one: what it earned then nobody could withdraw.
contract MarketUpkeep is AutomationCompatibleInterface {
    /// @notice HALT is `checkAndHalt`, FIRE `fireStops`, SLICE `executeSlice`; the others are called as they are named.
    enum Work {
        HALT,
        REOPEN,
        UNCROSS,
        FIRE,
        CRANK,
        TRAIL,
        SLICE
    }

    /// @param ids of a TRAIL the trailing stops, of a SLICE one parent; empty otherwise.
    struct Job {
        Work work;
        uint32 marketId;
        OrderId[] ids;
    }

    /// @dev What `checkUpkeep` has found so far.
    struct Found {
        Job[] jobs;
        uint256 length;
    }

    /// @dev Most jobs in one upkeep.
    uint256 public constant MAX_JOBS = 10;
    /// @dev Steps for all jobs of one upkeep together, shared evenly.
    uint256 public constant MAX_STEPS = 100;
    /// @dev Most markets that one check looks at; another block's check begins with another one.
    uint256 public constant MAX_MARKETS = 10;
    /// @dev How many live parents of a market one check looks at; another block's check begins with others.
    uint16 public constant PARENTS_PAGE = 20;

    IExchange public immutable exchange;

    /// @notice A job was not done. `error` is what the exchange refused it with; empty when its share of the gas ran out.
    event JobRefused(Work indexed work, uint32 indexed marketId, bytes error);

    error MarketUpkeep_ZeroAddress();
    error MarketUpkeep_TooManyJobs(uint256 length, uint256 cap);

    constructor(IExchange exchange_) {
        require(address(exchange_) != address(0), MarketUpkeep_ZeroAddress());
        exchange = exchange_;
    }

    // ------------------------------------------------------------------------------------------- finding

    /// @inheritdoc AutomationCompatibleInterface
    /// @param checkData empty for all markets, or abi.encode(uint32 first, uint32 last) for a part of them, so that several
    /// upkeeps can share many markets.
    /// @return upkeepNeeded whether any market has work.
    /// @return performData abi.encode(Job[]) of at most MAX_JOBS jobs for `performUpkeep`.
    function checkUpkeep(bytes calldata checkData) external view returns (bool upkeepNeeded, bytes memory performData) {
        (, uint256 last) = exchange.counts();
        uint256 first = 1;
        if (checkData.length != 0) {
            (uint32 from, uint32 upTo) = abi.decode(checkData, (uint32, uint32));
            if (upTo < last) last = upTo;
            if (from > first) first = from;
        }
        Found memory found;
        found.jobs = new Job[](MAX_JOBS);
        uint256 count = first > last ? 0 : last - first + 1;
        uint256 most = count < MAX_MARKETS ? count : MAX_MARKETS;
        uint256 begin = count == 0 ? 0 : _somewhere(count);
        for (uint256 i = 0; i < most && found.length < MAX_JOBS; ++i) {
            _find(found, uint32(first + ((begin + i) % count))); // safe: at most `last`, which has 32 bits
        }
        Job[] memory jobs = found.jobs;
        uint256 length = found.length;
        assembly ("memory-safe") {
            mstore(jobs, length) // safe: only shortens the array
        }
        return (length != 0, abi.encode(jobs));
    }

    /// @dev Adds what is due in one market. One that cannot say leaves the others their turn.
    function _find(Found memory found, uint32 marketId) private view {
        try IExchangeLens(address(exchange)).dueWork(marketId) returns (IExchangeLens.DueWork memory due) {
            OrderId[] memory none;
            // once it is halted nothing else can be done
            if (due.halt) return _add(found, Work.HALT, marketId, none);
            if (due.reopen) _add(found, Work.REOPEN, marketId, none);
            if (due.uncross) _add(found, Work.UNCROSS, marketId, none);
            if (due.stops != 0) _add(found, Work.FIRE, marketId, none);
            // what is fired waits to be cranked
            if (due.crank || due.stops != 0) _add(found, Work.CRANK, marketId, none);
            if (due.trails.length != 0) _add(found, Work.TRAIL, marketId, due.trails);
            if (due.lastParent != 0) _findSlices(found, marketId, due.lastParent);
        } catch {}
    }

    /// @dev Begins somewhere among the parents, so that those at one end cannot keep the others waiting.
    function _findSlices(Found memory found, uint32 marketId, uint32 lastParent) private view {
        uint32 from = uint32(1 + _somewhere(lastParent)); // safe: at most `lastParent`
        bool isLastPage = _addSlices(found, marketId, from, type(uint256).max);
        if (isLastPage && from != 1) _addSlices(found, marketId, 0, from);
    }

    /// @return a number below `count`, another one in each block: nobody is always first.
    function _somewhere(uint256 count) private view returns (uint256) {
        return uint256(keccak256(abi.encode(block.number))) % count;
    }

    /// @param from number of the first parent.
    /// @param before adds only parents with lower numbers.
    /// @return isLastPage whether no parents follow those looked at.
    function _addSlices(
        Found memory found,
        uint32 marketId,
        uint32 from,
        uint256 before
    ) private view returns (bool isLastPage) {
        try IExchangeLens(address(exchange)).dueSlices(marketId, from, PARENTS_PAGE) returns (
            OrderId[] memory ids,
            uint32 next
        ) {
            isLastPage = next == 0;
            for (uint256 i = 0; i < ids.length && ids[i].sequence() < before; ++i) {
                OrderId[] memory one = new OrderId[](1);
                one[0] = ids[i];
                _add(found, Work.SLICE, marketId, one);
            }
        } catch {}
    }

    function _add(Found memory found, Work work, uint32 marketId, OrderId[] memory ids) private pure {
        if (found.length < MAX_JOBS) found.jobs[found.length++] = Job(work, marketId, ids);
    }

    // ------------------------------------------------------------------------------------------- doing

    /// @inheritdoc AutomationCompatibleInterface
    /// @dev Checks nothing it was told: the exchange refuses what is not due. Each job has an even share of the gas that is
    /// left, so that none can take another's, and one that fails leaves the others done.
    function performUpkeep(bytes calldata performData) external {
        Job[] memory jobs = abi.decode(performData, (Job[]));
        uint256 length = jobs.length;
        require(length <= MAX_JOBS, MarketUpkeep_TooManyJobs(length, MAX_JOBS));
        for (uint256 i = 0; i < length; ++i) {
            bytes memory call = _call(jobs[i], uint16(MAX_STEPS / length)); // safe: at most MAX_STEPS
            (bool ok, bytes memory why) = address(exchange).call{ gas: gasleft() / (length - i) }(call);
            if (!ok) emit JobRefused(jobs[i].work, jobs[i].marketId, why);
        }
    }

    function _call(Job memory job, uint16 steps) private pure returns (bytes memory) {
        uint32 id = job.marketId;
        if (job.work == Work.HALT) return abi.encodeCall(IExchangeAuctions.checkAndHalt, (id));
        if (job.work == Work.REOPEN) return abi.encodeCall(IExchangeAuctions.reopen, (id));
        if (job.work == Work.UNCROSS) return abi.encodeCall(IExchangeAuctions.uncross, (id, steps));
        if (job.work == Work.FIRE) return abi.encodeCall(IExchangeConditionals.fireStops, (id, steps));
        if (job.work == Work.CRANK) return abi.encodeCall(IExchange.crank, (id, steps));
        if (job.work == Work.TRAIL) return abi.encodeCall(IExchangeConditionals.trail, (id, job.ids));
        OrderId parentId = job.ids.length == 0 ? OrderId.wrap(0) : job.ids[0];
        return abi.encodeCall(IExchangeParents.executeSlice, (parentId, steps));
    }
}
