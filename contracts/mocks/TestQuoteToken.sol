// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title TestQuoteToken
/// @notice Quote money for local chains and tests ONLY: anyone may mint it, so it is worth nothing. On a real network
/// markets are quoted in a real token.
contract TestQuoteToken is ERC20, ERC20Permit {
    /// @notice Most that one call of `mint` hands out: 100 million tUSD.
    uint256 public constant MAX_MINT = 100_000_000e6;

    error TestQuoteToken_MintAboveCap(uint256 amount, uint256 cap);

    constructor() ERC20("Test US Dollar", "tUSD") ERC20Permit("Test US Dollar") {}

    /// @notice The open faucet.
    /// @param to who receives the money.
    /// @param amount base units, at most `MAX_MINT`.
    function mint(address to, uint256 amount) external {
        if (amount > MAX_MINT) revert TestQuoteToken_MintAboveCap(amount, MAX_MINT);
        _mint(to, amount);
    }

    /// @notice Six, as the dollar tokens of the field have.
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
