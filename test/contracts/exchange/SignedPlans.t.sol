// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { IExchangeAccounts } from "../../../contracts/interfaces/IExchangeAccounts.sol";
import { IExchangeConditionals } from "../../../contracts/interfaces/IExchangeConditionals.sol";
import { IExchangeParents } from "../../../contracts/interfaces/IExchangeParents.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ConditionalFixture } from "./ConditionalFixture.sol";
import { ApprovingWallet } from "./SignedRequests.t.sol";

/// @notice Conditional orders and parents that an account signs and anybody submits. The hashes are written out here once more.
contract SignedPlansTest is ConditionalFixture {
    uint256 private constant SECRET = 0xa11ce;
    address private signer = vm.addr(SECRET);
    uint256 private constant DEADLINE = START + 1000;
    string private constant CONDITIONAL_TYPE =
        "ConditionalRequest(uint32 marketId,uint8 side,uint8 kind,uint8 selfTrade,uint40 lots,uint16 limitTicks,uint16 limitAboveTicks,uint16 triggerAboveTicks,uint16 triggerBelowTicks,uint16 trailTicks,uint32 expiry,uint64 clientId)";
    string private constant PARENT_TYPE =
        "ParentRequest(uint32 marketId,uint8 side,uint8 kind,uint40 lots,uint16 limitTicks,uint32 startAt,uint32 interval,uint16 slices,uint16 toleranceBps,uint16 participationBps,bytes32 weights,uint8 selfTrade,uint64 clientId)";

    function setUp() public override {
        super.setUp();
        _join(signer);
    }

    // ------------------------------------------------------------------------------------------- signing

    function _planned() private pure returns (IExchangeConditionals.ConditionalRequest memory) {
        return _request(STOP_MARKET, ASK, 950, 850, 3);
    }

    function _parent() private pure returns (IExchangeParents.ParentRequest memory q) {
        q.marketId = MARKET;
        q.side = BID;
        q.lots = 20;
        q.limitTicks = 900;
        q.interval = 60;
        q.slices = 10;
    }

    function _typeHash(string memory name, string memory inner) private pure returns (bytes32) {
        string memory outer = "(address account,";
        string memory rest = " request,uint256 nonce,uint256 deadline)";
        string memory kind =
            keccak256(bytes(inner)) == keccak256(bytes(PARENT_TYPE)) ? "ParentRequest" : "ConditionalRequest";
        return keccak256(bytes.concat(bytes(name), bytes(outer), bytes(kind), bytes(rest), bytes(inner)));
    }

    function _conditionalHash(
        address account,
        IExchangeConditionals.ConditionalRequest memory q,
        uint256 nonce,
        uint256 deadline
    ) private pure returns (bytes32) {
        bytes memory first = abi.encode(q.marketId, q.side, q.kind, q.selfTrade, q.lots, q.limitTicks);
        bytes memory second = abi.encode(
            q.limitAboveTicks,
            q.triggerAboveTicks,
            q.triggerBelowTicks,
            q.trailTicks,
            q.expiry,
            q.clientId
        );
        bytes32 order = keccak256(bytes.concat(keccak256(bytes(CONDITIONAL_TYPE)), first, second));
        return keccak256(abi.encode(_typeHash("PlaceConditional", CONDITIONAL_TYPE), account, order, nonce, deadline));
    }

    function _parentHash(
        address account,
        IExchangeParents.ParentRequest memory q,
        uint256 nonce,
        uint256 deadline
    ) private pure returns (bytes32) {
        bytes memory first = abi.encode(q.marketId, q.side, q.kind, q.lots, q.limitTicks, q.startAt, q.interval);
        bytes memory second = abi.encode(
            q.slices,
            q.toleranceBps,
            q.participationBps,
            q.weights,
            q.selfTrade,
            q.clientId
        );
        bytes32 order = keccak256(bytes.concat(keccak256(bytes(PARENT_TYPE)), first, second));
        return keccak256(abi.encode(_typeHash("PlaceParent", PARENT_TYPE), account, order, nonce, deadline));
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        return keccak256(bytes.concat(hex"1901", exchange.domainSeparator(), structHash));
    }

    function _sign(bytes32 structHash) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SECRET, _digest(structHash));
        return abi.encodePacked(r, s, v);
    }

    function _bad(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IExchangeAccounts.Exchange_BadSignature.selector, account);
    }

    function _used(uint256 nonce) private view returns (bytes memory) {
        return abi.encodeWithSelector(IExchangeAccounts.Exchange_NonceUsed.selector, signer, nonce);
    }

    // ------------------------------------------------------------------------------------------- carried out

    function test_anybody_submits_a_conditional_order_that_an_account_has_signed() public {
        bytes memory signature = _sign(_conditionalHash(signer, _planned(), 300, DEADLINE));
        vm.expectEmit(true, true, true, true, address(exchange));
        emit IExchangeAccounts.NoncesUsed(signer, 1, 1 << 44);
        vm.prank(stranger);
        OrderId id = exchange.placeConditionalSigned(signer, _planned(), 300, DEADLINE, signature);
        assertEq(exchange.conditional(id).owner, signer);
        assertEq(_units(signer), UNITS - 3 * LOT);
        assertEq(_units(stranger), 0);
    }

    function test_anybody_submits_a_parent_that_an_account_has_signed() public {
        bytes memory signature = _sign(_parentHash(signer, _parent(), 300, DEADLINE));
        vm.prank(stranger);
        OrderId id = exchange.placeParentSigned(signer, _parent(), 300, DEADLINE, signature);
        assertEq(exchange.parent(id).owner, signer);
        assertEq(_money(signer), FUNDS - _bidEscrow(900, 20, TAKER_FEE));
    }

    function test_a_signed_cancel_covers_every_kind() public {
        vm.startPrank(signer);
        OrderId[] memory ids = new OrderId[](3);
        ids[0] = exchange.placeConditional(_planned());
        ids[1] = exchange.placeParent(_parent());
        ids[2] = exchange.place(_gtc(BID, 900, 2)).orderId;
        vm.stopPrank();
        bytes32 typeHash = keccak256("CancelOrders(address account,uint96[] orderIds,uint256 nonce,uint256 deadline)");
        bytes32 list = keccak256(abi.encode(OrderId.unwrap(ids[0]), OrderId.unwrap(ids[1]), OrderId.unwrap(ids[2])));
        bytes memory signature = _sign(keccak256(abi.encode(typeHash, signer, list, 5, DEADLINE)));
        vm.prank(stranger);
        uint40[] memory lots = exchange.cancelSigned(signer, ids, 5, DEADLINE, signature);
        assertEq(lots[0], 3);
        assertEq(lots[1], 20);
        assertEq(lots[2], 2);
        assertEq(_money(signer), FUNDS);
        assertEq(_units(signer), UNITS);
    }

    // ------------------------------------------------------------------------------------------- once and unchanged

    function test_C3_a_signed_plan_is_carried_out_once() public {
        bytes memory signature = _sign(_conditionalHash(signer, _planned(), 1, DEADLINE));
        exchange.placeConditionalSigned(signer, _planned(), 1, DEADLINE, signature);
        vm.expectRevert(_used(1));
        exchange.placeConditionalSigned(signer, _planned(), 1, DEADLINE, signature);
        signature = _sign(_parentHash(signer, _parent(), 2, DEADLINE));
        exchange.placeParentSigned(signer, _parent(), 2, DEADLINE, signature);
        vm.expectRevert(_used(2));
        exchange.placeParentSigned(signer, _parent(), 2, DEADLINE, signature);
    }

    /// @dev One set of nonces for all kinds: what is given up is given up for each.
    function test_C3_all_kinds_share_the_nonces_of_an_account() public {
        exchange.placeConditionalSigned(
            signer,
            _planned(),
            1,
            DEADLINE,
            _sign(_conditionalHash(signer, _planned(), 1, DEADLINE))
        );
        bytes memory signature = _sign(_parentHash(signer, _parent(), 1, DEADLINE));
        vm.expectRevert(_used(1));
        exchange.placeParentSigned(signer, _parent(), 1, DEADLINE, signature);
        vm.prank(signer);
        exchange.invalidateNonces(0, 1 << 2);
        signature = _sign(_parentHash(signer, _parent(), 2, DEADLINE));
        vm.expectRevert(_used(2));
        exchange.placeParentSigned(signer, _parent(), 2, DEADLINE, signature);
    }

    function test_a_plan_that_could_not_be_placed_keeps_its_nonce() public {
        exchange.haltMarket(MARKET);
        bytes memory signature = _sign(_conditionalHash(signer, _planned(), 1, DEADLINE));
        vm.expectRevert();
        exchange.placeConditionalSigned(signer, _planned(), 1, DEADLINE, signature);
        assertFalse(exchange.isNonceUsed(signer, 1));
    }

    function test_the_deadline_is_the_last_second() public {
        bytes memory signature = _sign(_parentHash(signer, _parent(), 1, DEADLINE));
        vm.warp(DEADLINE + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IExchangeAccounts.Exchange_DeadlinePassed.selector, DEADLINE, DEADLINE + 1)
        );
        exchange.placeParentSigned(signer, _parent(), 1, DEADLINE, signature);
        vm.warp(DEADLINE);
        exchange.placeParentSigned(signer, _parent(), 1, DEADLINE, signature);
    }

    function testFuzz_C3_nothing_of_a_signed_conditional_order_can_be_changed(uint8 field, uint256 by) public {
        IExchangeConditionals.ConditionalRequest memory q = _planned();
        bytes memory signature = _sign(_conditionalHash(signer, q, 1, DEADLINE));
        (uint256 nonce, uint256 deadline, address account) = (1, DEADLINE, signer);
        uint16 change = uint16(bound(by, 1, 200));
        field = field % 15;
        if (field == 0) q.marketId += change;
        if (field == 1) q.side = BID;
        if (field == 2) q.kind = STOP_LIMIT;
        if (field == 3) q.selfTrade = IExchange.SelfTrade.CANCEL_BOTH;
        if (field == 4) q.lots += change;
        if (field == 5) q.limitTicks += change;
        if (field == 6) q.limitAboveTicks += change;
        if (field == 7) q.triggerAboveTicks += change;
        if (field == 8) q.triggerBelowTicks -= change;
        if (field == 9) q.trailTicks += change;
        if (field == 10) q.expiry = uint32(START + 500 + change);
        if (field == 11) q.clientId += change;
        if (field == 12) nonce += change;
        if (field == 13) deadline += change;
        if (field == 14) account = alice;
        vm.expectRevert(_bad(account));
        exchange.placeConditionalSigned(account, q, nonce, deadline, signature);
    }

    function testFuzz_C3_nothing_of_a_signed_parent_can_be_changed(uint8 field, uint256 by) public {
        IExchangeParents.ParentRequest memory q = _parent();
        bytes memory signature = _sign(_parentHash(signer, q, 1, DEADLINE));
        (uint256 nonce, uint256 deadline, address account) = (1, DEADLINE, signer);
        uint16 change = uint16(bound(by, 1, 200));
        field = field % 16;
        if (field == 0) q.marketId += change;
        if (field == 1) q.side = ASK;
        if (field == 2) q.kind = IExchangeParents.ParentKind.VWAP;
        if (field == 3) q.lots += change;
        if (field == 4) q.limitTicks += change;
        if (field == 5) q.startAt = uint32(START + 500 + change);
        if (field == 6) q.interval += change;
        if (field == 7) q.slices += change;
        if (field == 8) q.toleranceBps += change;
        if (field == 9) q.participationBps += change;
        if (field == 10) q.weights = bytes32(by | 1);
        if (field == 11) q.selfTrade = IExchange.SelfTrade.DECREMENT;
        if (field == 12) q.clientId += change;
        if (field == 13) nonce += change;
        if (field == 14) deadline += change;
        if (field == 15) account = alice;
        vm.expectRevert(_bad(account));
        exchange.placeParentSigned(account, q, nonce, deadline, signature);
    }

    function test_C3_a_signature_for_one_kind_is_none_for_another() public {
        bytes memory signature = _sign(_conditionalHash(signer, _planned(), 1, DEADLINE));
        vm.expectRevert(_bad(signer));
        exchange.placeParentSigned(signer, _parent(), 1, DEADLINE, signature);
        vm.expectRevert(_bad(signer));
        exchange.placeSigned(signer, _gtc(ASK, 1000, 3), 1, DEADLINE, signature);
        vm.expectRevert(_bad(signer));
        exchange.cancelSigned(signer, new OrderId[](0), 1, DEADLINE, signature);
    }

    function test_C3_an_operator_cannot_sign_for_the_account() public {
        vm.prank(alice);
        exchange.setOperator(signer, uint40(DEADLINE));
        bytes memory signature = _sign(_conditionalHash(alice, _planned(), 1, DEADLINE));
        vm.expectRevert(_bad(alice));
        exchange.placeConditionalSigned(alice, _planned(), 1, DEADLINE, signature);
    }

    function test_a_contract_signs_plans_by_erc1271() public {
        ApprovingWallet wallet = new ApprovingWallet();
        _allow(address(wallet));
        quote.mint(address(wallet), FUNDS);
        wallet.run(address(quote), abi.encodeCall(quote.approve, (address(exchange), FUNDS)));
        wallet.run(address(exchange), abi.encodeCall(IExchange.deposit, (QUOTE, FUNDS)));
        vm.expectRevert(_bad(address(wallet)));
        exchange.placeParentSigned(address(wallet), _parent(), 1, DEADLINE, "any");
        wallet.approve(_digest(_parentHash(address(wallet), _parent(), 1, DEADLINE)));
        OrderId id = exchange.placeParentSigned(address(wallet), _parent(), 1, DEADLINE, "any");
        assertEq(exchange.parent(id).owner, address(wallet));
        IExchangeConditionals.ConditionalRequest memory q = _request(STOP_MARKET, BID, 1050, 1100, 3);
        wallet.approve(_digest(_conditionalHash(address(wallet), q, 2, DEADLINE)));
        id = exchange.placeConditionalSigned(address(wallet), q, 2, DEADLINE, "any");
        assertEq(exchange.conditional(id).owner, address(wallet));
    }
}
