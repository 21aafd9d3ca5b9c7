// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { TransientSlot } from "@openzeppelin/contracts/utils/TransientSlot.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { Book, ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { MarketConfig } from "../types/MarketConfig.sol";
import { OrderId } from "../types/OrderId.sol";

/// @title ExchangeBase
/// @notice What every part of the Exchange stands on, the contract and its extension alike.
abstract contract ExchangeBase is ExchangeStorage, AccessManagedUpgradeable, ReentrancyGuardTransient {
    using TransientSlot for *;

    // keccak256(abi.encode(uint256(keccak256("carbonxchange.transient.Actor")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant ACTOR = 0x5d31ee30ed5cd0d66552948838f41c0446efc64ac85e2869f40b400a9c537400;

    /// @dev For calls that send nothing out but questions to the gate, which are static calls: nobody can come back while they
    /// run, so that they need not enter the guard, only find that nobody has.
    modifier notEntered() {
        require(!_reentrancyGuardEntered(), ReentrancyGuardReentrantCall());
        _;
    }

    /// @dev Whose order it is: the caller's, or of a call from this contract's own modules the account that they act for.
    function _actor() internal view returns (address) {
        return msg.sender == address(this) ? ACTOR.asAddress().tload() : msg.sender;
    }

    /// @dev Makes the calls that a module sends to this contract count as `account`'s; zero afterwards. The module has checked
    /// who asks, and is not guarded itself, since the call it sends is.
    function _actFor(address account) internal {
        ACTOR.asAddress().tstore(account);
    }

    /// @dev Cancels orders of `account` by a call of its own to this contract, see `_actFor`.
    function _cancelFor(address account, OrderId[] calldata orderIds) internal returns (uint40[] memory lots) {
        _actFor(account);
        lots = IExchange(address(this)).cancelBatch(orderIds);
        _actFor(address(0));
    }

    // Both refusals are `if`s, since `require` would read the count for its error each time.

    /// @dev Reverts for a market that does not exist.
    function _market(uint32 marketId) internal view returns (Book storage book, MarketConfig config) {
        book = _s().books[marketId];
        config = book.config;
        if (config.phase() == IExchange.MarketPhase.NONE) {
            revert IExchange.Exchange_UnknownMarket(marketId, _s().marketCount);
        }
    }

    /// @dev Reverts for an asset that is not listed.
    function _asset(uint32 index) internal view returns (IExchange.Asset storage a) {
        a = _s().assets[index];
        if (a.token == address(0)) revert IExchange.Exchange_UnknownAsset(index, _s().assetCount);
    }
}
