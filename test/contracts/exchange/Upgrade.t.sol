// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { ERC1967Utils } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { Roles } from "../../../contracts/governance/Roles.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice An upgrade with orders resting and waiting loses none of them.
contract UpgradeTest is ExchangeFixture {
    function _implementation() private view returns (address) {
        return address(uint160(uint256(vm.load(address(exchange), ERC1967Utils.IMPLEMENTATION_SLOT))));
    }

    function test_C2_live_and_deferred_orders_survive_an_upgrade() public {
        OrderId bid = _rest(alice, BID, 1000, 5);
        OrderId ask = _rest(bob, ASK, 1100, 5);
        OrderId waiting = _defer(carol, BID, IExchange.OrderType.LIMIT_GTC, 1100, 2);
        address oldModule = exchange.nextModule();

        address next = _exchangeCode();
        exchange.upgradeToAndCall(next, "");

        assertEq(_implementation(), next);
        assertTrue(exchange.nextModule() != oldModule);
        assertEq(exchange.order(bid).owner, alice);
        assertEq(_lots(ask), 5);
        exchange.crank(MARKET, 10);
        assertEq(_units(carol), UNITS + 2 * LOT);
        assertFalse(_live(waiting));
        assertEq(_lots(ask), 3);
        assertEq(_cancel(alice, bid), 5);
        assertEq(_money(alice), FUNDS);
    }

    function test_C2_only_the_upgrader_upgrades() public {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = exchange.upgradeToAndCall.selector;
        manager.setTargetFunctionRole(address(exchange), selectors, Roles.UPGRADER);
        address next = _exchangeCode();
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        exchange.upgradeToAndCall(next, "");
        manager.grantRole(Roles.UPGRADER, bob, 0);
        vm.prank(bob);
        exchange.upgradeToAndCall(next, "");
        assertEq(_implementation(), next);
    }

    function test_C2_the_storage_block_stands_where_erc7201_says() public {
        bytes32 inner = bytes32(uint256(keccak256("carbonxchange.storage.Exchange")) - 1);
        bytes32 slot = keccak256(abi.encode(inner)) & ~bytes32(uint256(0xff));
        // the first word holds the gate in its low 160 bits
        assertEq(address(uint160(uint256(vm.load(address(exchange), slot)))), address(gate));
    }
}
