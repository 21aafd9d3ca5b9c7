// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { Issuances } from "./Issuances.sol";
import { Retirements } from "./Retirements.sol";

/// @title CarbonCredits
/// @notice The credit registry; see `ICarbonCredits`.
contract CarbonCredits is Issuances, Retirements, UUPSUpgradeable {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Sets the proxy up.
    /// @param accessManager the AccessManager that decides who may call the restricted functions.
    /// @param gate the compliance gate; its proxy, so that it never needs replacing.
    /// @param uriPrefix what stands before the decimal batch id in `uri`.
    function initialize(address accessManager, address gate, string calldata uriPrefix) external initializer {
        if (accessManager == address(0) || gate == address(0)) revert CarbonCredits_ZeroAddress();
        __AccessManaged_init(accessManager);
        __ERC1155_init(""); // `uri` is our own and reads uriPrefix
        Layout storage $ = _layout();
        $.gate = gate;
        $.uriPrefix = uriPrefix;
    }

    /// @inheritdoc ICarbonCredits
    function setCertificate(address certificate) external restricted {
        Layout storage $ = _layout();
        if (certificate == address(0)) revert CarbonCredits_ZeroAddress();
        if ($.certificate != address(0)) revert CarbonCredits_CertificateAlreadySet($.certificate);
        $.certificate = certificate;
        emit CertificateSet(certificate);
    }

    /// @inheritdoc ICarbonCredits
    function counts() external view returns (uint64 projects, uint256 proposals, uint256 retirements) {
        Layout storage $ = _layout();
        return ($.projectCount, $.proposalCount, $.retirementCount);
    }

    /// @inheritdoc ICarbonCredits
    function links() external view returns (address gate, address certificate) {
        Layout storage $ = _layout();
        return ($.gate, $.certificate);
    }

    // solhint-disable-next-line no-empty-blocks
    function _authorizeUpgrade(address) internal override restricted {}
}
