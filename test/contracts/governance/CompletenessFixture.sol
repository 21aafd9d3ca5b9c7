// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { CompletenessLedger } from "../../../contracts/governance/CompletenessLedger.sol";
import { ICompletenessLedger } from "../../../contracts/interfaces/ICompletenessLedger.sol";
import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { SumTree } from "../../../contracts/libraries/SumTree.sol";
import { RegistryFixture } from "../registry/RegistryFixture.sol";
import { HeaderHistory } from "./HeaderHistory.sol";
import { SumTreeBuilder } from "./SumTreeBuilder.sol";

/// @title CompletenessFixture
/// @notice Five batches with retirements and cancellations, the true leaves of them, and a block to post them for.
abstract contract CompletenessFixture is RegistryFixture {
    uint256 internal constant BATCHES = 5;
    uint256 internal constant BLOCK = 5_000;
    uint128 internal constant UNITS = 100_000;
    HeaderHistory internal constant HISTORY = HeaderHistory(0x0000F90827F1C53a10cb7A02335B175320002935);

    CompletenessLedger internal ledger;
    bytes internal header;

    function setUp() public virtual override {
        super.setUp();
        HeaderHistory deployed = new HeaderHistory();
        vm.etch(address(HISTORY), address(deployed).code);
        ledger = new CompletenessLedger(address(credits));
        for (uint256 i = 0; i < BATCHES; ++i) {
            uint40 start = uint40(1_000 + i * 1_000);
            uint256 batchId = _mintBatch(_issuance(start, start + 99));
            vm.startPrank(alice);
            if (i != 0) credits.retire(alice, batchId, uint64(i * 1_500), _details());
            if (i == 2) credits.cancel(alice, batchId, 700, ICarbonCredits.CancellationReason.VOLUNTARY, "");
            vm.stopPrank();
        }
        vm.warp(START_TIME + 1 hours);
        vm.roll(BLOCK + 1_000);
        header = HISTORY.make(BLOCK, block.timestamp - 10);
    }

    /// @return batchId of the n-th batch, counted from zero.
    function _batchId(uint256 n) internal pure returns (uint256 batchId) {
        return (uint256(1) << 128) | (n + 1);
    }

    /// @dev What is true of the batches.
    function _leaves() internal view returns (SumTree.Leaf[] memory leaves) {
        leaves = new SumTree.Leaf[](BATCHES);
        for (uint256 i = 0; i < BATCHES; ++i) {
            leaves[i].batchId = _batchId(i);
            ICarbonCredits.Batch memory batch = credits.batch(leaves[i].batchId);
            leaves[i].sums.issued = UNITS;
            leaves[i].sums.retired = batch.retiredUnits;
            leaves[i].sums.cancelled = batch.cancelledUnits;
            leaves[i].sums.circulating = UNITS - batch.retiredUnits - batch.cancelledUnits;
        }
    }

    function _post(SumTree.Leaf[] memory leaves) internal returns (uint256) {
        return ledger.post(header, SumTreeBuilder.root(leaves));
    }

    function _inclusion(
        SumTree.Leaf[] memory leaves,
        uint256 index
    ) internal pure returns (ICompletenessLedger.Inclusion memory) {
        return ICompletenessLedger.Inclusion(leaves[index], SumTreeBuilder.steps(leaves, index));
    }

    /// @dev The leaves but for one.
    function _without(SumTree.Leaf[] memory leaves, uint256 left) internal pure returns (SumTree.Leaf[] memory others) {
        others = new SumTree.Leaf[](leaves.length - 1);
        for (uint256 i = 0; i < others.length; ++i) others[i] = leaves[i < left ? i : i + 1];
    }

    function _expectVoid(uint256 snapshotId, ICompletenessLedger.Fault fault, uint256 batchId) internal {
        vm.expectEmit();
        emit ICompletenessLedger.SnapshotVoided(snapshotId, stranger, fault, batchId);
        vm.prank(stranger);
    }
}
