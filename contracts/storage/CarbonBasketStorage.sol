// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonBasket } from "../interfaces/ICarbonBasket.sol";

/// @title CarbonBasketStorage
/// @notice Everything a basket stores besides its ERC-20, in one ERC-7201 namespace.
abstract contract CarbonBasketStorage {
    struct RuleVersion {
        ICarbonBasket.Terms terms;
        ICarbonBasket.ListMode[4] modes;
        mapping(ICarbonBasket.Criterion => mapping(bytes32 key => bool)) listed;
    }

    /// @dev `version` is the last whose fixed criteria the batch satisfied; `place` its index among the batches of its year
    /// plus one, zero while the basket holds none of it.
    struct BatchPlace {
        uint32 version;
        uint32 place;
        uint8 year;
    }

    /// @custom:storage-location erc7201:carbonxchange.storage.CarbonBasket
    struct Layout {
        address credits;
        uint32 currentVersion;
        uint32 announcedVersion;
        uint32 lastVersion;
        address gate;
        uint40 announcedEffectiveAt;
        uint40 ruleDelay;
        address labels;
        address impairment;
        address feeRecipient;
        uint256 shelves;
        mapping(uint32 version => RuleVersion) rules;
        mapping(uint256 batchId => BatchPlace) places;
        mapping(uint8 year => uint256[]) batches;
    }

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.storage.CarbonBasket")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0xa8f3489344dd89166455050d913d475c3c054c429b90a8ceb1aba9b3e1907900;

    function _layout() internal pure returns (Layout storage $) {
        // safe: LOCATION is the namespace's root and holds nothing but Layout
        assembly {
            $.slot := LOCATION
        }
    }
}
