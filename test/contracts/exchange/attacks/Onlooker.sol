// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC1155Holder } from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import { DeployedExchange } from "../DeployedExchange.sol";

/// @notice Receives credits and looks, at that moment, at what the Exchange says and holds.
contract Onlooker is ERC1155Holder {
    DeployedExchange private immutable _exchange;
    uint256 public seenFree;
    uint256 public seenHeld;

    constructor(DeployedExchange exchange_) {
        _exchange = exchange_;
    }

    function run(address target, bytes calldata data) external {
        (bool ok, ) = target.call(data);
        require(ok, "refused");
    }

    function onERC1155Received(
        address operator,
        address from,
        uint256 id,
        uint256 value,
        bytes memory data
    ) public override returns (bytes4) {
        seenFree = _exchange.balanceOf(address(this), 1);
        seenHeld = IERC1155(msg.sender).balanceOf(address(_exchange), id);
        return super.onERC1155Received(operator, from, id, value, data);
    }
}
