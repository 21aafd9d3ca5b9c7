// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import { ExchangeForwards } from "./ExchangeForwards.sol";
import { ExchangeTrading } from "./ExchangeTrading.sol";
import { ExchangeVault } from "./ExchangeVault.sol";

/// @title Exchange
/// @notice The on-chain order books of all markets and the vault that holds their escrow.
/// @dev What users pay gas for is compiled in; operators' calls and views live in an ExchangeExtension, see
/// ExchangeForwards. Deployed behind an ERC-1967 proxy.
contract Exchange is ExchangeTrading, ExchangeVault, ExchangeForwards, UUPSUpgradeable {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @param accessManager the AccessManager that holds the roles.
    /// @param gate_ the compliance gate.
    /// @param carbonCredits the credit registry, the only ERC-1155 accepted.
    function initialize(address accessManager, address gate_, address carbonCredits) external initializer {
        require(gate_ != address(0) && carbonCredits != address(0), Exchange_ZeroAddress());
        __AccessManaged_init(accessManager);
        Layout storage s = _s();
        s.gate = gate_;
        s.credits = carbonCredits;
        emit GateSet(gate_);
    }

    /// @dev The role check sees the selector of `upgradeToAndCall`, the only way here.
    function _authorizeUpgrade(address) internal override restricted {}
}
