// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeAccounts } from "../interfaces/IExchangeAccounts.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../interfaces/IExchangeParents.sol";
import { OrderId } from "../types/OrderId.sol";
import { SignedRequests } from "../libraries/SignedRequests.sol";
import { ExchangeBase } from "./ExchangeBase.sol";

/// @title ExchangeDelegates
/// @notice Trading for an account by others than itself: its operators, and whoever submits what it has signed.
/// @dev What these calls carry out they send to this contract as the account's, see `_actFor`; the guard is there.
abstract contract ExchangeDelegates is ExchangeBase {
    using SignedRequests for Layout;

    // ------------------------------------------------------------------------------------------- operators

    /// @dev See IExchangeAccounts.
    function setOperator(address operator, uint40 until) external {
        require(operator != address(0), IExchange.Exchange_ZeroAddress());
        require(until == 0 || until > block.timestamp, IExchangeAccounts.Exchange_UntilInPast(until, block.timestamp));
        _s().operatorUntil[msg.sender][operator] = until;
        emit IExchangeAccounts.OperatorSet(msg.sender, operator, until);
    }

    /// @dev See IExchangeAccounts.
    function placeBy(
        address account,
        IExchange.OrderRequest[] calldata requests
    ) external returns (IExchange.PlaceResult[] memory results) {
        _requireOperator(account);
        _actFor(account);
        results = IExchange(address(this)).placeBatch(requests);
        _actFor(address(0));
    }

    /// @dev See IExchangeAccounts.
    function placeConditionalBy(
        address account,
        IExchangeConditionals.ConditionalRequest calldata request
    ) external returns (OrderId) {
        _requireOperator(account);
        return _placeConditionalFor(account, request);
    }

    /// @dev See IExchangeAccounts.
    function placeParentBy(
        address account,
        IExchangeParents.ParentRequest calldata request
    ) external returns (OrderId) {
        _requireOperator(account);
        return _placeParentFor(account, request);
    }

    /// @dev See IExchangeAccounts.
    function cancelBy(address account, OrderId[] calldata orderIds) external returns (uint40[] memory lots) {
        _requireOperator(account);
        return _cancelFor(account, orderIds);
    }

    /// @dev See IExchangeAccounts.
    function operatorUntil(address account, address operator) external view returns (uint40) {
        return uint40(_s().operatorUntil[account][operator]); // safe: only ever written from 40 bits
    }

    function _requireOperator(address account) private view {
        if (msg.sender == account) return;
        uint256 until = _s().operatorUntil[account][msg.sender];
        require(until > block.timestamp, IExchangeAccounts.Exchange_NotOperator(account, msg.sender, until));
    }

    function _placeConditionalFor(
        address account,
        IExchangeConditionals.ConditionalRequest calldata request
    ) private returns (OrderId id) {
        _actFor(account);
        id = IExchangeConditionals(address(this)).placeConditional(request);
        _actFor(address(0));
    }

    function _placeParentFor(
        address account,
        IExchangeParents.ParentRequest calldata request
    ) private returns (OrderId id) {
        _actFor(account);
        id = IExchangeParents(address(this)).placeParent(request);
        _actFor(address(0));
    }

    // ------------------------------------------------------------------------------------------- signed requests

    /// @dev See IExchangeAccounts. The nonce is used up before the order is placed.
    function placeSigned(
        address account,
        IExchange.OrderRequest calldata request,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (IExchange.PlaceResult memory result) {
        bytes32 structHash = SignedRequests.placeHash(account, request, nonce, deadline);
        _s().consume(account, nonce, deadline, structHash, signature);
        _actFor(account);
        result = IExchange(address(this)).place(request);
        _actFor(address(0));
    }

    /// @dev See IExchangeAccounts.
    function placeConditionalSigned(
        address account,
        IExchangeConditionals.ConditionalRequest calldata request,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (OrderId) {
        bytes32 structHash = SignedRequests.conditionalHash(account, request, nonce, deadline);
        _s().consume(account, nonce, deadline, structHash, signature);
        return _placeConditionalFor(account, request);
    }

    /// @dev See IExchangeAccounts.
    function placeParentSigned(
        address account,
        IExchangeParents.ParentRequest calldata request,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (OrderId) {
        bytes32 structHash = SignedRequests.parentHash(account, request, nonce, deadline);
        _s().consume(account, nonce, deadline, structHash, signature);
        return _placeParentFor(account, request);
    }

    /// @dev See IExchangeAccounts.
    function cancelSigned(
        address account,
        OrderId[] calldata orderIds,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (uint40[] memory) {
        bytes32 structHash = SignedRequests.cancelHash(account, orderIds, nonce, deadline);
        _s().consume(account, nonce, deadline, structHash, signature);
        return _cancelFor(account, orderIds);
    }

    /// @dev See IExchangeAccounts.
    function invalidateNonces(uint256 word, uint256 mask) external {
        _s().giveUp(msg.sender, word, mask);
    }

    /// @dev See IExchangeAccounts.
    function isNonceUsed(address account, uint256 nonce) external view returns (bool) {
        return _s().isUsed(account, nonce);
    }

    /// @dev See IExchangeAccounts.
    function domainSeparator() external view returns (bytes32) {
        return SignedRequests.domainSeparator();
    }
}
