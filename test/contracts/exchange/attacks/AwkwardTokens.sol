// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Honest, with any number of decimals.
contract WholeToken is ERC20("Whole", "WHO") {
    uint8 private immutable _decimals;

    constructor(uint8 decimals_) {
        _decimals = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @notice Moves without saying so, as the first dollar tokens do. Needs no approval.
contract SilentToken {
    mapping(address account => uint256) public balanceOf;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @notice Comes in, but says false instead of going out until it is thawed.
contract FrozenOutToken is ERC20("Frozen out", "ICE") {
    bool private _thawed;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function thaw() external {
        _thawed = true;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return _thawed && super.transfer(to, amount);
    }
}

/// @notice Gives holders more than was moved.
contract RebasingToken is ERC20("Rebasing", "UP") {
    uint256 private _extra;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function rebase(address holder, uint256 amount) external {
        _mint(holder, amount);
    }

    function rebaseDuringTransfers(uint256 amount) external {
        _extra = amount;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (_extra != 0) _mint(to, _extra);
        return super.transferFrom(from, to, amount);
    }
}
