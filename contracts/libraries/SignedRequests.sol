// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeAccounts } from "../interfaces/IExchangeAccounts.sol";
import { IExchangeConditionals } from "../interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../interfaces/IExchangeParents.sol";
import { ExchangeStorage } from "../storage/ExchangeStorage.sol";
import { OrderId } from "../types/OrderId.sol";

/// @title SignedRequests
/// @notice EIP-712 hashes of requests, their signatures and their nonces.
library SignedRequests {
    bytes private constant ORDER_TYPE =
        "OrderRequest(uint32 marketId,uint8 side,uint8 orderType,uint16 priceTicks,uint40 lots,uint40 minFillLots,uint32 expiry,uint16 maxFills,uint64 clientId,uint8 selfTrade,uint24 displayLots)";
    bytes32 private constant ORDER_TYPEHASH = keccak256(ORDER_TYPE);
    bytes32 private constant PLACE_TYPEHASH = keccak256(
        abi.encodePacked("PlaceOrder(address account,OrderRequest request,uint256 nonce,uint256 deadline)", ORDER_TYPE)
    );
    bytes private constant CONDITIONAL_TYPE =
        "ConditionalRequest(uint32 marketId,uint8 side,uint8 kind,uint8 selfTrade,uint40 lots,uint16 limitTicks,uint16 limitAboveTicks,uint16 triggerAboveTicks,uint16 triggerBelowTicks,uint16 trailTicks,uint32 expiry,uint64 clientId)";
    bytes32 private constant CONDITIONAL_TYPEHASH = keccak256(CONDITIONAL_TYPE);
    bytes32 private constant PLACE_CONDITIONAL_TYPEHASH = keccak256(
        abi.encodePacked(
            "PlaceConditional(address account,ConditionalRequest request,uint256 nonce,uint256 deadline)",
            CONDITIONAL_TYPE
        )
    );
    bytes private constant PARENT_TYPE =
        "ParentRequest(uint32 marketId,uint8 side,uint8 kind,uint40 lots,uint16 limitTicks,uint32 startAt,uint32 interval,uint16 slices,uint16 toleranceBps,uint16 participationBps,bytes32 weights,uint8 selfTrade,uint64 clientId)";
    bytes32 private constant PARENT_TYPEHASH = keccak256(PARENT_TYPE);
    bytes32 private constant PLACE_PARENT_TYPEHASH = keccak256(
        abi.encodePacked(
            "PlaceParent(address account,ParentRequest request,uint256 nonce,uint256 deadline)",
            PARENT_TYPE
        )
    );
    bytes32 private constant CANCEL_TYPEHASH = keccak256(
        "CancelOrders(address account,uint96[] orderIds,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    /// @return the separator of the calling proxy on the present chain; computed each time, so that a fork of the chain
    /// accepts nothing that was signed for the other.
    function domainSeparator() internal view returns (bytes32) {
        return
            keccak256(
                abi.encode(DOMAIN_TYPEHASH, keccak256("CarbonXchange"), keccak256("1"), block.chainid, address(this))
            );
    }

    /// @return the hash of a request to place.
    function placeHash(
        address account,
        IExchange.OrderRequest calldata request,
        uint256 nonce,
        uint256 deadline
    ) internal pure returns (bytes32) {
        return _placing(PLACE_TYPEHASH, account, keccak256(abi.encode(ORDER_TYPEHASH, request)), nonce, deadline);
    }

    /// @return the hash of a request to place a conditional order.
    function conditionalHash(
        address account,
        IExchangeConditionals.ConditionalRequest calldata request,
        uint256 nonce,
        uint256 deadline
    ) internal pure returns (bytes32) {
        bytes32 order = keccak256(abi.encode(CONDITIONAL_TYPEHASH, request));
        return _placing(PLACE_CONDITIONAL_TYPEHASH, account, order, nonce, deadline);
    }

    /// @return the hash of a request to place an order that is worked off in slices.
    function parentHash(
        address account,
        IExchangeParents.ParentRequest calldata request,
        uint256 nonce,
        uint256 deadline
    ) internal pure returns (bytes32) {
        bytes32 order = keccak256(abi.encode(PARENT_TYPEHASH, request));
        return _placing(PLACE_PARENT_TYPEHASH, account, order, nonce, deadline);
    }

    function _placing(
        bytes32 typeHash,
        address account,
        bytes32 order,
        uint256 nonce,
        uint256 deadline
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(typeHash, account, order, nonce, deadline));
    }

    /// @return the hash of a request to cancel.
    function cancelHash(
        address account,
        OrderId[] calldata orderIds,
        uint256 nonce,
        uint256 deadline
    ) internal pure returns (bytes32) {
        // elements of an array are padded to words, as EIP-712 wants them
        bytes32 ids = keccak256(abi.encodePacked(orderIds));
        return keccak256(abi.encode(CANCEL_TYPEHASH, account, ids, nonce, deadline));
    }

    /// @notice Uses up a nonce, or reverts unless `account` has signed `structHash` for now.
    function consume(
        ExchangeStorage.Layout storage s,
        address account,
        uint256 nonce,
        uint256 deadline,
        bytes32 structHash,
        bytes calldata signature
    ) internal {
        require(block.timestamp <= deadline, IExchangeAccounts.Exchange_DeadlinePassed(deadline, block.timestamp));
        uint256 bit = 1 << (nonce & 0xff);
        require(!isUsed(s, account, nonce), IExchangeAccounts.Exchange_NonceUsed(account, nonce));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domainSeparator(), structHash));
        require(
            SignatureChecker.isValidSignatureNowCalldata(account, digest, signature),
            IExchangeAccounts.Exchange_BadSignature(account)
        );
        giveUp(s, account, nonce >> 8, bit);
    }

    /// @notice Marks nonces used.
    function giveUp(ExchangeStorage.Layout storage s, address account, uint256 word, uint256 mask) internal {
        uint256 used = s.usedNonces[account][word] | mask;
        s.usedNonces[account][word] = used;
        emit IExchangeAccounts.NoncesUsed(account, word, used);
    }

    function isUsed(ExchangeStorage.Layout storage s, address account, uint256 nonce) internal view returns (bool) {
        return (s.usedNonces[account][nonce >> 8] >> (nonce & 0xff)) & 1 != 0;
    }
}
