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
        WITHDRAWN
    }

    /// @notice Why a retirement was made.
    enum Purpose {
        VOLUNTARY,
        CORSIA,
        NATIONAL_TAX,
        NDC,
        OTHER
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
    struct Issuance {
        uint64 projectId;
        string serialNamespace;
        uint40 blockStart;
        uint40 blockEnd;
        uint40 vintageStart;
        uint40 vintageEnd;
        address recipient;
        bytes32 reportHash;
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

    /// @notice What the retiring party states. Personal data stays off chain: only a reference goes in.
    /// @param beneficiary who the retirement is for and who receives the certificate; zero means `account`.
    /// @param beneficiaryRef salted hash of the off-chain beneficiary record, or zero.
    /// @param purpose see `Purpose`.
    /// @param consumptionCountry ISO 3166-1 alpha-2, or zero.
    /// @param periodStart first day of the period claimed for, unix seconds, or zero.
    /// @param periodEnd last day of the period claimed for, unix seconds, or zero.
    /// @param statement public text, at most 256 bytes; must carry no personal data.
    struct RetirementDetails {
        address beneficiary;
        bytes32 beneficiaryRef;
        Purpose purpose;
        bytes2 consumptionCountry;
        uint40 periodStart;
        uint40 periodEnd;
        string statement;
    }

    /// @param batchId the batch consumed.
    /// @param account who held the credits.
    /// @param units kg retired.
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
    /// @notice Credits were retired. The serials run from unit `firstUnit` on, `units` long, counted in kg from
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

    /// @notice Links the certificate contract; nothing can be retired before.
    /// @dev Requires the admin role. Works once.
    function setCertificate(address certificate) external;

    /// @notice Registers a project.
    /// @dev Requires the registry role.
    function registerProject(Project calldata project) external returns (uint64 projectId);

    /// @notice Proposes an issuance. The serial block is checked against every issued block of its namespace.
    /// @dev Requires the registry role.
    function propose(Issuance calldata issuance) external returns (uint256 proposalId);

    /// @notice Takes an open proposal back.
    /// @dev Only its proposer.
    function withdrawProposal(uint256 proposalId) external;

    /// @notice Attests that the report behind a proposal was verified.
    /// @dev Requires the verifier role; never the proposer.
    /// @param reportHash must equal the proposed hash, so that nobody attests blindly.
    function attest(uint256 proposalId, bytes32 reportHash) external;

    /// @notice Refuses a proposal with a reason.
    /// @dev Requires the verifier role; never the proposer.
    function refuse(uint256 proposalId, string calldata reason) external;

    /// @notice Mints an attested proposal. Reverts when its serials overlap an issued block.
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

    /// @notice Burns `units` of `account` without an environmental claim.
    /// @dev Caller is the account or approved by it for all.
    /// @param units kg.
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
    function retirement(uint256 retirementId) external view returns (Retirement memory);
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
    /// @param batchId the batch.
    /// @return units in circulation: issued less retired less cancelled; zero for an unknown batch.
    function totalSupply(uint256 batchId) external view returns (uint256 units);
    /// @return gate the compliance gate.
    /// @return certificate the certificate contract.
    function links() external view returns (address gate, address certificate);
}
