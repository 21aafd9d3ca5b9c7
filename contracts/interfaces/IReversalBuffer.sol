// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "./ICarbonCredits.sol";
import { IImpairment } from "./IImpairment.sol";

/// @title IReversalBuffer
/// @notice Holds the buffer units, and makes good what is reversed or invalidated after issuance. Units are kg CO2e.
/// @dev The waterfall of a reversal: the project's own buffer, oldest buffered batch first; the buffers of all projects, each
/// by the share of the programme's buffer that it holds, rounded up in the order in which projects joined; the bonds
/// posted for the project, oldest first; and what is still missing impairs the reversed batches, in proportion to their
/// losses, each over all of its issued units, outstanding and retired alike. For an invalidation the bonds come first.
interface IReversalBuffer is IImpairment {
    /// @notice What kind of loss a case is about.
    enum Kind {
        REVERSAL,
        INVALIDATION
    }

    /// @notice What caused the loss.
    enum Cause {
        FIRE,
        HARVEST,
        PEST,
        ERROR,
        FRAUD,
        OTHER
    }

    /// @notice Where a case stands.
    enum CaseStatus {
        NONE,
        REPORTED,
        REFUSED,
        LAPSED,
        SETTLING,
        SETTLED
    }

    /// @notice Where the units that covered a loss came from.
    enum Source {
        PROJECT_BUFFER,
        PROGRAMME_BUFFER,
        GUARANTOR,
        REPLENISHMENT
    }

    /// @notice The steps of the waterfall.
    enum Stage {
        PROJECT,
        PROGRAMME,
        GUARANTOR,
        ASSIGN
    }

    /// @param kind reversal or invalidation.
    /// @param cause see `Cause`.
    /// @param intentional whether the project's side meant it: the loss is then its debt as well.
    /// @param evidence hash of the loss event report.
    struct Report {
        Kind kind;
        Cause cause;
        bool intentional;
        bytes32 evidence;
    }

    /// @param report as reported.
    /// @param status see `CaseStatus`.
    /// @param projectId the project of every batch in it.
    /// @param reporter the registry account that reported.
    /// @param verifier who consented or refused; zero before.
    /// @param deadline last second for a verdict, unix seconds.
    /// @param extended whether the deadline was extended.
    /// @param units kg lost in all.
    /// @param uncoveredUnits kg that no source has covered; final once settled.
    /// @param losses kg per batch, ascending by batch id.
    struct Case {
        Report report;
        CaseStatus status;
        uint64 projectId;
        address reporter;
        address verifier;
        uint40 deadline;
        bool extended;
        uint64 units;
        uint64 uncoveredUnits;
        ICarbonCredits.Portion[] losses;
    }

    /// @param guarantor who posted it and may take the rest back.
    /// @param projectId the project guaranteed.
    /// @param batchId the units posted; of another project.
    /// @param units kg left.
    /// @param lockedUntil when it may be taken back, unix seconds.
    struct Bond {
        address guarantor;
        uint64 projectId;
        uint256 batchId;
        uint64 units;
        uint40 lockedUntil;
    }

    /// @param reversedUnits kg lost by cases that were consented to.
    /// @param coveredUnits kg of them made good.
    /// @param impairedUnits kg that the waterfall left uncovered and nobody has replenished.
    /// @param pendingUnits kg whose waterfall still runs: reversed = covered + impaired + pending.
    struct BatchLoss {
        uint64 reversedUnits;
        uint64 coveredUnits;
        uint64 impairedUnits;
        uint64 pendingUnits;
    }

    /// @param from zero where the units were minted to the buffer at issuance.
    event BufferCredited(
        uint256 indexed batchId,
        address indexed from,
        uint64 units,
        uint64 batchBufferUnits,
        uint64 totalBufferUnits
    );
    event LossReported(
        uint256 indexed caseId,
        uint64 indexed projectId,
        address indexed reporter,
        Report report,
        ICarbonCredits.Portion[] losses,
        uint40 deadline
    );
    event CaseExtended(uint256 indexed caseId, uint40 deadline);
    event LossConsented(uint256 indexed caseId, address indexed verifier, uint64 units);
    event LossRefused(uint256 indexed caseId, address indexed verifier, string reason);
    event CaseLapsed(uint256 indexed caseId);
    /// @notice Units were cancelled for a loss; the registry's `Cancelled` event before it names their serials.
    event LossCovered(
        uint256 indexed caseId,
        uint256 indexed batchId,
        Source indexed source,
        uint64 units,
        uint64 uncoveredUnits
    );
    event BatchLossAssigned(uint256 indexed caseId, uint256 indexed batchId, BatchLoss loss, uint64 impairedBps);
    event CaseSettled(uint256 indexed caseId, uint64 units, uint64 uncoveredUnits);
    event ImpairmentHealed(
        uint256 indexed batchId,
        address indexed donor,
        uint256 indexed donatedBatchId,
        uint64 units,
        BatchLoss loss,
        uint64 impairedBps
    );
    event DebtChanged(uint64 indexed projectId, uint64 debtUnits);
    event BondPosted(
        uint256 indexed bondId,
        uint64 indexed projectId,
        address indexed guarantor,
        uint256 batchId,
        uint64 units,
        uint40 lockedUntil
    );
    event BondWithdrawn(uint256 indexed bondId, address to, uint64 units, uint64 unitsLeft);
    event InvalidationWindowSet(uint256 indexed batchId, uint40 endsAt);

    error ReversalBuffer_ZeroAddress();
    error ReversalBuffer_ZeroUnits();
    error ReversalBuffer_EmptyField(string field);
    error ReversalBuffer_FieldTooLong(string field, uint256 length, uint256 maxLength);
    error ReversalBuffer_ForeignToken(address token);
    error ReversalBuffer_UnexpectedUnits(address operator, address from);
    error ReversalBuffer_LossCount(uint256 count, uint256 maxCount);
    error ReversalBuffer_NotAscending(uint256 previousBatchId, uint256 batchId);
    error ReversalBuffer_OtherProject(uint256 batchId, uint64 projectId);
    error ReversalBuffer_SameProject(uint256 batchId, uint64 projectId);
    error ReversalBuffer_LossAboveIssued(uint256 batchId, uint64 units, uint64 notYetReversed);
    error ReversalBuffer_CaseOpen(uint256 batchId, uint256 caseId);
    error ReversalBuffer_ProjectUnderInvestigation(uint64 projectId, uint256 openCases);
    error ReversalBuffer_UnknownCase(uint256 caseId, uint256 lastCaseId);
    error ReversalBuffer_WrongStatus(uint256 caseId, CaseStatus actual, CaseStatus required);
    error ReversalBuffer_VerifierIsReporter(address account);
    error ReversalBuffer_EvidenceMismatch(bytes32 given, bytes32 reported);
    error ReversalBuffer_DeadlinePassed(uint256 caseId, uint40 deadline, uint40 now_);
    error ReversalBuffer_DeadlineNotPassed(uint256 caseId, uint40 deadline, uint40 now_);
    error ReversalBuffer_AlreadyExtended(uint256 caseId, uint40 deadline);
    error ReversalBuffer_WindowClosed(uint256 batchId, uint40 endedAt, uint40 now_);
    error ReversalBuffer_WindowOutside(uint40 endsAt, uint40 earliest, uint40 latest);
    error ReversalBuffer_NothingToSettle();
    error ReversalBuffer_Unsound(uint256 batchId, uint64 impairedUnits, uint256 openCaseId);
    error ReversalBuffer_AboveImpairment(uint64 units, uint64 impairedUnits);
    error ReversalBuffer_AboveDebt(uint64 units, uint64 debtUnits);
    error ReversalBuffer_UnknownBond(uint256 bondId, uint256 lastBondId);
    error ReversalBuffer_NotGuarantor(address caller, address guarantor);
    error ReversalBuffer_BondLocked(uint256 bondId, uint40 lockedUntil, uint40 now_);
    error ReversalBuffer_BondTooSmall(uint64 units, uint64 minUnits);
    error ReversalBuffer_InsufficientBond(uint64 have, uint64 want);

    /// @notice Reports that credits of a project no longer stand for a tonne each. Trading of the batches is suspended until
    /// the verdict, 30 days at most; not again for batches whose last suspension could have ended less than 30 days ago.
    /// @dev Requires the registry role. An invalidation only while the window of every batch is open.
    /// @param losses 1 to 16 batches of one project, ascending, none with an open case.
    function report(
        Report calldata report_,
        ICarbonCredits.Portion[] calldata losses
    ) external returns (uint256 caseId);

    /// @notice Gives the investigation 30 days more, once; the suspension with it.
    /// @dev Requires the verifier role; never the reporter.
    function extend(uint256 caseId) external;

    /// @notice Agrees that the loss happened. Its waterfall may be worked from now on.
    /// @dev Requires the verifier role; never the reporter; until the deadline.
    /// @param evidence must equal the reported hash, so that nobody consents blindly.
    function consent(uint256 caseId, bytes32 evidence) external;

    /// @notice Refuses a report with a reason; trading resumes.
    /// @dev Requires the verifier role; never the reporter.
    function refuse(uint256 caseId, string calldata reason) external;

    /// @notice Closes a report whose deadline passed without a verdict.
    /// @dev Anyone.
    function lapse(uint256 caseId) external;

    /// @notice Works the waterfall of the cases consented to, in that order. Every step is bounded, so any loss is settled by
    /// enough calls.
    /// @dev Anyone.
    /// @param maxSteps how many steps to take; one cancels units of one batch at most.
    /// @return casesLeft cases that still wait for work.
    function settle(uint256 maxSteps) external returns (uint256 casesLeft);

    /// @notice Cancels units of the caller to heal the impairment of a batch.
    /// @dev Anyone who let this contract act for it in the registry. The units are of another project, whose batch is sound.
    /// @param impairedBatchId the batch healed.
    /// @param batchId the units given.
    function heal(uint256 impairedBatchId, uint256 batchId, uint64 units) external;

    /// @notice Gives units to the buffer for nothing.
    /// @dev As `heal`.
    function donate(uint256 batchId, uint64 units) external;

    /// @notice Gives units to the buffer against the debt that an intentional loss left with a project.
    /// @dev As `heal`; of another project than the debtor.
    function repay(uint64 projectId, uint256 batchId, uint64 units) external;

    /// @notice Posts units that are cancelled when the project's losses reach them.
    /// @dev As `heal`; at least one tonne.
    /// @param lockedUntil until when it stays at the least, unix seconds.
    function postBond(
        uint64 projectId,
        uint256 batchId,
        uint64 units,
        uint40 lockedUntil
    ) external returns (uint256 bondId);

    /// @notice Takes back what is left of a bond.
    /// @dev Only its guarantor, after its date and while no case of the project is open.
    function withdrawBond(uint256 bondId, uint64 units, address to) external;

    /// @notice Shortens the span in which a batch may be invalidated: eight years from issuance at first, three at the least.
    /// @dev Requires the registry role.
    /// @param endsAt last second, unix seconds.
    function setInvalidationWindow(uint256 batchId, uint40 endsAt) external;

    /// @notice Last second in which a batch may be invalidated, unix seconds.
    function invalidationEndsAt(uint256 batchId) external view returns (uint40);

    /// @notice A case with its losses; reverts for one that does not exist.
    function caseOf(uint256 caseId) external view returns (Case memory);
    /// @return cases highest case id.
    /// @return bonds highest bond id.
    /// @return waiting consented cases whose waterfall is not finished.
    function counts() external view returns (uint256 cases, uint256 bonds, uint256 waiting);
    /// @notice What is left of a bond; reverts for one that does not exist.
    function bond(uint256 bondId) external view returns (Bond memory);
    /// @notice What a batch lost and what became of it; all zero for a whole batch.
    function lossOf(uint256 batchId) external view returns (BatchLoss memory);
    /// @return caseId the case under which a batch is investigated or settled, or zero.
    function openCaseOf(uint256 batchId) external view returns (uint256 caseId);
    /// @notice Buffer units of a batch; bonds are not among them.
    function bufferUnits(uint256 batchId) external view returns (uint64);
    /// @notice Buffer units of a project.
    function projectBufferUnits(uint64 projectId) external view returns (uint64);
    /// @notice Buffer units of all projects.
    function totalBufferUnits() external view returns (uint64);
    /// @notice Units of all bonds posted for a project.
    function bondUnits(uint64 projectId) external view returns (uint64);
    /// @notice What a project still owes for intentional losses; it should issue nothing before it is repaid.
    function debtOf(uint64 projectId) external view returns (uint64 debtUnits);
    /// @return credits the credit registry.
    function registry() external view returns (address credits);
}
