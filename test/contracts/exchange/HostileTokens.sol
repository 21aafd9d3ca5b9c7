// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC1155Holder } from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";

/// @notice Burns a tenth of every transfer.
contract FeeToken is ERC20("Fee", "FEE") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(to, address(0), value / 10);
    }
}

/// @notice Says false instead of moving anything.
contract RefusingToken is ERC20("Refusing", "NO") {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @notice Takes from the receiver instead of giving.
contract DrainingToken is ERC20("Draining", "MINUS") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function transferFrom(address, address to, uint256 amount) public override returns (bool) {
        _burn(to, amount);
        return true;
    }
}

/// @notice Has a supply beyond 128 bits.
contract HugeToken is ERC20("Huge", "HUGE") {
    constructor() {
        _mint(msg.sender, type(uint256).max);
    }
}

/// @notice Calls back whoever it was told to while it moves, as ERC-777 tokens do.
contract CallbackToken is ERC20("Callback", "CB") {
    address private _target;
    bytes private _data;
    bool public reentered;
    bytes public answer;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function arm(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (_target == address(0)) return;
        address target = _target;
        _target = address(0);
        (reentered, answer) = target.call(_data);
    }
}

/// @notice Receives credits and uses the moment to call the sender back.
contract CallbackReceiver is ERC1155Holder {
    address private _target;
    bytes private _data;
    bool public reentered;
    bytes public answer;

    function arm(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    function run(address target, bytes calldata data) external returns (bytes memory) {
        (bool ok, bytes memory result) = target.call(data);
        require(ok, string(result));
        return result;
    }

    function onERC1155Received(
        address operator,
        address from,
        uint256 id,
        uint256 value,
        bytes memory data
    ) public override returns (bytes4) {
        if (_target != address(0)) (reentered, answer) = _target.call(_data);
        return super.onERC1155Received(operator, from, id, value, data);
    }
}
