// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IERC8393
/// @notice ERC-8393 (draft): tokenized carbon credits with retirement. A token id is the project's number shifted by 128
/// bits, or-ed with the credit's number within it: the batch id. Amounts are units of 1 kg where the draft recommends 10^-8
/// tonnes.
/// @dev Serials, purposes and certificates are in ICarbonCredits, of which a retirement here is the plainest form.
interface IERC8393 {
    /// @param projectId number of the project.
    /// @param creditId number of the batch within its project.
    /// @param projectName the project's name.
    /// @param methodology id and version.
    /// @param vintage "2020", or "2019-2020" when it spans years.
    /// @param country ISO 3166-1 alpha-2.
    /// @param totalVolume kg issued, the buffer's share included.
    /// @param expiry always zero: credits do not expire.
    /// @param isRetired whether the whole issued volume is retired.
    struct CreditMetadata {
        uint256 projectId;
        uint256 creditId;
        string projectName;
        string methodology;
        string vintage;
        string country;
        uint256 totalVolume;
        uint256 expiry;
        bool isRetired;
    }

    /// @notice A batch was issued; beside ERC-1155's own events and BatchIssued.
    event CreditMinted(
        address indexed to,
        uint256 indexed tokenId,
        uint256 projectId,
        uint256 creditId,
        uint256 amount,
        uint256 expiry
    );
    /// @notice Units were retired by `account`; beside Retired.
    event CreditRetired(address indexed account, uint256 indexed tokenId, uint256 amount);

    error ERC8393_NumberTooLarge(uint256 projectId, uint256 creditId);
    error ERC8393_MintByProposal();

    /// @notice Reverts for a number of 2^128 or more.
    function encodeTokenId(uint256 projectId, uint256 creditId) external pure returns (uint256 tokenId);

    function decodeTokenId(uint256 tokenId) external pure returns (uint256 projectId, uint256 creditId);

    /// @notice Reverts for a token that does not exist.
    function getMetadata(uint256 tokenId) external view returns (CreditMetadata memory);

    /// @notice Always refused: credits come into being by a proposal that a verifier attested, see ICarbonCredits.issue.
    function mintCredit(
        address to,
        uint256 projectId,
        uint256 creditId,
        uint256 amount,
        uint256 expiry,
        CreditMetadata calldata metadata
    ) external;

    /// @notice Retires without any statement: purpose OTHER, beneficiary `account`.
    /// @dev Caller is the account or approved by it for all.
    function retire(uint256 tokenId, address account, uint256 amount) external;

    /// @return kg that the account has retired of the batch; never falls.
    function retiredBalanceOf(address account, uint256 tokenId) external view returns (uint256);

    function tokenExists(uint256 tokenId) external view returns (bool);

    /// @return always false for lack of an expiry.
    function isExpired(uint256 tokenId) external view returns (bool);
}
