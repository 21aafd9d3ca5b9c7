// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { OrderId } from "../types/OrderId.sol";
import { IExchange } from "./IExchange.sol";
import { IExchangeConditionals } from "./IExchangeConditionals.sol";
import { IExchangeParents } from "./IExchangeParents.sol";

/// @title IExchangeAccounts
/// @notice What an account can arrange for itself: a second key that trades for it, lists of orders of which each stands for
/// itself, smaller sizes in place, signed requests that anybody may submit, and a switch that ends its trading unless renewed.
/// @dev Part of the Exchange: called at its address. Units as in IExchange.
interface IExchangeAccounts {
    /// @param ok whether the item was carried out; nothing of it was otherwise.
    /// @param result as of `place`.
    /// @param error what `place` would have reverted with.
    struct ItemResult {
        bool ok;
        IExchange.PlaceResult result;
        bytes error;
    }

    /// @param orderId the order to cancel, which must still live.
    /// @param request what to place instead.
    struct Replacement {
        OrderId orderId;
        IExchange.OrderRequest request;
    }

    // ------------------------------------------------------------------------------------------- events

    /// @notice `operator` may place and cancel for `account` before `until`, unix seconds; zero for never again.
    event OperatorSet(address indexed account, address indexed operator, uint40 until);

    /// @notice An item of a list was not carried out. `error` is what it would have reverted with by itself.
    event ItemRefused(address indexed account, uint256 index, bytes error);

    /// @notice An order was made smaller and kept its place. Of `lots` and `levelLots` both stand afterwards.
    event OrderAmended(OrderId indexed orderId, address indexed owner, uint40 lots, uint48 levelLots);

    /// @notice A signed request was carried out or its nonces were given up. `used`: the word's nonces that are used afterwards.
    event NoncesUsed(address indexed account, uint256 word, uint256 used);

    /// @notice The account's orders stop trading at `until`, unix seconds; zero for never.
    event DeadManSet(address indexed account, uint40 until);

    // ------------------------------------------------------------------------------------------- errors

    error Exchange_NotOperator(address account, address caller, uint256 until);
    error Exchange_UntilInPast(uint40 until, uint256 nowSeconds);
    error Exchange_NotAmendable(OrderId orderId);
    error Exchange_AmendNotSmaller(uint40 lots, uint40 lotsNow);
    error Exchange_BoundNotAllowed(IExchange.OrderType orderType);
    error Exchange_QuoteOutOfBound(uint256 quoteUnits, uint256 bound);
    error Exchange_DeadlinePassed(uint256 deadline, uint256 nowSeconds);
    error Exchange_NonceUsed(address account, uint256 nonce);
    error Exchange_BadSignature(address account);

    // ------------------------------------------------------------------------------------------- a second key

    /// @notice Lets `operator` place and cancel orders of every kind for the caller before `until`; it can never withdraw, sign
    /// or appoint.
    /// @param until unix seconds; zero ends it at once.
    function setOperator(address operator, uint40 until) external;

    /// @notice `placeBatch` for `account`, whose orders and escrow they are. The caller is its operator, or the account.
    function placeBy(
        address account,
        IExchange.OrderRequest[] calldata requests
    ) external returns (IExchange.PlaceResult[] memory);

    /// @notice `placeConditional` for `account`. The caller is its operator, or the account.
    function placeConditionalBy(
        address account,
        IExchangeConditionals.ConditionalRequest calldata request
    ) external returns (OrderId conditionalId);

    /// @notice `placeParent` for `account`. The caller is its operator, or the account.
    function placeParentBy(
        address account,
        IExchangeParents.ParentRequest calldata request
    ) external returns (OrderId parentId);

    /// @notice `cancelBatch` for `account`: orders of every kind. The caller is its operator, or the account.
    function cancelBy(address account, OrderId[] calldata orderIds) external returns (uint40[] memory lots);

    /// @return until when `operator` may trade for `account`, unix seconds.
    function operatorUntil(address account, address operator) external view returns (uint40 until);

    // ------------------------------------------------------------------------------------------- lists, changes

    /// @notice Places up to 50 orders, each by itself: one that is refused leaves the others as they are.
    function placeEach(IExchange.OrderRequest[] calldata requests) external returns (ItemResult[] memory);

    /// @notice Places an order that fills on arrival, and reverts unless what it pays or brings keeps to `quoteBound`: with
    /// MARKET an order with a worst price and a least outcome.
    /// @param request LIMIT_IOC, LIMIT_FOK or MARKET, with `maxFills` of at least 1.
    /// @param quoteBound quote base units: a BID costs at most this with its fee, an ASK brings at least this after its fee.
    function placeWithin(
        IExchange.OrderRequest calldata request,
        uint256 quoteBound
    ) external returns (IExchange.PlaceResult memory);

    /// @notice Cancels an order and places another, or does neither: one that is no longer live is not replaced.
    function replace(
        OrderId orderId,
        IExchange.OrderRequest calldata request
    ) external returns (IExchange.PlaceResult memory);

    /// @notice Up to 50 replacements, each by itself: where one is refused, its old order stays.
    function replaceEach(Replacement[] calldata items) external returns (ItemResult[] memory);

    /// @notice Makes a resting order smaller; it keeps its place in the queue and the difference comes back. A larger size or
    /// another price is a `replace`, which loses the place. Icebergs and deferred orders are replaced, too. Works in every
    /// phase but while an auction is being carried out.
    /// @param lots new size, at least the market's minimum and below what is left of the order.
    function amend(OrderId orderId, uint40 lots) external;

    // ------------------------------------------------------------------------------------------- signed requests

    /// @notice Places an order that `account` has signed, EIP-712 by its key or ERC-1271 by its contract. Anyone may submit
    /// it. Type: PlaceOrder(address account,OrderRequest request,uint256 nonce,uint256 deadline), the request's fields as in
    /// `OrderRequest`; domain: name CarbonXchange, version 1, chain, this address.
    /// @param nonce any that the account has not used; there is no order among them.
    /// @param deadline last second at which it may be submitted, unix seconds.
    function placeSigned(
        address account,
        IExchange.OrderRequest calldata request,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (IExchange.PlaceResult memory);

    /// @notice `placeConditional` that `account` has signed, as `placeSigned`. Type: PlaceConditional(address account,
    /// ConditionalRequest request,uint256 nonce,uint256 deadline), without the line break, the request's fields as in
    /// `ConditionalRequest`. All signed requests of an account share its nonces.
    function placeConditionalSigned(
        address account,
        IExchangeConditionals.ConditionalRequest calldata request,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (OrderId conditionalId);

    /// @notice `placeParent` that `account` has signed, as `placeSigned`. Type: PlaceParent(address account,ParentRequest
    /// request,uint256 nonce,uint256 deadline), with a space for the line break, the request's fields as in `ParentRequest`.
    function placeParentSigned(
        address account,
        IExchangeParents.ParentRequest calldata request,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (OrderId parentId);

    /// @notice `cancelBatch` that `account` has signed: orders of every kind. Type: CancelOrders(address account,uint96[] orderIds,uint256 nonce,
    /// uint256 deadline), without the line break.
    function cancelSigned(
        address account,
        OrderId[] calldata orderIds,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (uint40[] memory lots);

    /// @notice Gives up nonces of the caller's, so that what was signed with them can never be submitted.
    /// @param word nonces word x 256 to word x 256 + 255.
    /// @param mask bit i gives up nonce word x 256 + i.
    function invalidateNonces(uint256 word, uint256 mask) external;

    function isNonceUsed(address account, uint256 nonce) external view returns (bool);

    /// @return the EIP-712 domain separator of this address on this chain.
    function domainSeparator() external view returns (bytes32);

    // ------------------------------------------------------------------------------------------- dead man's switch

    /// @notice Ends the caller's trading at `until` unless it is set again before: from then on its orders are removed by
    /// whoever meets them, or by `prune`, and it can place and deposit nothing. Cancelling and withdrawing work all the
    /// time. Setting a new time revives the account, and with it those of its orders that nobody has removed by then: whoever does not want them back cancels them first.
    /// @param until unix seconds; zero switches it off.
    function setDeadMan(uint40 until) external;

    /// @return until when the account trades unless it renews, unix seconds; zero for no end.
    function deadMan(address account) external view returns (uint40 until);
}
