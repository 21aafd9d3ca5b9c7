// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "./ICarbonCredits.sol";

interface ICreditHooks is ICarbonCredits {
    struct Portion {
        uint256 batchId;
        uint64 units;
    }

    function setSuspended(uint256 batchId, uint40 until) external;
    function suspendedUntil(uint256 batchId) external view returns (uint40);
    function retireHeld(
        address retiree,
        Portion[] calldata portions,
        RetirementDetails calldata details
    ) external returns (uint256[] memory);
}
