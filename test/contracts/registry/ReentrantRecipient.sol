// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC1155Holder } from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { DeployedCredits } from "./DeployedCredits.sol";

/// @title ReentrantRecipient
/// @notice A receiver of credits that calls the registry back from inside its callback, and notes what it saw.
contract ReentrantRecipient is ERC1155Holder {
    DeployedCredits internal immutable CREDITS;
    bytes internal payload;
    bool public attempted;
    bool public succeeded;
    uint256 public supplySeen;
    uint256 public balanceSeen;

    constructor(DeployedCredits credits) {
        CREDITS = credits;
    }

    /// @param payload_ what to call once, from the next callback.
    function arm(bytes calldata payload_) external {
        payload = payload_;
        attempted = false;
    }

    function onERC1155Received(
        address operator,
        address from,
        uint256 id,
        uint256 value,
        bytes memory data
    ) public override returns (bytes4) {
        supplySeen = CREDITS.totalSupply(id);
        balanceSeen = CREDITS.balanceOf(address(this), id);
        if (payload.length != 0 && !attempted) {
            attempted = true;
            (succeeded, ) = address(CREDITS).call(payload);
        }
        return super.onERC1155Received(operator, from, id, value, data);
    }

    function retire(uint256 batchId, uint64 units) external returns (uint256) {
        ICarbonCredits.RetirementDetails memory details;
        return CREDITS.retire(address(this), batchId, units, details);
    }
}
