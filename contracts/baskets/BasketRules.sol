// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { AccessManagedUpgradeable } from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";

import { ICarbonBasket } from "../interfaces/ICarbonBasket.sol";
import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IImpairment } from "../interfaces/IImpairment.sol";
import { ILabelRegistry } from "../interfaces/ILabelRegistry.sol";
import { CarbonBasketStorage } from "../storage/CarbonBasketStorage.sol";

/// @title BasketRules
/// @notice The versions of a basket's rules, and what they say of a batch.
/// @dev What cannot change about a batch (project, country, registry, methodology, vintage) is judged once per version and
/// remembered; labels, impairment and the cap are asked at every deposit.
abstract contract BasketRules is ICarbonBasket, AccessManagedUpgradeable, CarbonBasketStorage {
    uint16 internal constant MAX_FEE_BPS = 200;
    uint256 internal constant BPS = 10_000;
    /// @dev Entries of one list.
    uint256 internal constant MAX_LIST = 64;

    /// @inheritdoc ICarbonBasket
    function announceRules(Rules calldata rules) external restricted returns (uint32 version) {
        Layout storage $ = _layout();
        uint40 effectiveAt = _now() + $.ruleDelay;
        $.currentVersion = _activeVersion();
        version = _writeRules(rules);
        $.announcedVersion = version;
        $.announcedEffectiveAt = effectiveAt;
        emit RulesAnnounced(version, effectiveAt, rules);
    }

    /// @inheritdoc ICarbonBasket
    function withdrawRules() external restricted {
        Layout storage $ = _layout();
        uint32 announced = $.announcedVersion;
        uint32 active = _activeVersion();
        if (announced == 0 || announced == active) revert CarbonBasket_NothingAnnounced(active);
        $.announcedVersion = 0;
        emit RulesWithdrawn(announced);
    }

    /// @inheritdoc ICarbonBasket
    function versions() external view returns (uint32 active, uint32 announced, uint40 effectiveAt) {
        Layout storage $ = _layout();
        active = _activeVersion();
        announced = $.announcedVersion;
        if (announced == 0 || announced == active) return (active, 0, 0);
        return (active, announced, $.announcedEffectiveAt);
    }

    /// @inheritdoc ICarbonBasket
    function rulesOf(uint32 version) external view returns (Terms memory terms, ListMode[4] memory modes) {
        RuleVersion storage rules = _layout().rules[version];
        return (rules.terms, rules.modes);
    }

    /// @inheritdoc ICarbonBasket
    function isListed(uint32 version, Criterion criterion, bytes32 key) external view returns (bool) {
        return _layout().rules[version].listed[criterion][key];
    }

    /// @inheritdoc ICarbonBasket
    function ruleDelay() external view returns (uint40 delaySeconds) {
        return _layout().ruleDelay;
    }

    function _activeVersion() internal view returns (uint32) {
        Layout storage $ = _layout();
        uint32 announced = $.announcedVersion;
        return announced != 0 && _now() >= $.announcedEffectiveAt ? announced : $.currentVersion;
    }

    function _writeRules(Rules calldata rules) internal returns (uint32 version) {
        _requireTerms(rules.terms);
        version = ++_layout().lastVersion;
        RuleVersion storage stored = _layout().rules[version];
        stored.terms = rules.terms;
        stored.modes = rules.modes;
        _writeTexts(stored, Criterion.METHODOLOGY, rules.modes, rules.methodologies);
        _writeTexts(stored, Criterion.REGISTRY, rules.modes, rules.registries);
        _requireList(rules.modes, Criterion.COUNTRY, rules.countries.length);
        for (uint256 i = 0; i < rules.countries.length; ++i) {
            stored.listed[Criterion.COUNTRY][bytes32(rules.countries[i])] = true;
        }
        _requireList(rules.modes, Criterion.PROJECT, rules.projectIds.length);
        for (uint256 i = 0; i < rules.projectIds.length; ++i) {
            stored.listed[Criterion.PROJECT][bytes32(uint256(rules.projectIds[i]))] = true;
        }
    }

    /// @dev What may be deposited of a batch, by the rules that may change their answer from one deposit to the next.
    function _requireTermsMet(Terms storage terms, uint256 batchId, uint256 supplyAfter) internal view {
        Layout storage $ = _layout();
        uint256 capUnits = terms.capUnits;
        if (supplyAfter > capUnits) revert CarbonBasket_CapExceeded(supplyAfter, capUnits);
        uint64 maxImpairedBps = terms.maxImpairedBps;
        if (maxImpairedBps < BPS) {
            (, , uint64 impairedBps) = IImpairment($.impairment).statusOf(batchId);
            if (impairedBps > maxImpairedBps) {
                revert CarbonBasket_Impaired(batchId, impairedBps, maxImpairedBps);
            }
        }
        uint128 required = terms.requiredLabels;
        if (required == 0) return;
        uint128 has = ILabelRegistry($.labels).labelsAt(batchId, _now());
        if (has & required != required) revert CarbonBasket_LabelsMissing(batchId, has, required);
    }

    /// @dev The rules about what cannot change.
    /// @return vintageStart of the batch, unix seconds.
    function _requireFixedMet(RuleVersion storage rules, uint256 batchId) internal view returns (uint40 vintageStart) {
        ICarbonCredits credits = ICarbonCredits(_layout().credits);
        // reverts for a batch that was never issued
        (ICarbonCredits.Issuance memory issuance, , , ) = credits.proposal(credits.proposalOf(batchId));
        _requireVintage(rules.terms, issuance.vintageStart, issuance.vintageEnd);
        if (!_passes(rules, Criterion.PROJECT, bytes32(uint256(issuance.projectId)))) {
            revert CarbonBasket_ProjectRefused(batchId, issuance.projectId);
        }
        ICarbonCredits.Project memory project = credits.project(issuance.projectId);
        if (!_passes(rules, Criterion.COUNTRY, bytes32(project.country))) {
            revert CarbonBasket_CountryRefused(batchId, project.country);
        }
        if (!_passes(rules, Criterion.REGISTRY, keccak256(bytes(project.registryName)))) {
            revert CarbonBasket_RegistryRefused(batchId, project.registryName);
        }
        // a monitoring report may be made under another version than the project was registered with
        string memory methodology = issuance.methodology;
        if (bytes(methodology).length == 0) methodology = project.methodology;
        if (!_passes(rules, Criterion.METHODOLOGY, keccak256(bytes(methodology)))) {
            revert CarbonBasket_MethodologyRefused(batchId, methodology);
        }
        return issuance.vintageStart;
    }

    function _requireVintage(Terms storage terms, uint40 vintageStart, uint40 vintageEnd) private view {
        uint40 from = terms.vintageFrom;
        uint40 until = terms.vintageUntil;
        if (vintageStart < from || vintageEnd > until) {
            revert CarbonBasket_VintageOutside(vintageStart, vintageEnd, from, until);
        }
    }

    function _passes(RuleVersion storage rules, Criterion criterion, bytes32 key) private view returns (bool) {
        ListMode mode = rules.modes[uint256(criterion)];
        if (mode == ListMode.ANY) return true;
        return rules.listed[criterion][key] == (mode == ListMode.ALLOW);
    }

    function _writeTexts(
        RuleVersion storage stored,
        Criterion criterion,
        ListMode[4] calldata modes,
        string[] calldata texts
    ) private {
        _requireList(modes, criterion, texts.length);
        for (uint256 i = 0; i < texts.length; ++i) stored.listed[criterion][keccak256(bytes(texts[i]))] = true;
    }

    /// @dev A list that is read has entries, and one that is not has none: neither is likely to be meant.
    function _requireList(ListMode[4] calldata modes, Criterion criterion, uint256 length) private pure {
        bool read = modes[uint256(criterion)] != ListMode.ANY;
        if (read != (length != 0) || length > MAX_LIST) {
            revert CarbonBasket_BadList(criterion, length, read ? MAX_LIST : 0);
        }
    }

    function _requireTerms(Terms calldata terms) private pure {
        if (terms.vintageFrom > terms.vintageUntil) {
            revert CarbonBasket_BadRule("vintageFrom", terms.vintageFrom, terms.vintageUntil);
        }
        if (terms.feeBps > MAX_FEE_BPS) revert CarbonBasket_BadRule("feeBps", terms.feeBps, MAX_FEE_BPS);
        if (terms.maxImpairedBps > BPS) revert CarbonBasket_BadRule("maxImpairedBps", terms.maxImpairedBps, BPS);
    }

    /// @dev The present, in unix seconds.
    function _now() internal view returns (uint40) {
        // safe: 40 bits of seconds last beyond the year 36000
        return uint40(block.timestamp);
    }
}
