// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import { IEligibilityListener } from "../interfaces/IComplianceGate.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { Balances } from "../libraries/Balances.sol";
import { ExchangeTrading } from "./ExchangeTrading.sol";
import { ModuleChain } from "../libraries/ModuleChain.sol";

/// @title Exchange
/// @notice The on-chain order books of all markets and the vault that holds their escrow: everything in IExchange.
/// @dev Placing and cancelling are compiled in; the rest of IExchange lives in the modules behind it, see ModuleChain:
/// ExchangeUpkeep, ExchangeTriggers, ExchangeAccounts, ExchangeConditionals, ExchangeOffice. Deployed behind an ERC-1967 proxy.
contract Exchange is ExchangeTrading, ModuleChain, UUPSUpgradeable, IEligibilityListener {
    using Balances for Layout;

    /// @param next ExchangeUpkeep.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address next) ModuleChain(next) {
        _disableInitializers();
    }

    /// @param accessManager the AccessManager that holds the roles.
    /// @param gate_ the compliance gate.
    /// @param carbonCredits the credit registry, the only ERC-1155 accepted.
    function initialize(address accessManager, address gate_, address carbonCredits) external initializer {
        require(gate_ != address(0) && carbonCredits != address(0), IExchange.Exchange_ZeroAddress());
        __AccessManaged_init(accessManager);
        Layout storage s = _s();
        s.gate = gate_;
        s.credits = carbonCredits;
        emit IExchange.GateSet(gate_);
    }

    /// @inheritdoc IEligibilityListener
    /// @dev Not behind the reentrancy guard: it only withdraws trust, and a freeze must never fail.
    function onEligibilityChanged(address account) external {
        address gate_ = _s().gate;
        require(msg.sender == gate_, IExchange.Exchange_OnlyGate(msg.sender, gate_));
        _s().distrust(account);
    }

    /// @dev The role check sees the selector of `upgradeToAndCall`, the only way here.
    function _authorizeUpgrade(address) internal override restricted {}
}
