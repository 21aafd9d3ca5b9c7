// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "./ICarbonCredits.sol";

/// @title IExchangeSweep
/// @notice Buying across levels and batches and retiring what was bought, in one transaction and on one certificate.
/// @dev Part of the Exchange: called at its address. Units as in IExchange.
interface IExchangeSweep {
    /// @notice Which batches may be bought. An empty list, and a zero, allow everything.
    /// @param methodologies any of these, exactly as the project states it.
    /// @param countries any of these, ISO 3166-1 alpha-2.
    /// @param mechanisms any of these.
    /// @param labels all of these, valid at this moment: a mask, bit i for label i of the label registry.
    /// @param vintageFrom earliest first day of the vintage, unix seconds.
    /// @param vintageTo latest last day of the vintage, unix seconds.
    struct Criteria {
        string[] methodologies;
        bytes2[] countries;
        ICarbonCredits.Mechanism[] mechanisms;
        uint128 labels;
        uint40 vintageFrom;
        uint40 vintageTo;
    }

    /// @param marketIds where to buy, rising, at most 16, all with the same quote asset. One that does not trade, or whose
    /// batch does not meet the criteria, is passed over.
    /// @param criteria see `Criteria`; asked of the registry in this call.
    /// @param units kg to buy and retire.
    /// @param minUnits least kg, at least 1; the call reverts when the books give less.
    /// @param maxCost most quote base units, fees included.
    /// @param maxFills resting orders that one market's run may meet, 1 to 150. There are at most 32 runs.
    /// @param details what the retirement states.
    struct SweepRequest {
        uint32[] marketIds;
        Criteria criteria;
        uint64 units;
        uint64 minUnits;
        uint256 maxCost;
        uint16 maxFills;
        ICarbonCredits.RetirementDetails details;
    }

    /// @param marketId where.
    /// @param batchId what.
    /// @param units kg bought and retired.
    /// @param cost quote base units, fees included.
    struct SweepPart {
        uint32 marketId;
        uint256 batchId;
        uint64 units;
        uint256 cost;
    }

    /// @param retirementId the retirement and its certificate.
    /// @param units kg bought and retired.
    /// @param cost quote base units, fees included.
    /// @param parts by market, of those that gave anything.
    struct SweepResult {
        uint256 retirementId;
        uint64 units;
        uint256 cost;
        SweepPart[] parts;
    }

    /// @notice Credits were bought and retired at once. Each part left the account's vault balance, see `IExchange.Withdrawn`
    /// with a receiver of zero.
    event Swept(
        address indexed account,
        uint256 indexed retirementId,
        uint32 indexed quoteAsset,
        uint64 units,
        uint256 cost,
        SweepPart[] parts
    );
    event LabelsSet(address indexed labels);

    error Exchange_SweepOrder(uint32 marketId, uint32 before);
    error Exchange_SweepMixedQuote(uint32 marketId, uint32 quoteAsset, uint32 expected);
    error Exchange_SweepShort(uint64 units, uint64 minUnits);
    error Exchange_SweepTooDear(uint256 cost, uint256 maxCost);
    /// @notice Carries the outcome out of a quoted sweep, whose every effect it undoes.
    error Exchange_SweepQuoted(SweepResult result);

    /// @notice Buys from the cheapest of the markets at each moment, fees counted, from the caller's vault balance, and retires
    /// all of it in the caller's name. Whole lots are bought: a market whose smallest order is more than what is still wanted is
    /// passed over.
    function sweep(SweepRequest calldata request) external returns (SweepResult memory result);

    /// @notice What `sweep` would do for `account` now: it is carried out and undone. For calls that are not transactions.
    /// @return ok whether it would be accepted.
    /// @return failure the error it would revert with; empty when accepted.
    /// @return result as `sweep` would answer.
    function quoteSweep(
        address account,
        SweepRequest calldata request
    ) external returns (bool ok, bytes memory failure, SweepResult memory result);

    /// @dev For the Exchange itself: does what `quoteSweep` undoes, and always reverts.
    function sweepAndRevert(address account, SweepRequest calldata request) external;

    /// @dev Requires the admin role. Who is asked for labels; zero for nobody, and then no batch has any.
    function setLabels(address labels) external;

    function labels() external view returns (address);
}
