// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC1155 } from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

/// @title OpenCredits
/// @notice ERC-1155 with an open mint, standing in for the registry where a test is about the Exchange alone.
contract OpenCredits is ERC1155("") {
    function mint(address to, uint256 id, uint256 units) external {
        _mint(to, id, units, "");
    }
}
