// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

import { CarbonBasket } from "../../../contracts/baskets/CarbonBasket.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { DeployedCredits } from "../registry/DeployedCredits.sol";
import { TrustHandler } from "./TrustHandler.sol";

/// @title BasketHandler
/// @notice Moves the batches of a TrustHandler in and out of a basket at random.
contract BasketHandler is Test {
    DeployedCredits internal immutable CREDITS;
    CarbonBasket internal immutable BASKET;
    TrustHandler internal immutable WORLD;

    constructor(DeployedCredits credits, CarbonBasket basket, TrustHandler world) {
        CREDITS = credits;
        BASKET = basket;
        WORLD = world;
        address[] memory holders = world.holderList();
        for (uint256 i = 0; i < holders.length; i++) {
            vm.prank(holders[i]);
            credits.setApprovalForAll(address(basket), true);
        }
    }

    function deposit(uint256 who, uint256 batch, uint64 units, bool sends) external {
        uint256[] memory batches = WORLD.batchIds();
        if (batches.length == 0) return;
        uint256 batchId = batches[batch % batches.length];
        address holder = _holder(who);
        uint256 balance = CREDITS.balanceOf(holder, batchId);
        if (balance == 0) return;
        units = uint64(bound(units, 1, balance));
        vm.prank(holder);
        if (sends) {
            try CREDITS.safeTransferFrom(holder, address(BASKET), batchId, units, "") {} catch {}
        } else {
            try BASKET.deposit(batchId, units, holder) {} catch {}
        }
    }

    function redeem(uint256 who, uint256 batch, uint64 units, bool retires) external {
        uint256[] memory batches = WORLD.batchIds();
        address holder = _holder(who);
        if (batches.length == 0 || BASKET.balanceOf(holder) == 0) return;
        ICarbonCredits.Portion[] memory portions = new ICarbonCredits.Portion[](1);
        portions[0].batchId = batches[batch % batches.length];
        portions[0].units = uint64(bound(units, 1, BASKET.balanceOf(holder)));
        ICarbonCredits.RetirementDetails memory details;
        vm.prank(holder);
        if (retires) {
            try BASKET.retire(portions, details) {} catch {}
        } else {
            try BASKET.redeem(portions, holder) {} catch {}
        }
    }

    function redeemOldest(uint256 who, uint64 units, uint8 maxBatches, bool retires) external {
        address holder = _holder(who);
        uint256 balance = BASKET.balanceOf(holder);
        if (balance == 0) return;
        units = uint64(bound(units, 1, balance));
        ICarbonCredits.RetirementDetails memory details;
        vm.prank(holder);
        if (retires) {
            try BASKET.retireOldest(units, 1 + (maxBatches % 5), details) {} catch {}
        } else {
            try BASKET.redeemOldest(units, 1 + (maxBatches % 5), holder) {} catch {}
        }
    }

    function transfer(uint256 from, uint256 to, uint64 units) external {
        address holder = _holder(from);
        uint256 amount = bound(units, 0, BASKET.balanceOf(holder));
        address recipient = _holder(to);
        vm.prank(holder);
        BASKET.transfer(recipient, amount);
    }

    function _holder(uint256 who) private view returns (address) {
        address[] memory holders = WORLD.holderList();
        return holders[who % holders.length];
    }
}
