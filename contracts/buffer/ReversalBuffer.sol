// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";
import { LossWaterfall } from "./LossWaterfall.sol";
import { Replenishment } from "./Replenishment.sol";

/// @title ReversalBuffer
/// @notice The buffer and what becomes of losses; see `IReversalBuffer`.
contract ReversalBuffer is LossWaterfall, Replenishment, UUPSUpgradeable {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Sets the proxy up.
    /// @param accessManager the AccessManager that decides who may call the restricted functions.
    /// @param credits the credit registry, whose units are held.
    function initialize(address accessManager, address credits) external initializer {
        if (accessManager == address(0) || credits == address(0)) revert ReversalBuffer_ZeroAddress();
        __AccessManaged_init(accessManager);
        _layout().credits = credits;
    }

    /// @inheritdoc IReversalBuffer
    function counts() external view returns (uint256 cases, uint256 bonds, uint256 waiting) {
        Layout storage $ = _layout();
        return ($.caseCount, $.bondCount, $.consented.length - $.settledCount);
    }

    /// @inheritdoc IReversalBuffer
    function registry() external view returns (address credits) {
        return _layout().credits;
    }

    // solhint-disable-next-line no-empty-blocks
    function _authorizeUpgrade(address) internal override restricted {}
}
