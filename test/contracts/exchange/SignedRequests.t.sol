// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice A wallet that approves exactly the hashes it was told.
contract ApprovingWallet is IERC1271 {
    mapping(bytes32 hash => bool) private _approved;

    function approve(bytes32 hash) external {
        _approved[hash] = true;
    }

    function run(address target, bytes calldata data) external {
        (bool ok, bytes memory answer) = target.call(data);
        require(ok, string(answer));
    }

    function isValidSignature(bytes32 hash, bytes calldata) external view returns (bytes4) {
        return _approved[hash] ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}

/// @notice Requests that an account signs and anybody submits. The hashes are written out here once more.
contract SignedRequestsTest is ExchangeFixture {
    uint256 private constant SECRET = 0xa11ce;
    address private signer = vm.addr(SECRET);
    uint256 private constant DEADLINE = START + 1000;

    function setUp() public override {
        super.setUp();
        _join(signer);
    }

    function _digest(bytes32 structHash, uint256 chain, address target) private pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("CarbonXchange"),
                keccak256("1"),
                chain,
                target
            )
        );
        return keccak256(bytes.concat(hex"1901", domain, structHash));
    }

    function _orderHash(IExchange.OrderRequest memory q) private pure returns (bytes32) {
        bytes memory first = abi.encode(q.marketId, q.side, q.orderType, q.priceTicks, q.lots, q.minFillLots);
        bytes memory second = abi.encode(q.expiry, q.maxFills, q.clientId, q.selfTrade, q.displayLots);
        bytes32 typeHash = keccak256(
            "OrderRequest(uint32 marketId,uint8 side,uint8 orderType,uint16 priceTicks,uint40 lots,uint40 minFillLots,uint32 expiry,uint16 maxFills,uint64 clientId,uint8 selfTrade,uint24 displayLots)"
        );
        return keccak256(bytes.concat(typeHash, first, second));
    }

    function _placeHash(
        address account,
        IExchange.OrderRequest memory q,
        uint256 nonce,
        uint256 deadline
    ) private pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "PlaceOrder(address account,OrderRequest request,uint256 nonce,uint256 deadline)OrderRequest(uint32 marketId,uint8 side,uint8 orderType,uint16 priceTicks,uint40 lots,uint40 minFillLots,uint32 expiry,uint16 maxFills,uint64 clientId,uint8 selfTrade,uint24 displayLots)"
        );
        return keccak256(abi.encode(typeHash, account, _orderHash(q), nonce, deadline));
    }

    function _cancelHash(address account, OrderId id, uint256 nonce) private pure returns (bytes32) {
        bytes32 typeHash = keccak256("CancelOrders(address account,uint96[] orderIds,uint256 nonce,uint256 deadline)");
        bytes32 ids = keccak256(abi.encode(uint256(OrderId.unwrap(id))));
        return keccak256(abi.encode(typeHash, account, ids, nonce, DEADLINE));
    }

    function _sign(bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SECRET, digest);
        return abi.encodePacked(r, s, v);
    }

    function _signed(IExchange.OrderRequest memory q, uint256 nonce) private view returns (bytes memory) {
        bytes32 structHash = _placeHash(signer, q, nonce, DEADLINE);
        return _sign(_digest(structHash, block.chainid, address(exchange)));
    }

    function _expectBad() private {
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_BadSignature.selector, signer));
    }

    function test_anybody_submits_what_an_account_has_signed() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        bytes memory signature = _signed(q, 300);
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAccounts.NoncesUsed(signer, 1, 1 << 44);
        vm.prank(stranger);
        OrderId id = exchange.placeSigned(signer, q, 300, DEADLINE, signature).orderId;
        assertEq(exchange.order(id).owner, signer);
        assertEq(_money(signer), FUNDS - _bidEscrow(1000, 5, MAKER_FEE));
        assertTrue(exchange.isNonceUsed(signer, 300));
        assertFalse(exchange.isNonceUsed(signer, 301));
    }

    function test_the_domain_is_the_proxy_on_this_chain() public view {
        bytes32 domain = exchange.domainSeparator();
        bytes32 byHand = keccak256(bytes.concat(hex"1901", domain, bytes32(0)));
        assertEq(byHand, _digest(0, block.chainid, address(exchange)));
    }

    function test_a_signed_request_is_carried_out_once() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        bytes memory signature = _signed(q, 1);
        exchange.placeSigned(signer, q, 1, DEADLINE, signature);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_NonceUsed.selector, signer, 1));
        exchange.placeSigned(signer, q, 1, DEADLINE, signature);
    }

    function test_nonces_have_no_order() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        exchange.placeSigned(signer, q, type(uint256).max, DEADLINE, _signed(q, type(uint256).max));
        exchange.placeSigned(signer, q, 0, DEADLINE, _signed(q, 0));
        assertEq(_levelLots(BID, 1000), 10);
    }

    function test_a_request_that_could_not_be_placed_keeps_its_nonce() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        exchange.haltMarket(MARKET);
        bytes memory signature = _signed(q, 1);
        vm.expectRevert();
        exchange.placeSigned(signer, q, 1, DEADLINE, signature);
        assertFalse(exchange.isNonceUsed(signer, 1));
    }

    function test_the_deadline_is_the_last_second() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        bytes memory signature = _signed(q, 1);
        vm.warp(DEADLINE + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IExchangeAccounts.Exchange_DeadlinePassed.selector, DEADLINE, DEADLINE + 1)
        );
        exchange.placeSigned(signer, q, 1, DEADLINE, signature);
        vm.warp(DEADLINE);
        exchange.placeSigned(signer, q, 1, DEADLINE, signature);
    }

    /// @dev Any field changed makes it another request.
    function testFuzz_C3_nothing_of_a_signed_request_can_be_changed(uint8 field, uint256 by) public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        bytes memory signature = _signed(q, 1);
        (uint256 nonce, uint256 deadline, address account) = (1, DEADLINE, signer);
        uint16 change = uint16(bound(by, 1, 200));
        field = field % 11;
        if (field == 0) q.marketId += change;
        if (field == 1) q.side = ASK;
        if (field == 2) q.orderType = IExchange.OrderType.LIMIT_IOC;
        if (field == 3) q.priceTicks += change;
        if (field == 4) q.lots += change;
        if (field == 5) q.expiry = uint32(START + change);
        if (field == 6) q.maxFills += change;
        if (field == 7) q.clientId += change;
        if (field == 8) nonce += change;
        if (field == 9) deadline += change;
        if (field == 10) account = alice;
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_BadSignature.selector, account));
        exchange.placeSigned(account, q, nonce, deadline, signature);
    }

    function test_C3_other_chains_and_contracts_and_broken_signatures_do_not_count() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        bytes32 structHash = _placeHash(signer, q, 1, DEADLINE);
        bytes memory signature = _sign(_digest(structHash, block.chainid + 1, address(exchange)));
        _expectBad();
        exchange.placeSigned(signer, q, 1, DEADLINE, signature);
        signature = _sign(_digest(structHash, block.chainid, exchange.nextModule()));
        _expectBad();
        exchange.placeSigned(signer, q, 1, DEADLINE, signature);
        _expectBad();
        exchange.placeSigned(signer, q, 1, DEADLINE, "");
        signature = _signed(q, 1);
        signature[10] ^= 0x01;
        _expectBad();
        exchange.placeSigned(signer, q, 1, DEADLINE, signature);
        // no key signs for nobody
        signature = new bytes(65);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_BadSignature.selector, address(0)));
        exchange.placeSigned(address(0), q, 1, DEADLINE, signature);
    }

    function test_C3_a_signature_to_place_does_not_cancel() public {
        OrderId id = _rest(signer, BID, 1000, 5);
        bytes memory signature = _signed(_gtc(BID, 1000, 5), 1);
        _expectBad();
        exchange.cancelSigned(signer, _one(id), 1, DEADLINE, signature);
    }

    function test_a_signed_cancel_cancels_what_is_still_there() public {
        OrderId id = _rest(signer, BID, 1000, 5);
        bytes memory signature = _sign(_digest(_cancelHash(signer, id, 2), block.chainid, address(exchange)));
        vm.prank(stranger);
        assertEq(exchange.cancelSigned(signer, _one(id), 2, DEADLINE, signature)[0], 5);
        assertEq(_money(signer), FUNDS);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_NonceUsed.selector, signer, 2));
        exchange.cancelSigned(signer, _one(id), 2, DEADLINE, signature);
    }

    function test_C1_a_signed_cancel_reaches_only_the_signers_orders() public {
        OrderId other = _rest(alice, BID, 1000, 5);
        bytes memory signature = _sign(_digest(_cancelHash(signer, other, 2), block.chainid, address(exchange)));
        vm.expectRevert(abi.encodeWithSelector(IExchange.Exchange_NotOrderOwner.selector, signer, alice));
        exchange.cancelSigned(signer, _one(other), 2, DEADLINE, signature);
    }

    function test_given_up_nonces_are_never_accepted() public {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        bytes memory signature = _signed(q, 257);
        vm.prank(signer);
        exchange.invalidateNonces(1, 2);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_NonceUsed.selector, signer, 257));
        exchange.placeSigned(signer, q, 257, DEADLINE, signature);
        // the neighbour is still good, and nobody else's are touched
        exchange.placeSigned(signer, q, 256, DEADLINE, _signed(q, 256));
        assertFalse(exchange.isNonceUsed(alice, 257));
    }

    function test_a_contract_signs_by_erc1271() public {
        ApprovingWallet wallet = new ApprovingWallet();
        _allow(address(wallet));
        quote.mint(address(wallet), FUNDS);
        wallet.run(address(quote), abi.encodeCall(quote.approve, (address(exchange), FUNDS)));
        wallet.run(address(exchange), abi.encodeCall(IExchange.deposit, (QUOTE, FUNDS)));
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 5);
        bytes32 structHash = _placeHash(address(wallet), q, 1, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IExchangeAccounts.Exchange_BadSignature.selector, address(wallet)));
        exchange.placeSigned(address(wallet), q, 1, DEADLINE, "any");
        wallet.approve(_digest(structHash, block.chainid, address(exchange)));
        OrderId id = exchange.placeSigned(address(wallet), q, 1, DEADLINE, "any").orderId;
        assertEq(exchange.order(id).owner, address(wallet));
    }
}
