// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IERC1155Receiver } from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IReversalBuffer } from "../interfaces/IReversalBuffer.sol";
import { GuarantorBonds } from "./GuarantorBonds.sol";

/// @title Replenishment
/// @notice How units come into the buffer: at issuance, as a gift, against a debt, or straight into healing a batch.
abstract contract Replenishment is GuarantorBonds, IERC1155Receiver {
    /// @inheritdoc IReversalBuffer
    function heal(uint256 impairedBatchId, uint256 batchId, uint64 units) external {
        uint64 projectId = _projectOf(impairedBatchId);
        if (units == 0) revert ReversalBuffer_ZeroUnits();
        _requireEligible(batchId, projectId);
        Layout storage $ = _layout();
        BatchLoss storage loss = $.losses[impairedBatchId];
        uint64 impairedUnits = loss.impairedUnits;
        if (units > impairedUnits) revert ReversalBuffer_AboveImpairment(units, impairedUnits);
        loss.impairedUnits = impairedUnits - units;
        loss.coveredUnits += units;
        // what heals the holders of an intentional loss pays the debt for it as well
        uint64 debt = $.debts[projectId];
        if (debt != 0) _setDebt(projectId, debt - (units < debt ? units : debt));
        uint64 impairedBps = _impairedBps(impairedBatchId, impairedUnits - units);
        emit ImpairmentHealed(impairedBatchId, msg.sender, batchId, units, loss, impairedBps);
        ICarbonCredits($.credits).cancel(
            msg.sender,
            batchId,
            units,
            ICarbonCredits.CancellationReason.REVERSAL_COMPENSATION,
            "replenishment"
        );
    }

    /// @inheritdoc IReversalBuffer
    function donate(uint256 batchId, uint64 units) external {
        _requireEligible(batchId, 0);
        _give(batchId, units);
    }

    /// @inheritdoc IReversalBuffer
    function repay(uint64 projectId, uint256 batchId, uint64 units) external {
        _requireEligible(batchId, projectId);
        uint64 debt = _layout().debts[projectId];
        if (units > debt) revert ReversalBuffer_AboveDebt(units, debt);
        _setDebt(projectId, debt - units);
        _give(batchId, units);
    }

    /// @inheritdoc IERC1155Receiver
    function onERC1155Received(
        address operator,
        address from,
        uint256 id,
        uint256 value,
        bytes calldata
    ) external returns (bytes4) {
        _receive(operator, from, id, value);
        return this.onERC1155Received.selector;
    }

    /// @inheritdoc IERC1155Receiver
    function onERC1155BatchReceived(
        address operator,
        address from,
        uint256[] calldata ids,
        uint256[] calldata values,
        bytes calldata
    ) external returns (bytes4) {
        for (uint256 i = 0; i < ids.length; ++i) _receive(operator, from, ids[i], values[i]);
        return this.onERC1155BatchReceived.selector;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC1155Receiver).interfaceId ||
            interfaceId == type(IReversalBuffer).interfaceId ||
            interfaceId == type(IERC165).interfaceId;
    }

    /// @dev The registry mints contributions straight to this contract. Other units come by the functions above, which enter
    /// them in the books themselves.
    function _receive(address operator, address from, uint256 batchId, uint256 units) private {
        if (msg.sender != _layout().credits) revert ReversalBuffer_ForeignToken(msg.sender);
        if (operator == address(this)) return;
        if (from != address(0)) revert ReversalBuffer_UnexpectedUnits(operator, from);
        // safe: the registry mints at most 10^12 units of a batch
        _credit(batchId, from, uint64(units));
    }

    function _give(uint256 batchId, uint64 units) private {
        if (units == 0) revert ReversalBuffer_ZeroUnits();
        _credit(batchId, msg.sender, units);
        _pull(batchId, units);
    }
}
