// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICreditHooks } from "../../../contracts/interfaces/ICreditHooks.sol";
import { CarbonCredits } from "../../../contracts/registry/CarbonCredits.sol";

contract HookedCredits is CarbonCredits {
    mapping(uint256 => uint40) public suspendedUntil;

    function setSuspended(uint256 batchId, uint40 until) external {
        suspendedUntil[batchId] = until;
    }

    function shift(address from, address to, uint256 id, uint256 units) external {
        _burn(from, id, units);
        _mint(to, id, units, "");
    }

    function retireHeld(
        address,
        ICreditHooks.Portion[] calldata portions,
        RetirementDetails calldata
    ) external returns (uint256[] memory ids) {
        for (uint256 i = 0; i < portions.length; ++i) {
            _layout().batches[portions[i].batchId].retiredUnits += portions[i].units;
            _burn(msg.sender, portions[i].batchId, portions[i].units);
        }
        return ids;
    }
}
