// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

import { TestQuoteToken } from "../../../contracts/mocks/TestQuoteToken.sol";

contract TestQuoteTokenTest is Test {
    bytes32 internal constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    TestQuoteToken internal token;

    function setUp() public {
        token = new TestQuoteToken();
    }

    function test_LooksLikeADollarToken() public view {
        assertEq(token.name(), "Test US Dollar");
        assertEq(token.symbol(), "tUSD");
        assertEq(token.decimals(), 6);
    }

    function testFuzz_AnyoneMintsUpToTheCap(address caller, address to, uint256 amount) public {
        vm.assume(to != address(0));
        amount = bound(amount, 0, token.MAX_MINT());
        vm.prank(caller);
        token.mint(to, amount);
        assertEq(token.balanceOf(to), amount);
    }

    function testFuzz_RefusesMoreThanTheCap(uint256 amount) public {
        amount = bound(amount, token.MAX_MINT() + 1, type(uint256).max);
        vm.expectRevert(
            abi.encodeWithSelector(TestQuoteToken.TestQuoteToken_MintAboveCap.selector, amount, token.MAX_MINT())
        );
        token.mint(address(this), amount);
    }

    function testFuzz_APermitApproves(uint256 key, address spender, uint256 value) public {
        key = bound(key, 1, 1 << 250);
        vm.assume(spender != address(0));
        address owner = vm.addr(key);
        bytes32 content = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, 0, type(uint256).max));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), content));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        token.permit(owner, spender, value, type(uint256).max, v, r, s);
        assertEq(token.allowance(owner, spender), value);
    }
}
