// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { IExchangeAccounts } from "../interfaces/IExchangeAccounts.sol";
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
        bytes32 order = keccak256(abi.encode(ORDER_TYPEHASH, request));
        return keccak256(abi.encode(PLACE_TYPEHASH, account, order, nonce, deadline));
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
