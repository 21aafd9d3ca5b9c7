// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { CarbonBasket } from "../../../contracts/baskets/CarbonBasket.sol";
import { ReversalBuffer } from "../../../contracts/buffer/ReversalBuffer.sol";
import { LabelRegistry } from "../../../contracts/labels/LabelRegistry.sol";

/// @title LabelRegistryV2
/// @notice A successor, to upgrade to.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract LabelRegistryV2 is LabelRegistry {
    function version() external pure returns (uint256) {
        return 2;
    }
}

/// @title ReversalBufferV2
/// @notice A successor, to upgrade to.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract ReversalBufferV2 is ReversalBuffer {
    function version() external pure returns (uint256) {
        return 2;
    }
}

/// @title CarbonBasketV2
/// @notice A successor, to upgrade to.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract CarbonBasketV2 is CarbonBasket {
    function version() external pure returns (uint256) {
        return 2;
    }
}
