// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ILabelRegistry
/// @notice Dated, revocable labels of issued batches (CORSIA period, CCP, co-benefits ...) and the state of their
/// corresponding adjustments. A period runs from `from`, inclusive, to `until`, exclusive, in unix seconds; `OPEN_ENDED`
/// (the largest uint40) stands for no end. Label ids run from 0 to 119, so that a set of labels is one uint128 mask:
/// bit i stands for label i. The bits above say how the corresponding adjustment stands, so that whoever asks for labels (a
/// market, a basket, a sweep) can ask for that as well: 120 none is required, 121 committed to, 122 completed, and what the
/// host country authorised the units for: 123 nationally determined contributions, 124 international mitigation, 125 other.
interface ILabelRegistry {
    /// @notice What the host country has declared about a batch.
    enum Declaration {
        UNKNOWN,
        COMMITTED,
        NOT_REQUIRED
    }

    /// @notice How far the host country has come with the adjustment it committed to.
    enum AdjustmentStatus {
        NOT_STARTED,
        PENDING,
        COMPLETED
    }

    /// @param attester who attested.
    /// @param from first second of validity.
    /// @param until end of validity, exclusive; brought forward by a revocation.
    /// @param attestedUntil end of validity as first attested.
    /// @param attestedAt when it was written.
    /// @param revokedAt when it was revoked, or zero.
    /// @param evidence hash of what the attester relied on.
    /// @param reason why it was revoked; empty unless it was.
    struct Attestation {
        address attester;
        uint40 from;
        uint40 until;
        uint40 attestedUntil;
        uint40 attestedAt;
        uint40 revokedAt;
        bytes32 evidence;
        string reason;
    }

    /// @param declaration see `Declaration`.
    /// @param status see `AdjustmentStatus`; NOT_STARTED unless the declaration is COMMITTED.
    /// @param purposes bits: 1 nationally determined contribution, 2 international mitigation, 4 other; zero unless COMMITTED.
    /// @param hostParty ISO 3166-1 alpha-2 of the host country; zero unless COMMITTED.
    /// @param effectiveAt when the state began, unix seconds.
    /// @param recordedAt when it was written here; ignored as input.
    /// @param authorisationRef hash of the letter of authorisation; zero unless COMMITTED.
    struct Adjustment {
        Declaration declaration;
        AdjustmentStatus status;
        uint8 purposes;
        bytes2 hostParty;
        uint40 effectiveAt;
        uint40 recordedAt;
        bytes32 authorisationRef;
    }

    event LabelRegistered(uint8 indexed labelId, string code);
    event AttesterSet(uint8 indexed labelId, address indexed account, bool allowed);
    /// @param index position in the history of this label on this batch.
    event LabelAttested(
        uint256 indexed batchId,
        uint8 indexed labelId,
        address indexed attester,
        uint256 index,
        uint40 from,
        uint40 until,
        bytes32 evidence
    );
    /// @param until the end of validity from now on.
    event LabelRevoked(
        uint256 indexed batchId,
        uint8 indexed labelId,
        address indexed attester,
        uint256 index,
        uint40 until,
        string reason
    );
    /// @notice From `from` to `until`, exclusive, the labels of the batch are exactly `mask`.
    event LabelsRefreshed(uint256 indexed batchId, uint128 mask, uint40 from, uint40 until);
    event AdjustmentRecorded(uint256 indexed batchId, address indexed authoriser, uint256 index, Adjustment adjustment);

    error LabelRegistry_ZeroAddress();
    error LabelRegistry_EmptyField(string field);
    error LabelRegistry_FieldTooLong(string field, uint256 length, uint256 maxLength);
    error LabelRegistry_LabelExists(string code, uint8 labelId);
    error LabelRegistry_TooManyLabels(uint256 count, uint256 maxCount);
    error LabelRegistry_UnknownLabel(uint8 labelId, uint256 count);
    error LabelRegistry_NotAttester(uint8 labelId, address caller);
    error LabelRegistry_DatesReversed(uint40 from, uint40 until);
    error LabelRegistry_DatesOverlap(uint40 from, uint40 previousUntil);
    error LabelRegistry_UnknownAttestation(uint256 batchId, uint8 labelId, uint256 index, uint256 count);
    error LabelRegistry_AlreadyRevoked(uint256 batchId, uint8 labelId, uint256 index, uint40 revokedAt);
    error LabelRegistry_RevocationOutsidePeriod(uint40 effectiveAt, uint40 from, uint40 until);
    error LabelRegistry_BadAdjustment(string field, uint256 value);
    error LabelRegistry_NotHostParty(bytes2 given, bytes2 projectCountry);
    error LabelRegistry_AdjustmentDate(uint40 effectiveAt, uint40 earliest, uint40 latest);
    error LabelRegistry_StatusSkipped(AdjustmentStatus from, AdjustmentStatus to);
    error LabelRegistry_AdjustmentFinal(uint256 batchId, uint40 completedAt);

    /// @notice Adds a kind of label.
    /// @dev Requires the admin role.
    /// @param code 1 to 32 bytes, unique, e.g. "CORSIA-2024-2026".
    function registerLabel(string calldata code) external returns (uint8 labelId);

    /// @notice Lets an account attest and revoke one label, or no longer. What it attested before stands.
    /// @dev Requires the admin role.
    function setAttester(uint8 labelId, address account, bool allowed) external;

    /// @notice Attests a label of an issued batch.
    /// @dev Only an attester of the label. Periods of one label on one batch follow one another without overlap.
    /// @param from first second of validity; may lie in the past.
    /// @param until end, exclusive, after `from`.
    /// @param evidence hash of what the attester relied on; not zero.
    function attest(
        uint256 batchId,
        uint8 labelId,
        uint40 from,
        uint40 until,
        bytes32 evidence
    ) external returns (uint256 index);

    /// @notice Ends an attestation early. It stays in the history with the reason.
    /// @dev Only an attester of the label.
    /// @param effectiveAt the new end, inside the period; may lie in the past when the label was wrong all along.
    /// @param reason 1 to 256 bytes; must carry no personal data.
    function revoke(uint256 batchId, uint8 labelId, uint256 index, uint40 effectiveAt, string calldata reason) external;

    /// @notice Brings the cached mask of a batch to the present. Answers are the same before and after, only cheaper.
    /// @dev Anyone.
    function refresh(uint256 batchId) external;

    /// @notice Writes the next state of a batch's corresponding adjustment.
    /// @dev Requires the authoriser role. Dates do not run backwards, a status is not skipped, and COMPLETED is final.
    function recordAdjustment(uint256 batchId, Adjustment calldata adjustment_) external returns (uint256 index);

    /// @notice Whether a batch has a label at a moment.
    /// @param at unix seconds.
    function hasLabel(uint256 batchId, uint8 labelId, uint40 at) external view returns (bool);

    /// @notice The labels of a batch and the state of its adjustment at a moment, as a mask. Two storage reads at most while the cached mask holds.
    /// @param at unix seconds.
    function labelsAt(uint256 batchId, uint40 at) external view returns (uint128 mask);

    /// @notice Every attestation of a label on a batch, oldest first.
    function attestations(uint256 batchId, uint8 labelId) external view returns (Attestation[] memory);

    /// @return code the code of a kind of label, or the name of a bit about the adjustment.
    function label(uint8 labelId) external view returns (string memory code);
    /// @return how many kinds are registered; their ids run from 0.
    function labelCount() external view returns (uint256);
    /// @notice Whether an account may attest and revoke a label.
    function isAttester(uint8 labelId, address account) external view returns (bool);

    /// @notice The state of the corresponding adjustment at a moment; UNKNOWN before the first record.
    /// @param at unix seconds.
    function adjustmentAt(uint256 batchId, uint40 at) external view returns (Adjustment memory);

    /// @notice Every recorded state, oldest first.
    function adjustments(uint256 batchId) external view returns (Adjustment[] memory);

    /// @return credits the credit registry.
    function registry() external view returns (address credits);
}
