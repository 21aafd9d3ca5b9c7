// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { CarbonBasket } from "../../../contracts/baskets/CarbonBasket.sol";
import { ReversalBuffer } from "../../../contracts/buffer/ReversalBuffer.sol";
import { IReversalBuffer } from "../../../contracts/interfaces/IReversalBuffer.sol";
import { LabelRegistry } from "../../../contracts/labels/LabelRegistry.sol";
import { TrustFixture } from "./TrustFixture.sol";
import { CarbonBasketV2, LabelRegistryV2, ReversalBufferV2 } from "./TrustV2.sol";

contract TrustUpgradeTest is TrustFixture {
    uint64 internal project;
    uint256 internal batch;

    function setUp() public override {
        super.setUp();
        project = _newProject("VCS1");
        batch = _newBatch(project, 100, 1_000);
        _approve(alice);
    }

    function test_LabelsGoOnAfterAnUpgrade() public {
        uint40 now_ = uint40(START_TIME);
        vm.startPrank(admin);
        labels.registerLabel("CCP");
        labels.setAttester(0, attester, true);
        vm.stopPrank();
        vm.prank(attester);
        labels.attest(batch, 0, now_, now_ + 100, EVIDENCE);
        _upgrade(address(labels), address(new LabelRegistryV2()));
        assertEq(LabelRegistryV2(address(labels)).version(), 2);
        assertTrue(labels.hasLabel(batch, 0, now_ + 99));
        vm.prank(attester);
        labels.revoke(batch, 0, 0, now_ + 50, "methodology withdrawn");
        assertFalse(labels.hasLabel(batch, 0, now_ + 50));
    }

    function test_AHalfWorkedWaterfallGoesOnAfterAnUpgrade() public {
        uint256 other = _newBatch(_newProject("VCS2"), 100, 1_000);
        _consent(_report(_fire(), _one(batch, 25_000)));
        buffer.settle(3);
        _upgrade(address(buffer), address(new ReversalBufferV2()));
        assertEq(ReversalBufferV2(address(buffer)).version(), 2);
        _settleAll();
        assertEq(buffer.bufferUnits(other), 0);
        IReversalBuffer.BatchLoss memory loss = buffer.lossOf(batch);
        assertEq(loss.coveredUnits, 20_000);
        assertEq(loss.impairedUnits, 5_000);
    }

    function test_TokensStayRedeemableAfterAnUpgrade() public {
        vm.prank(alice);
        basket.deposit(batch, 5_000, alice);
        _upgrade(address(basket), address(new CarbonBasketV2()));
        assertEq(CarbonBasketV2(address(basket)).version(), 2);
        assertEq(basket.symbol(), "NAT");
        vm.prank(alice);
        assertEq(basket.redeemOldest(5_000, 1, alice), 5_000);
    }

    function test_OnlyTheUpgraderUpgrades() public {
        address[3] memory proxies = [address(labels), address(buffer), address(basket)];
        address implementation = address(new LabelRegistryV2());
        for (uint256 i = 0; i < proxies.length; i++) {
            vm.prank(registrar);
            vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, registrar));
            UUPSUpgradeable(proxies[i]).upgradeToAndCall(implementation, "");
        }
    }

    function test_NothingIsInitialisedTwiceNorBehindTheProxy() public {
        address[2] memory labelCode = [address(labels), _deploy("LabelRegistry.sol:LabelRegistry", "")];
        address[2] memory bufferCode = [address(buffer), _deploy("ReversalBuffer.sol:ReversalBuffer", "")];
        address[2] memory basketCode = [address(basket), _deploy("CarbonBasket.sol:CarbonBasket", "")];
        bytes memory error = abi.encodeWithSelector(Initializable.InvalidInitialization.selector);
        for (uint256 i = 0; i < 2; i++) {
            vm.expectRevert(error);
            LabelRegistry(labelCode[i]).initialize(address(manager), address(credits));
            vm.expectRevert(error);
            ReversalBuffer(bufferCode[i]).initialize(address(manager), address(credits));
            vm.expectRevert(error);
            CarbonBasket(basketCode[i]).initialize(_basketSetup(), _openRules());
        }
    }

    function test_ASetUpWithoutAnAddressIsRefused() public {
        address code = _deploy("LabelRegistry.sol:LabelRegistry", "");
        vm.expectRevert(abi.encodeWithSignature("LabelRegistry_ZeroAddress()"));
        _proxy(code, abi.encodeCall(LabelRegistry.initialize, (address(manager), address(0))));
        code = _deploy("ReversalBuffer.sol:ReversalBuffer", "");
        vm.expectRevert(abi.encodeWithSignature("ReversalBuffer_ZeroAddress()"));
        _proxy(code, abi.encodeCall(ReversalBuffer.initialize, (address(0), address(credits))));
    }

    function _upgrade(address proxy, address implementation) private {
        vm.prank(upgrader);
        UUPSUpgradeable(proxy).upgradeToAndCall(implementation, "");
    }
}
