// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import { IERC1155Receiver } from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { Balances } from "../libraries/Balances.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeVault
/// @notice Money and credits in and out.
abstract contract ExchangeVault is ExchangeBase, IERC1155Receiver {
    using Balances for Layout;
    using SafeERC20 for IERC20;

    // ------------------------------------------------------------------------------------------- ERC-20

    /// @dev See IExchange.
    function deposit(uint32 asset_, uint256 amount) external nonReentrant {
        _deposit(asset_, amount);
    }

    /// @dev See IExchange.
    function depositWithPermit(
        uint32 asset_,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant {
        address token = _asset(asset_).token;
        // a permit that somebody else has already submitted leaves the allowance this deposit needs
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(asset_, amount);
    }

    function _deposit(uint32 asset_, uint256 amount) private {
        IExchange.Asset storage a = _asset(asset_);
        IERC20 token = IERC20(a.token);
        // Check
        require(amount != 0, IExchange.Exchange_ZeroAmount());
        require(!a.isCredit, IExchange.Exchange_ForeignToken(address(token)));
        // Interaction first, under the guard: only what really arrived is credited
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 held = token.balanceOf(address(this));
        require(
            held >= before && held - before == amount,
            IExchange.Exchange_TransferMismatch(_diff(held, before), amount)
        );
        // no balance can overflow while the whole holding fits
        require(held <= Balances.FREE_MASK, IExchange.Exchange_BalanceOverflow(asset_, held, Balances.FREE_MASK));
        // Effect
        uint256 freeAfter = _s().deposit(msg.sender, asset_, amount);
        emit IExchange.Deposited(msg.sender, asset_, amount, freeAfter);
    }

    function _diff(uint256 held, uint256 before) private pure returns (uint256) {
        return held > before ? held - before : 0;
    }

    // ------------------------------------------------------------------------------------------- credits

    /// @dev See IExchange.
    function depositCredits(uint32 asset_, uint256 units) external nonReentrant {
        IExchange.Asset storage a = _asset(asset_);
        require(units != 0, IExchange.Exchange_ZeroAmount());
        require(a.isCredit, IExchange.Exchange_ForeignToken(a.token));
        uint256 batchId = a.batchId;
        // the receive hook sees this contract as operator and leaves the crediting to the lines below
        IERC1155(a.token).safeTransferFrom(msg.sender, address(this), batchId, units, "");
        uint256 freeAfter = _s().deposit(msg.sender, asset_, units);
        emit IExchange.Deposited(msg.sender, asset_, units, freeAfter);
    }

    /// @inheritdoc IERC1155Receiver
    /// @dev Credits the sender. Minting straight to this contract is refused: such credits would belong to nobody.
    function onERC1155Received(
        address operator,
        address from,
        uint256 id,
        uint256 value,
        bytes calldata
    ) external returns (bytes4) {
        if (!_isOwnTransfer(operator)) _receive(from, id, value);
        return this.onERC1155Received.selector;
    }

    /// @inheritdoc IERC1155Receiver
    function onERC1155BatchReceived(
        address operator,
        address from,
        uint256[] calldata ids,
        uint256[] calldata values,
        bytes calldata
    ) external returns (bytes4) {
        require(!_isOwnTransfer(operator), IExchange.Exchange_ForeignToken(msg.sender));
        for (uint256 i = 0; i < ids.length; ++i) {
            _receive(from, ids[i], values[i]);
        }
        return this.onERC1155BatchReceived.selector;
    }

    /// @dev Only the registry may report credits. Its transfers that this contract itself began are under the guard.
    function _isOwnTransfer(address operator) private view returns (bool) {
        require(msg.sender == _s().credits, IExchange.Exchange_ForeignToken(msg.sender));
        return operator == address(this);
    }

    function _receive(address from, uint256 id, uint256 value) private nonReentrant {
        require(from != address(0), IExchange.Exchange_ZeroAddress());
        require(value != 0, IExchange.Exchange_ZeroAmount());
        uint32 index = _assetIndex(msg.sender, id);
        uint256 freeAfter = _s().deposit(from, index, value);
        emit IExchange.Deposited(from, index, value, freeAfter);
    }

    function _assetIndex(address token, uint256 batchId) private view returns (uint32 index) {
        index = _s().assetIndexes[keccak256(abi.encode(token, batchId))];
        require(index != 0, IExchange.Exchange_NotListed(token, batchId));
    }

    // ------------------------------------------------------------------------------------------- out

    /// @dev See IExchange.
    function withdraw(uint32 asset_, uint256 amount, address to) external nonReentrant {
        IExchange.Asset storage a = _asset(asset_);
        // Check
        require(amount != 0, IExchange.Exchange_ZeroAmount());
        require(to != address(0), IExchange.Exchange_ZeroAddress());
        // paid to this contract it would belong to nobody
        require(to != address(this), IExchange.Exchange_AccountBlocked(to));
        IComplianceGate gate_ = IComplianceGate(_s().gate);
        require(!gate_.isBlocked(msg.sender), IExchange.Exchange_AccountBlocked(msg.sender));
        if (to != msg.sender) require(!gate_.isBlocked(to), IExchange.Exchange_AccountBlocked(to));
        // Effect
        uint256 freeAfter = _s().withdraw(msg.sender, asset_, amount);
        emit IExchange.Withdrawn(msg.sender, asset_, to, amount, freeAfter);
        // Interaction
        _pay(a, to, amount);
    }

    function _pay(IExchange.Asset storage a, address to, uint256 amount) private {
        address token = a.token;
        if (a.isCredit) IERC1155(token).safeTransferFrom(address(this), to, a.batchId, amount, "");
        else IERC20(token).safeTransfer(to, amount);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC1155Receiver).interfaceId || interfaceId == type(IERC165).interfaceId;
    }
}
