// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155MetadataURI } from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { IERC7943MultiToken } from "../../../contracts/interfaces/IERC7943MultiToken.sol";
import { IERC8393 } from "../../../contracts/interfaces/IERC8393.sol";
import { IGuardianFreeze } from "../../../contracts/interfaces/IGuardianFreeze.sol";
import { IIssuanceImports } from "../../../contracts/interfaces/IIssuanceImports.sol";
import { IPendingRetirements } from "../../../contracts/interfaces/IPendingRetirements.sol";
import { ITransferRestrictions } from "../../../contracts/interfaces/ITransferRestrictions.sol";

/// @title DeployedCredits
/// @notice Everything the registry's proxy answers to. Tests name this rather than the contract, which the compiler would
/// otherwise build again with them.
interface DeployedCredits is
    ICarbonCredits,
    IERC7943MultiToken,
    IERC8393,
    IGuardianFreeze,
    IIssuanceImports,
    IPendingRetirements,
    ITransferRestrictions,
    IERC1155MetadataURI
{
    function initialize(address accessManager, address gate, string calldata uriPrefix) external;

    function nextModule() external view returns (address);

    function upgradeToAndCall(address implementation, bytes calldata data) external payable;
}
