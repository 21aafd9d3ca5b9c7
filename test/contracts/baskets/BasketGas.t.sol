// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonBasket } from "../../../contracts/interfaces/ICarbonBasket.sol";
import { CarbonBasket } from "../../../contracts/baskets/CarbonBasket.sol";
import { TrustFixture } from "../trust/TrustFixture.sol";

contract BasketGasTest is TrustFixture {
    /// @dev A deposit of a batch that the basket already knows, by somebody who already holds tokens, with every rule that is
    /// asked each time: labels, impairment, cap. Cold storage, as in a transaction of its own.
    function test_ADepositCostsAtMost130ThousandGas() public {
        uint256 batch = _newBatch(_newProject("VCS1"), 100, 0);
        vm.startPrank(admin);
        labels.registerLabel("CCP");
        labels.setAttester(0, attester, true);
        vm.stopPrank();
        vm.prank(attester);
        labels.attest(batch, 0, uint40(START_TIME), OPEN_ENDED, EVIDENCE);
        ICarbonBasket.Rules memory rules = _openRules();
        rules.terms.requiredLabels = 1;
        CarbonBasket strict = _newBasket(rules);
        vm.startPrank(alice);
        credits.setApprovalForAll(address(strict), true);
        strict.deposit(batch, 1_000, alice);
        bytes memory call = abi.encodeCall(CarbonBasket.deposit, (batch, 1_000, alice));
        uint256 gasUsed = _costOf(address(strict), call);
        vm.stopPrank();
        emit log_named_uint("deposit", gasUsed);
        assertLe(gasUsed, 130_000);
    }

    /// @dev The call with its transaction's own cost.
    function _costOf(address target, bytes memory data) private returns (uint256 gasUsed) {
        address[5] memory cold = [target, address(credits), address(gate), address(labels), address(buffer)];
        for (uint256 i = 0; i < cold.length; i++) vm.cool(cold[i]);
        vm.cool(address(sanctions));
        uint256 before = gasleft();
        (bool ok, ) = target.call(data);
        gasUsed = before - gasleft() + 21_000;
        for (uint256 i = 0; i < data.length; i++) gasUsed += data[i] == 0 ? 4 : 16;
        assertTrue(ok);
    }
}
