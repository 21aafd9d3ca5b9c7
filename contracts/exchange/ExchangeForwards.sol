// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { OrderId } from "../types/OrderId.sol";
import { ExchangeExtension } from "./ExchangeExtension.sol";

/// @title ExchangeForwards
/// @notice The functions of IExchange that the ExchangeExtension carries out on this contract's storage.
/// @dev The code of one contract is limited to 24,576 bytes. Each function here passes its whole calldata on by
/// delegatecall and ends the call with whatever comes back, so nothing behind `_forward` is ever reached. The extension
/// is created by the constructor: it cannot be chosen by anybody, and an upgrade brings its own.
/// The parameters have names for the ABI's sake; the statement before each `_forward` only marks them as used.
abstract contract ExchangeForwards is IExchange {
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable _extension = address(new ExchangeExtension());

    /// @return the contract that carries out the functions declared here.
    function extension() external view returns (address) {
        return _extension;
    }

    // ------------------------------------------------------------------------------------------- anyone's work

    /// @inheritdoc IExchange
    function crank(uint32 marketId, uint16 maxSteps) external returns (uint256 steps) {
        (marketId, maxSteps, steps);
        _forward();
    }

    /// @inheritdoc IExchange
    function prune(OrderId[] calldata orderIds) external returns (uint256 removed) {
        (orderIds, removed);
        _forward();
    }

    // ------------------------------------------------------------------------------------------- operators

    /// @inheritdoc IExchange
    function listAsset(address token, uint256 batchId, bool isCredit) external returns (uint32 index) {
        (token, batchId, isCredit, index);
        _forward();
    }

    /// @inheritdoc IExchange
    function createMarket(Market calldata market_) external returns (uint32 marketId) {
        (market_, marketId);
        _forward();
    }

    /// @inheritdoc IExchange
    function pauseMarket(uint32 marketId) external {
        marketId;
        _forward();
    }

    /// @inheritdoc IExchange
    function openMarket(uint32 marketId) external {
        marketId;
        _forward();
    }

    /// @inheritdoc IExchange
    function closeMarket(uint32 marketId) external {
        marketId;
        _forward();
    }

    /// @inheritdoc IExchange
    function setMarketFees(uint32 marketId, uint16 makerFeePips, uint16 takerFeePips) external {
        (marketId, makerFeePips, takerFeePips);
        _forward();
    }

    /// @inheritdoc IExchange
    function collectFees(uint32 asset_, address to) external returns (uint256 amount) {
        (asset_, to, amount);
        _forward();
    }

    /// @inheritdoc IExchange
    function setGate(address gate_) external {
        gate_;
        _forward();
    }

    // ------------------------------------------------------------------------------------------- views

    /// @inheritdoc IExchange
    function asset(uint32 index) external view returns (Asset memory) {
        index;
        _forwardView();
    }

    /// @inheritdoc IExchange
    function assetIndex(address token, uint256 batchId) external view returns (uint32) {
        (token, batchId);
        _forwardView();
    }

    /// @inheritdoc IExchange
    function market(uint32 marketId) external view returns (Market memory) {
        marketId;
        _forwardView();
    }

    /// @inheritdoc IExchange
    function counts() external view returns (uint32 assets, uint32 markets) {
        (assets, markets);
        _forwardView();
    }

    /// @inheritdoc IExchange
    function balanceOf(address account, uint32 asset_) external view returns (uint256 free) {
        (account, asset_, free);
        _forwardView();
    }

    /// @inheritdoc IExchange
    function collectedFees(uint32 asset_) external view returns (uint256) {
        asset_;
        _forwardView();
    }

    /// @inheritdoc IExchange
    function order(OrderId orderId) external view returns (OrderView memory) {
        orderId;
        _forwardView();
    }

    /// @inheritdoc IExchange
    function best(uint32 marketId) external view returns (uint16 bidTicks, uint16 askTicks) {
        (marketId, bidTicks, askTicks);
        _forwardView();
    }

    /// @inheritdoc IExchange
    function depth(
        uint32 marketId,
        Side side,
        uint16 fromTicks,
        uint16 maxLevels
    ) external view returns (LevelView[] memory) {
        (marketId, side, fromTicks, maxLevels);
        _forwardView();
    }

    /// @inheritdoc IExchange
    function ordersAt(
        uint32 marketId,
        Side side,
        uint16 priceTicks,
        uint16 maxOrders
    ) external view returns (OrderId[] memory ids, OrderView[] memory orders) {
        (marketId, side, priceTicks, maxOrders, ids, orders);
        _forwardView();
    }

    /// @inheritdoc IExchange
    function queue(uint32 marketId) external view returns (uint32 head, uint32 tail) {
        (marketId, head, tail);
        _forwardView();
    }

    /// @inheritdoc IExchange
    function gate() external view returns (address) {
        _forwardView();
    }

    // ------------------------------------------------------------------------------------------- forwarding

    /// @notice Carries out a view of this contract for itself, see `_forwardView`.
    function onExtension() external {
        require(msg.sender == address(this), Exchange_OnlySelf(msg.sender));
        _delegate(4);
    }

    function _forward() private {
        _delegate(0);
    }

    /// @dev Ends the call with what the extension returns for the calldata from `offset` on.
    /// @custom:oz-upgrades-unsafe-allow delegatecall
    function _delegate(uint256 offset) private {
        address target = _extension;
        assembly ("memory-safe") {
            // safe: control never returns to Solidity, so the memory overwritten from zero is nobody's any more; the
            // target is this contract's own code in another place, created with it
            let size := sub(calldatasize(), offset)
            calldatacopy(0, offset, size)
            let ok := delegatecall(gas(), target, 0, size, 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) {
                revert(0, returndatasize())
            }
            return(0, returndatasize())
        }
    }

    /// @dev The compiler knows no delegatecall that keeps the state, so a view is asked of this contract itself by a static
    /// call, under which `onExtension` can change nothing.
    function _forwardView() private view {
        bytes4 selector = this.onExtension.selector;
        assembly ("memory-safe") {
            // safe: as in `_delegate`
            mstore(0, selector)
            calldatacopy(4, 0, calldatasize())
            let ok := staticcall(gas(), address(), 0, add(calldatasize(), 4), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) {
                revert(0, returndatasize())
            }
            return(0, returndatasize())
        }
    }
}
