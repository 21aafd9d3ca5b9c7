// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IExchangeSweep } from "../interfaces/IExchangeSweep.sol";
import { BatchLabels } from "./BatchLabels.sol";

/// @title SweepCriteria
/// @notice Whether a batch is what a buyer asked for, by what the registry says of it at this moment.
library SweepCriteria {
    /// @param credits the registry.
    /// @param labels who is asked for labels; zero for nobody, and then no batch has any.
    function isMet(
        address credits,
        address labels,
        uint256 batchId,
        IExchangeSweep.Criteria calldata criteria
    ) internal view returns (bool) {
        ICarbonCredits.Batch memory batch = ICarbonCredits(credits).batch(batchId);
        if (criteria.vintageFrom != 0 && batch.vintageStart < criteria.vintageFrom) return false;
        if (criteria.vintageTo != 0 && batch.vintageEnd > criteria.vintageTo) return false;
        ICarbonCredits.Project memory project = ICarbonCredits(credits).project(batch.projectId);
        return
            _isCountry(criteria.countries, project.country) &&
            _isMechanism(criteria.mechanisms, project.mechanism) &&
            _isMethodology(criteria.methodologies, project.methodology) &&
            BatchLabels.missing(labels, batchId, criteria.labels) == 0;
    }

    function _isCountry(bytes2[] calldata wanted, bytes2 actual) private pure returns (bool) {
        for (uint256 i = 0; i < wanted.length; ++i) {
            if (wanted[i] == actual) return true;
        }
        return wanted.length == 0;
    }

    function _isMechanism(
        ICarbonCredits.Mechanism[] calldata wanted,
        ICarbonCredits.Mechanism actual
    ) private pure returns (bool) {
        for (uint256 i = 0; i < wanted.length; ++i) {
            if (wanted[i] == actual) return true;
        }
        return wanted.length == 0;
    }

    function _isMethodology(string[] calldata wanted, string memory actual) private pure returns (bool) {
        bytes32 hash = keccak256(bytes(actual));
        for (uint256 i = 0; i < wanted.length; ++i) {
            if (keccak256(bytes(wanted[i])) == hash) return true;
        }
        return wanted.length == 0;
    }
}
