// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ComplianceGate } from "../../../contracts/compliance/ComplianceGate.sol";
import { CarbonCredits } from "../../../contracts/registry/CarbonCredits.sol";
import { RetirementCertificate } from "../../../contracts/registry/RetirementCertificate.sol";

/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract CarbonCreditsV2 is CarbonCredits {
    constructor(address next) CarbonCredits(next) {}

    function version() external pure returns (uint256) {
        return 2;
    }
}

/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract RetirementCertificateV2 is RetirementCertificate {
    function version() external pure returns (uint256) {
        return 2;
    }
}

/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract ComplianceGateV2 is ComplianceGate {
    function version() external pure returns (uint256) {
        return 2;
    }
}
