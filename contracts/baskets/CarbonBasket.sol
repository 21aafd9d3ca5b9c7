// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ERC20PermitUpgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import { IERC1155Receiver } from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import { ICarbonBasket } from "../interfaces/ICarbonBasket.sol";
import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { BasketShelves } from "./BasketShelves.sol";

/// @title CarbonBasket
/// @notice Credits in, tokens out, and back; see `ICarbonBasket`.
contract CarbonBasket is
    BasketShelves,
    ERC20PermitUpgradeable,
    ReentrancyGuardTransient,
    UUPSUpgradeable,
    IERC1155Receiver
{
    uint40 private constant SHORTEST_DELAY = 1 days;
    uint40 private constant LONGEST_DELAY = 90 days;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Sets the proxy up with its first rules, which hold at once.
    /// @param setup see `ICarbonBasket.Setup`.
    /// @param rules see `ICarbonBasket.Rules`.
    function initialize(Setup calldata setup, Rules calldata rules) external initializer {
        if (setup.accessManager == address(0) || setup.credits == address(0)) revert CarbonBasket_ZeroAddress();
        if (setup.labels == address(0) || setup.impairment == address(0)) revert CarbonBasket_ZeroAddress();
        if (setup.ruleDelay < SHORTEST_DELAY || setup.ruleDelay > LONGEST_DELAY) {
            revert CarbonBasket_DelayOutside(setup.ruleDelay, SHORTEST_DELAY, LONGEST_DELAY);
        }
        __AccessManaged_init(setup.accessManager);
        __ERC20_init(setup.name, setup.symbol);
        __ERC20Permit_init(setup.name);
        Layout storage $ = _layout();
        $.credits = setup.credits;
        $.labels = setup.labels;
        $.impairment = setup.impairment;
        ($.gate, ) = ICarbonCredits(setup.credits).links();
        $.ruleDelay = setup.ruleDelay;
        _setFeeRecipient(setup.feeRecipient);
        uint32 version = _writeRules(rules);
        $.currentVersion = version;
        emit RulesAnnounced(version, _now(), rules);
    }

    /// @inheritdoc ICarbonBasket
    function setFeeRecipient(address feeRecipient_) external restricted {
        _setFeeRecipient(feeRecipient_);
    }

    /// @notice Three: the base unit is 1 kg, the token 1 tonne.
    function decimals() public pure override returns (uint8) {
        return 3;
    }

    // ------------------------------------------------------------------------------------------- in

    /// @inheritdoc ICarbonBasket
    function deposit(uint256 batchId, uint64 units, address to) external nonReentrant {
        IERC1155(_layout().credits).safeTransferFrom(msg.sender, address(this), batchId, units, "");
        _accept(batchId, units, msg.sender, to);
    }

    /// @inheritdoc IERC1155Receiver
    /// @dev A deposit for the sender, unless this contract fetches the units itself. Minting straight to it is refused.
    function onERC1155Received(
        address operator,
        address from,
        uint256 id,
        uint256 value,
        bytes calldata
    ) external returns (bytes4) {
        if (!_isOwnTransfer(operator)) _acceptSent(id, value, from);
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
        if (_isOwnTransfer(operator)) revert CarbonBasket_ForeignToken(msg.sender);
        for (uint256 i = 0; i < ids.length; ++i) _acceptSent(ids[i], values[i], from);
        return this.onERC1155BatchReceived.selector;
    }

    /// @inheritdoc ICarbonBasket
    function checkDeposit(uint256 batchId, uint64 units) external view {
        if (units == 0) revert CarbonBasket_ZeroUnits();
        RuleVersion storage rules = _layout().rules[_activeVersion()];
        _requireFixedMet(rules, batchId);
        _requireTermsMet(rules.terms, batchId, totalSupply() + units);
    }

    function _isOwnTransfer(address operator) private view returns (bool) {
        if (msg.sender != _layout().credits) revert CarbonBasket_ForeignToken(msg.sender);
        return operator == address(this);
    }

    function _acceptSent(uint256 batchId, uint256 units, address from) private nonReentrant {
        if (from == address(0)) revert CarbonBasket_ZeroAddress();
        // safe: the registry mints at most 10^12 units of a batch
        _accept(batchId, uint64(units), from, from);
    }

    /// @dev Judges units that have arrived, and mints their tokens.
    function _accept(uint256 batchId, uint64 units, address from, address to) private {
        if (units == 0) revert CarbonBasket_ZeroUnits();
        Layout storage $ = _layout();
        uint32 version = _activeVersion();
        RuleVersion storage rules = $.rules[version];
        BatchPlace storage at = $.places[batchId];
        if (at.version != version) {
            at.year = _shelfOf(_requireFixedMet(rules, batchId));
            at.version = version;
        }
        uint256 supplyUnits = totalSupply() + units;
        _requireTermsMet(rules.terms, batchId, supplyUnits);
        if (at.place == 0) _shelve(batchId, at);
        _mint(to, units);
        emit BasketDeposited(batchId, from, to, units, supplyUnits);
    }

    // ------------------------------------------------------------------------------------------- out

    /// @inheritdoc ICarbonBasket
    function redeem(ICarbonCredits.Portion[] memory portions, address to) external nonReentrant {
        (uint64 units, uint64 feeUnits) = _payForChoice(portions);
        emit BasketRedeemed(msg.sender, to, portions, units, feeUnits, totalSupply());
        _deliver(portions, to);
    }

    /// @inheritdoc ICarbonBasket
    function redeemOldest(
        uint64 units,
        uint256 maxBatches,
        address to
    ) external nonReentrant returns (uint64 delivered) {
        ICarbonCredits.Portion[] memory portions;
        (portions, delivered) = _payForOldest(units, maxBatches, false);
        emit BasketRedeemed(msg.sender, to, portions, delivered, 0, totalSupply());
        _deliver(portions, to);
    }

    /// @inheritdoc ICarbonBasket
    function retire(
        ICarbonCredits.Portion[] memory portions,
        ICarbonCredits.RetirementDetails calldata details
    ) external nonReentrant {
        (uint64 units, uint64 feeUnits) = _payForChoice(portions);
        emit BasketRetired(msg.sender, portions, units, feeUnits, totalSupply());
        _retire(portions, details);
    }

    /// @inheritdoc ICarbonBasket
    function retireOldest(
        uint64 units,
        uint256 maxBatches,
        ICarbonCredits.RetirementDetails calldata details
    ) external nonReentrant returns (uint64 retired) {
        ICarbonCredits.Portion[] memory portions;
        (portions, retired) = _payForOldest(units, maxBatches, true);
        emit BasketRetired(msg.sender, portions, retired, 0, totalSupply());
        _retire(portions, details);
    }

    /// @dev Burns the tokens of chosen portions and moves the fee.
    function _payForChoice(ICarbonCredits.Portion[] memory portions) private returns (uint64 units, uint64 feeUnits) {
        for (uint256 i = 0; i < portions.length; ++i) units += portions[i].units;
        _requireCovered(units);
        Layout storage $ = _layout();
        uint256 feeBps = $.rules[_activeVersion()].terms.feeBps;
        address recipient = $.feeRecipient;
        // a recipient that may not receive must keep nobody from leaving
        if (feeBps != 0 && !IComplianceGate($.gate).isBlocked(recipient)) {
            // safe: a fiftieth of a uint64 at most
            feeUnits = uint64((uint256(units) * feeBps + BPS - 1) / BPS);
            _transfer(msg.sender, recipient, feeUnits);
        }
        _burn(msg.sender, units);
    }

    function _payForOldest(
        uint64 units,
        uint256 maxBatches,
        bool toRetire
    ) private returns (ICarbonCredits.Portion[] memory portions, uint64 sum) {
        _requireCovered(units);
        (portions, sum) = _pickOldest(units, maxBatches, toRetire);
        if (sum == 0) revert CarbonBasket_NothingAvailable(units, maxBatches);
        _burn(msg.sender, sum);
    }

    function _requireCovered(uint64 units) private view {
        if (units == 0) revert CarbonBasket_ZeroUnits();
        uint256 supply = totalSupply();
        if (units > supply) revert CarbonBasket_BasketTooSmall(supply, units);
    }

    function _deliver(ICarbonCredits.Portion[] memory portions, address to) private {
        address credits = _layout().credits;
        for (uint256 i = 0; i < portions.length; ++i) {
            uint256 batchId = portions[i].batchId;
            uint64 units = portions[i].units;
            if (units == 0) revert CarbonBasket_ZeroUnits();
            uint64 have = _held(batchId);
            if (units > have) revert CarbonBasket_InsufficientUnits(batchId, have, units);
            IERC1155(credits).safeTransferFrom(address(this), to, batchId, units, "");
            _tidy(batchId);
        }
    }

    function _retire(
        ICarbonCredits.Portion[] memory portions,
        ICarbonCredits.RetirementDetails calldata details
    ) private {
        ICarbonCredits(_layout().credits).retireHeld(msg.sender, portions, details);
        for (uint256 i = 0; i < portions.length; ++i) _tidy(portions[i].batchId);
    }

    // ------------------------------------------------------------------------------------------- token

    /// @dev Whoever may not touch credits may not touch what stands for them.
    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0)) _requireNotBlocked(from);
        // whoever brings credits in was screened by the registry on the way
        bool screened = from == address(0) && to == msg.sender;
        if (to != address(0) && !screened) _requireNotBlocked(to);
        super._update(from, to, value);
    }

    function _requireNotBlocked(address account) private view {
        if (IComplianceGate(_layout().gate).isBlocked(account)) revert CarbonBasket_AccountBlocked(account);
    }

    function _setFeeRecipient(address feeRecipient_) private {
        if (feeRecipient_ == address(0)) revert CarbonBasket_ZeroAddress();
        _layout().feeRecipient = feeRecipient_;
        emit FeeRecipientSet(feeRecipient_);
    }

    /// @inheritdoc ICarbonBasket
    function feeRecipient() external view returns (address) {
        return _layout().feeRecipient;
    }

    /// @inheritdoc ICarbonBasket
    function links() external view returns (address credits, address labels, address impairment, address gate) {
        Layout storage $ = _layout();
        return ($.credits, $.labels, $.impairment, $.gate);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC1155Receiver).interfaceId ||
            interfaceId == type(ICarbonBasket).interfaceId ||
            interfaceId == type(IERC165).interfaceId;
    }

    // solhint-disable-next-line no-empty-blocks
    function _authorizeUpgrade(address) internal override restricted {}
}
