// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ICarbonCredits
/// @notice The credit registry: projects, maker-checker issuance, serial blocks that cannot overlap, retirement with
/// exact serials. Credits are ERC-1155, one id per issued batch; 1 unit = 1 kg CO2e, 1,000 units = 1 credit (1 tonne,
/// one serial number).
interface ICarbonCredits {
    /// @notice How a project affects the atmosphere.
    enum Mechanism {
        REDUCTION,
        REMOVAL,
        MIXED
    }

    /// @notice Where a proposal stands.
    enum ProposalStatus {
        NONE,
        PROPOSED,
        ATTESTED,
        REFUSED,
        ISSUED,
        WITHDRAWN,
        EXPIRED
    }

    /// @notice Why a retirement was made.
    enum Purpose {
        VOLUNTARY,
        CORSIA,
        NATIONAL_TAX,
        NDC,
        OTHER
    }

    /// @notice What the retiring party claims with a retirement. The tiers are those of the VCMI Claims Code of Practice.
    enum ClaimType {
        NONE,
        CONTRIBUTION,
        COMPENSATION,
        VCMI_SILVER,
        VCMI_GOLD,
        VCMI_PLATINUM
    }

    /// @notice Why credits were cancelled without an environmental claim.
    enum CancellationReason {
        CONVERSION,
        EXPORT,
        ERROR,
        VOLUNTARY,
        REVERSAL_COMPENSATION,
        INVALIDATION
    }

    /// @param registryName source registry, e.g. "Verra".
    /// @param nativeId the registry's own id, e.g. "VCS1340".
    /// @param name project name.
    /// @param methodology id and version, e.g. "VM0007 v1.6".
    /// @param country ISO 3166-1 alpha-2 as two ASCII bytes.
    /// @param mechanism reduction, removal or mixed.
    struct Project {
        string registryName;
        string nativeId;
        string name;
        string methodology;
        bytes2 country;
        Mechanism mechanism;
    }

    /// @param projectId the project.
    /// @param serialNamespace every field of the serial but start and end, in the grammar of the source registry.
    /// @param blockStart first serial number of the block.
    /// @param blockEnd last serial number, inclusive; quantity in tonnes = blockEnd - blockStart + 1.
    /// @param vintageStart first day of the vintage, unix seconds at 00:00 UTC.
    /// @param vintageEnd last day of the vintage, unix seconds at 00:00 UTC.
    /// @param recipient who receives the credits.
    /// @param reportHash hash of the monitoring and verification report.
    /// @param bufferBps risk-rated share of the units that goes to the buffer, in hundredths of a percent, at most 4,000.
    /// @param monitoringStart first day of the monitoring period, unix seconds at 00:00 UTC.
    /// @param monitoringEnd last day of the monitoring period, unix seconds at 00:00 UTC.
    /// @param methodology id and version that this report was made under; empty for the project's own.
    /// @param conversionRef what another registry cancelled in return, see `conversionBatch`; zero for a first issuance.
    struct Issuance {
        uint64 projectId;
        string serialNamespace;
        uint40 blockStart;
        uint40 blockEnd;
        uint40 vintageStart;
        uint40 vintageEnd;
        address recipient;
        bytes32 reportHash;
        uint16 bufferBps;
        uint40 monitoringStart;
        uint40 monitoringEnd;
        string methodology;
        bytes32 conversionRef;
    }

    /// @param projectId the project.
    /// @param blockStart first serial number of the batch.
    /// @param blockEnd last serial number, inclusive.
    /// @param vintageStart unix seconds.
    /// @param vintageEnd unix seconds.
    /// @param issuedAt unix seconds.
    /// @param retiredUnits kg retired so far.
    /// @param cancelledUnits kg cancelled so far.
    /// @param serialNamespace see `Issuance`.
    struct Batch {
        uint64 projectId;
        uint40 blockStart;
        uint40 blockEnd;
        uint40 vintageStart;
        uint40 vintageEnd;
        uint40 issuedAt;
        uint64 retiredUnits;
        uint64 cancelledUnits;
        string serialNamespace;
    }

    /// @notice A part of a batch.
    /// @param batchId the batch.
    /// @param units kg.
    struct Portion {
        uint256 batchId;
        uint64 units;
    }

    /// @notice What one retirement consumed of one batch.
    /// @param batchId the batch.
    /// @param units kg.
    /// @param firstUnit offset in kg of the first unit consumed, counted from the start of the block.
    struct RetiredPortion {
        uint256 batchId;
        uint64 units;
        uint64 firstUnit;
    }

    /// @notice What the retiring party states. Personal data stays off chain: only a reference goes in.
    /// @param beneficiary who the retirement is for and who receives the certificate; zero means `account`.
    /// @param beneficiaryRef salted hash of the off-chain beneficiary record, or zero.
    /// @param purpose see `Purpose`.
    /// @param consumptionCountry ISO 3166-1 alpha-2, or zero.
    /// @param periodStart first day of the period claimed for, unix seconds, or zero.
    /// @param periodEnd last day of the period claimed for, unix seconds, or zero.
    /// @param statement public text, at most 256 bytes; must carry no personal data.
    /// @param claim see `ClaimType`.
    struct RetirementDetails {
        address beneficiary;
        bytes32 beneficiaryRef;
        Purpose purpose;
        bytes2 consumptionCountry;
        uint40 periodStart;
        uint40 periodEnd;
        string statement;
        ClaimType claim;
    }

    /// @notice A retirement; of several portions the first, see `portionsOf` for all.
    /// @param batchId the batch consumed.
    /// @param account the retiring entity.
    /// @param units kg retired of this batch.
    /// @param firstUnit offset in kg of the first unit consumed, counted from the start of the block.
    /// @param retiredAt unix seconds.
    /// @param details what was stated, with the beneficiary resolved.
    struct Retirement {
        uint256 batchId;
        address account;
        uint64 units;
        uint64 firstUnit;
        uint40 retiredAt;
        RetirementDetails details;
    }

    event ProjectRegistered(
        uint64 indexed projectId,
        address indexed registrar,
        string registryName,
        string nativeId,
        string name,
        string methodology,
        bytes2 country,
        Mechanism mechanism
    );
    event IssuanceProposed(
        uint256 indexed proposalId,
        uint64 indexed projectId,
        address indexed proposer,
        Issuance issuance
    );
    event IssuanceAttested(uint256 indexed proposalId, address indexed verifier, bytes32 reportHash);
    event IssuanceRefused(uint256 indexed proposalId, address indexed verifier, string reason);
    event IssuanceWithdrawn(uint256 indexed proposalId, address indexed proposer);
    /// @notice A proposal was withdrawn in favour of another, which says the same issuance right.
    event IssuanceCorrected(uint256 indexed proposalId, uint256 indexed correctedProposalId);
    /// @notice Nobody issued the proposal while it was valid.
    event IssuanceExpired(uint256 indexed proposalId);
    /// @notice Credits of a new batch were minted. `units` = (blockEnd - blockStart + 1) x 1,000.
    event BatchIssued(
        uint256 indexed batchId,
        uint256 indexed proposalId,
        uint64 indexed projectId,
        address recipient,
        string serialNamespace,
        uint40 blockStart,
        uint40 blockEnd,
        uint40 vintageStart,
        uint40 vintageEnd,
        uint64 units
    );
    /// @notice Of a new batch's units, `units` kg went to the buffer instead of the recipient.
    event BufferContributed(uint256 indexed batchId, address indexed buffer, uint64 units);
    /// @notice Credits were retired; one event for each portion of a retirement. The serials run from unit `firstUnit` on, `units` long, counted in kg from
    /// blockStart: first serial = blockStart + firstUnit / 1,000, last = blockStart + (firstUnit + units - 1) / 1,000.
    event Retired(
        uint256 indexed retirementId,
        uint256 indexed batchId,
        address indexed account,
        uint64 units,
        uint64 firstUnit,
        uint64 batchRetiredUnits,
        RetirementDetails details
    );
    /// @notice The units of a retirement came from a custodian, who holds for `account`.
    event RetiredFromCustody(uint256 indexed retirementId, address indexed custodian, address indexed account);
    /// @notice A cancellation for conversion named what it becomes elsewhere. `conversionRef` is the hash of the note.
    event ConvertedOut(bytes32 indexed conversionRef, uint256 indexed batchId, uint64 units, uint64 firstUnit);
    /// @notice A batch was issued for what another registry cancelled.
    event ConvertedIn(bytes32 indexed conversionRef, uint256 indexed batchId);
    /// @notice Credits were cancelled; same serial rule as `Retired`.
    event Cancelled(
        uint256 indexed batchId,
        address indexed account,
        uint64 units,
        uint64 firstUnit,
        uint64 batchCancelledUnits,
        CancellationReason reason,
        string note
    );
    /// @notice The certificate contract was linked, once and for all.
    event CertificateSet(address indexed certificate);
    /// @notice The buffer was linked, once and for all.
    event BufferSet(address indexed buffer);
    /// @notice No unit of the batch moves or retires before `until`, unix seconds; zero when it was let go.
    event BatchSuspended(uint256 indexed batchId, uint40 until);

    error CarbonCredits_UnknownProject(uint64 projectId, uint64 lastProjectId);
    error CarbonCredits_UnknownProposal(uint256 proposalId, uint256 lastProposalId);
    error CarbonCredits_UnknownBatch(uint256 batchId);
    error CarbonCredits_UnknownRetirement(uint256 retirementId, uint256 lastRetirementId);
    error CarbonCredits_ProjectExists(string registryName, string nativeId, uint64 projectId);
    error CarbonCredits_EmptyField(string field);
    error CarbonCredits_BadCountry(bytes2 country);
    error CarbonCredits_BlockReversed(uint40 blockStart, uint40 blockEnd);
    error CarbonCredits_BlockTooLarge(uint256 tonnes, uint256 maxTonnes);
    error CarbonCredits_VintageReversed(uint40 vintageStart, uint40 vintageEnd);
    error CarbonCredits_PeriodReversed(uint40 periodStart, uint40 periodEnd);
    error CarbonCredits_SerialOverlap(uint40 blockStart, uint40 blockEnd, uint40 takenStart, uint40 takenEnd);
    error CarbonCredits_WrongStatus(uint256 proposalId, ProposalStatus actual, ProposalStatus required);
    error CarbonCredits_VerifierIsProposer(address account);
    error CarbonCredits_NotProposer(address caller, address proposer);
    error CarbonCredits_ReportMismatch(bytes32 attested, bytes32 proposed);
    error CarbonCredits_ZeroUnits();
    error CarbonCredits_InsufficientUnits(uint256 have, uint256 want);
    error CarbonCredits_StatementTooLong(uint256 length, uint256 maxLength);
    error CarbonCredits_NotAuthorised(address caller, address account);
    error CarbonCredits_AccountBlocked(address account);
    error CarbonCredits_ZeroAddress();
    error CarbonCredits_FieldTooLong(string field, uint256 length, uint256 maxLength);
    error CarbonCredits_CertificateNotSet();
    error CarbonCredits_CertificateAlreadySet(address certificate);
    error CarbonCredits_BufferNotSet();
    error CarbonCredits_BufferAlreadySet(address buffer);
    error CarbonCredits_OnlyBuffer(address caller, address buffer);
    error CarbonCredits_BufferShareTooLarge(uint16 bufferBps, uint16 maxBps);
    error CarbonCredits_Suspended(uint256 batchId, uint40 until);
    error CarbonCredits_SuspensionTooLong(uint40 until, uint256 latest);
    error CarbonCredits_NoPortions();
    error CarbonCredits_TooManyPortions(uint256 count, uint256 maxCount);
    error CarbonCredits_MonitoringReversed(uint40 monitoringStart, uint40 monitoringEnd);
    error CarbonCredits_ProposalExpired(uint256 proposalId, uint256 expiredAt);
    error CarbonCredits_ProposalNotExpired(uint256 proposalId, uint256 expiresAt);
    error CarbonCredits_ConversionReplayed(bytes32 conversionRef);
    error CarbonCredits_ConversionUsed(bytes32 conversionRef, uint256 batchId);
    /// @notice The project owes the buffer `debtUnits` kg, see `IReversalBuffer.debtOf`, and issues nothing before it has paid.
    error CarbonCredits_ProjectInDebt(uint64 projectId, uint64 debtUnits);

    /// @notice Links the certificate contract; nothing can be retired before.
    /// @dev Requires the admin role. Works once.
    function setCertificate(address certificate) external;

    /// @notice Links the buffer contract, which from then on receives its share of each issuance and may suspend batches.
    /// @dev Requires the admin role. Works once.
    function setBuffer(address buffer) external;

    /// @notice Stops every unit of a batch from moving or retiring while it is under investigation. The buffer's own
    /// units may be burned all the same.
    /// @dev Only the buffer contract.
    /// @param until unix seconds, at most 90 days ahead; zero or a past time ends the suspension.
    function setSuspended(uint256 batchId, uint40 until) external;

    /// @notice Registers a project.
    /// @dev Requires the registry role.
    function registerProject(Project calldata project) external returns (uint64 projectId);

    /// @notice Proposes an issuance, valid for 180 days. The serial block is checked against every issued block of its
    /// namespace, and the conversion reference against those used.
    /// @dev Requires the registry role.
    function propose(Issuance calldata issuance) external returns (uint256 proposalId);

    /// @notice Takes an open proposal back.
    /// @dev Only its proposer.
    function withdrawProposal(uint256 proposalId) external;

    /// @notice Withdraws a proposal that has no verdict yet and proposes it anew as corrected. Under a new number, so that
    /// no verifier attests what he did not read.
    /// @dev Requires the registry role; only its proposer.
    function correctProposal(
        uint256 proposalId,
        Issuance calldata issuance
    ) external returns (uint256 correctedProposalId);

    /// @notice Closes an open proposal whose 180 days are over.
    /// @dev Anyone.
    function expireProposal(uint256 proposalId) external;

    /// @notice Attests that the report behind a proposal was verified.
    /// @dev Requires the verifier role; never the proposer.
    /// @param reportHash must equal the proposed hash, so that nobody attests blindly.
    function attest(uint256 proposalId, bytes32 reportHash) external;

    /// @notice Refuses a proposal with a reason.
    /// @dev Requires the verifier role; never the proposer.
    function refuse(uint256 proposalId, string calldata reason) external;

    /// @notice Mints an attested proposal: to the buffer its share, rounded up to a kilogram, the rest to the recipient.
    /// Reverts when its serials overlap an issued block or its conversion reference was used.
    /// @dev Requires the registry role.
    function issue(uint256 proposalId) external returns (uint256 batchId);

    /// @notice Burns `units` of `account` and assigns them the next exact serials of the batch.
    /// @dev Caller is the account or approved by it for all. Mints the certificate to the beneficiary.
    /// @param units kg.
    function retire(
        address account,
        uint256 batchId,
        uint64 units,
        RetirementDetails calldata details
    ) external returns (uint256 retirementId);

    /// @notice `retire` for many batches at once, with one certificate for all of them.
    /// @dev Caller is the account or approved by it for all. At most 100 portions; a batch may be named twice.
    function retireMany(
        address account,
        Portion[] calldata portions,
        RetirementDetails calldata details
    ) external returns (uint256 retirementId);

    /// @notice Burns the caller's own units and records `retiree` as the retiring entity: for a custodian that holds for
    /// others. The beneficiary, where none is stated, is the retiree.
    /// @dev Requires the custodian role, so that nobody puts a claim into another's mouth.
    function retireHeld(
        address retiree,
        Portion[] calldata portions,
        RetirementDetails calldata details
    ) external returns (uint256 retirementId);

    /// @notice Burns `units` of `account` without an environmental claim.
    /// @dev Caller is the account or approved by it for all.
    /// @param units kg.
    /// @param note public text, at most 256 bytes. For a conversion it is required and names the registry and the id or
    /// serials that take over; its hash can be used once.
    function cancel(
        address account,
        uint256 batchId,
        uint64 units,
        CancellationReason reason,
        string calldata note
    ) external;

    function project(uint64 projectId) external view returns (Project memory);
    function proposal(
        uint256 proposalId
    ) external view returns (Issuance memory issuance, ProposalStatus status, address proposer, address verifier);
    function batch(uint256 batchId) external view returns (Batch memory);
    /// @return the proposal that the batch was issued for.
    function proposalOf(uint256 batchId) external view returns (uint256);
    function retirement(uint256 retirementId) external view returns (Retirement memory);
    /// @return who the retirement is for and who holds its certificate; zero for an unknown retirement.
    function beneficiaryOf(uint256 retirementId) external view returns (address);
    /// @return every portion of the retirement, in the order in which they were named.
    function portionsOf(uint256 retirementId) external view returns (RetiredPortion[] memory);
    /// @return projects highest project id.
    /// @return proposals highest proposal id.
    /// @return retirements highest retirement id.
    function counts() external view returns (uint64 projects, uint256 proposals, uint256 retirements);
    /// @notice Whether any serial of the range is already issued in the namespace.
    /// @return taken whether it is.
    /// @return takenStart first serial of the block in the way.
    /// @return takenEnd its last serial.
    function serialsTaken(
        string calldata serialNamespace,
        uint40 blockStart,
        uint40 blockEnd
    ) external view returns (bool taken, uint40 takenStart, uint40 takenEnd);
    /// @notice The issued blocks on both sides of a serial number: what proves that a number was never issued.
    /// @return taken whether the number belongs to an issued block, which is then the one below.
    /// @return belowStart first serial of the last block that starts at or below the number.
    /// @return belowEnd its last serial; zero, with `belowStart`, when there is none.
    /// @return aboveStart first serial of the first block that starts above the number.
    /// @return aboveEnd its last serial; zero, with `aboveStart`, when there is none.
    function serialNeighbours(
        string calldata serialNamespace,
        uint40 serial
    ) external view returns (bool taken, uint40 belowStart, uint40 belowEnd, uint40 aboveStart, uint40 aboveEnd);
    /// @return the batch that was issued for what another registry cancelled; zero while the reference is unused.
    function conversionBatch(bytes32 conversionRef) external view returns (uint256);
    /// @return whether a cancellation for conversion has named this reference, the hash of its note.
    function isConvertedOut(bytes32 conversionRef) external view returns (bool);
    /// @return unix seconds until when no unit of the batch moves; zero or past when it is not suspended.
    function suspendedUntil(uint256 batchId) external view returns (uint40);
    /// @param batchId the batch.
    /// @return units in circulation: issued less retired less cancelled; zero for an unknown batch.
    function totalSupply(uint256 batchId) external view returns (uint256 units);
    /// @return gate the compliance gate.
    /// @return certificate the certificate contract.
    function links() external view returns (address gate, address certificate);
    /// @return the buffer contract, or zero.
    function buffer() external view returns (address);
}
