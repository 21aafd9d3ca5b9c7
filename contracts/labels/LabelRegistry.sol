// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { ILabelRegistry } from "../interfaces/ILabelRegistry.sol";
import { Adjustments } from "./Adjustments.sol";

/// @title LabelRegistry
/// @notice Labels and corresponding adjustments of issued batches; see `ILabelRegistry`.
contract LabelRegistry is Adjustments, UUPSUpgradeable {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Sets the proxy up.
    /// @param accessManager the AccessManager that decides who may call the restricted functions.
    /// @param credits the credit registry, which knows the batches.
    function initialize(address accessManager, address credits) external initializer {
        if (accessManager == address(0) || credits == address(0)) revert LabelRegistry_ZeroAddress();
        __AccessManaged_init(accessManager);
        _layout().credits = credits;
    }

    /// @inheritdoc ILabelRegistry
    function registry() external view returns (address credits) {
        return _layout().credits;
    }

    // solhint-disable-next-line no-empty-blocks
    function _authorizeUpgrade(address) internal override restricted {}
}
