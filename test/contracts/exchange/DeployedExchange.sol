// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155Receiver } from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import { IEligibilityListener } from "../../../contracts/interfaces/IComplianceGate.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { IExchangeAuctions } from "../../../contracts/interfaces/IExchangeAuctions.sol";
import { IExchangeBundle } from "../../../contracts/interfaces/IExchangeBundle.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeLens } from "../../../contracts/interfaces/IExchangeLens.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { IExchangeRecovery } from "../../../contracts/interfaces/IExchangeRecovery.sol";
import { IExchangeSweep } from "../../../contracts/interfaces/IExchangeSweep.sol";

/// @title DeployedExchange
/// @notice Everything the Exchange's proxy answers to. Tests name this rather than the contract, which the compiler would
/// otherwise build again with them.
interface DeployedExchange is
    IExchange,
    IExchangeAccounts,
    IExchangeAuctions,
    IExchangeBundle,
    IExchangeConditionals,
    IExchangeLens,
    IExchangeParents,
    IExchangeRecovery,
    IExchangeSweep,
    IEligibilityListener,
    IERC1155Receiver
{
    function initialize(address accessManager, address gate_, address carbonCredits) external;

    function upgradeToAndCall(address implementation, bytes calldata data) external payable;
}
