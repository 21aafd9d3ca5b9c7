// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "./ICarbonCredits.sol";

/// @title ICarbonBasket
/// @notice A fungible token over credits that satisfy published rules. An ERC-20 with 3 decimals: its base unit stands for
/// 1 kg CO2e, as the units of the credits it holds, and the basket always holds exactly as many as there are tokens.
/// Rules are asked when credits come in; going out nothing is asked.
interface ICarbonBasket {
    /// @notice How a list of a rule set is read.
    enum ListMode {
        ANY,
        ALLOW,
        DENY
    }

    /// @notice What a list of a rule set is about.
    enum Criterion {
        METHODOLOGY,
        COUNTRY,
        REGISTRY,
        PROJECT
    }

    /// @param vintageFrom earliest first day of a vintage, unix seconds.
    /// @param vintageUntil latest last day of a vintage, unix seconds.
    /// @param capUnits most kg the basket may hold after a deposit.
    /// @param feeBps fee for choosing the batches that one takes out, in basis points of the tokens burnt; 200 at most.
    /// @param maxImpairedBps impairment that a batch may have when it comes in.
    /// @param requiredLabels mask of labels that a batch must have when it comes in; see ILabelRegistry.
    struct Terms {
        uint40 vintageFrom;
        uint40 vintageUntil;
        uint64 capUnits;
        uint16 feeBps;
        uint16 maxImpairedBps;
        uint128 requiredLabels;
    }

    /// @param terms see `Terms`.
    /// @param modes how each list is read, by `Criterion`; a list in mode ANY is empty.
    /// @param methodologies as projects state them, e.g. "VM0007 v1.6".
    /// @param countries ISO 3166-1 alpha-2.
    /// @param registries source registries by name, e.g. "Verra".
    /// @param projectIds ids of this registry.
    struct Rules {
        Terms terms;
        ListMode[4] modes;
        string[] methodologies;
        bytes2[] countries;
        string[] registries;
        uint64[] projectIds;
    }

    /// @notice What a basket is set up with.
    /// @param accessManager the AccessManager that decides who may call the restricted functions.
    /// @param credits the credit registry; its gate screens holders of the tokens as well.
    /// @param labels the label registry.
    /// @param impairment what tells the impairment of batches.
    /// @param feeRecipient who receives the fees.
    /// @param ruleDelay seconds between the announcement of rules and their effect: 1 to 90 days.
    /// @param name name of the token.
    /// @param symbol its symbol.
    struct Setup {
        address accessManager;
        address credits;
        address labels;
        address impairment;
        address feeRecipient;
        uint40 ruleDelay;
        string name;
        string symbol;
    }

    event RulesAnnounced(uint32 indexed version, uint40 effectiveAt, Rules rules);
    event RulesWithdrawn(uint32 indexed version);
    event FeeRecipientSet(address feeRecipient);
    event BasketDeposited(
        uint256 indexed batchId,
        address indexed from,
        address indexed to,
        uint64 units,
        uint256 supplyUnits
    );
    event BasketRedeemed(
        address indexed account,
        address indexed to,
        ICarbonCredits.Portion[] portions,
        uint64 units,
        uint64 feeUnits,
        uint256 supplyUnits
    );
    event BasketRetired(
        address indexed account,
        ICarbonCredits.Portion[] portions,
        uint64 units,
        uint64 feeUnits,
        uint256 supplyUnits
    );

    /// @notice Tokens were moved by the authority, as ERC-7943 reports it. The base transfer event stands before it.
    event ForcedTransfer(address indexed from, address indexed to, uint256 amount);

    error CarbonBasket_ZeroAddress();
    error CarbonBasket_ZeroUnits();
    error CarbonBasket_ForeignToken(address token);
    error CarbonBasket_AccountBlocked(address account);
    error CarbonBasket_BadRule(string rule, uint256 value, uint256 bound);
    /// @notice A list that is read has 1 to `maxLength` entries, and one that is not has none.
    error CarbonBasket_BadList(Criterion criterion, uint256 length, uint256 maxLength);
    error CarbonBasket_DelayOutside(uint40 delaySeconds, uint40 shortest, uint40 longest);
    error CarbonBasket_NothingAnnounced(uint32 activeVersion);
    error CarbonBasket_ProjectRefused(uint256 batchId, uint64 projectId);
    error CarbonBasket_CountryRefused(uint256 batchId, bytes2 country);
    error CarbonBasket_RegistryRefused(uint256 batchId, string registryName);
    error CarbonBasket_MethodologyRefused(uint256 batchId, string methodology);
    error CarbonBasket_VintageOutside(uint40 vintageStart, uint40 vintageEnd, uint40 vintageFrom, uint40 vintageUntil);
    error CarbonBasket_LabelsMissing(uint256 batchId, uint128 has, uint128 required);
    error CarbonBasket_Impaired(uint256 batchId, uint64 impairedBps, uint64 maxImpairedBps);
    error CarbonBasket_CapExceeded(uint256 supplyUnits, uint256 capUnits);
    error CarbonBasket_InsufficientUnits(uint256 batchId, uint256 have, uint256 want);
    error CarbonBasket_BasketTooSmall(uint256 supplyUnits, uint256 want);
    error CarbonBasket_NothingAvailable(uint256 want, uint256 batchesVisited);

    /// @notice Announces new rules. They hold for deposits from now + `ruleDelay` on, and replace an announcement that is not
    /// effective yet.
    /// @dev Requires the basket curator role.
    function announceRules(Rules calldata rules) external returns (uint32 version);

    /// @notice Takes an announcement back before it is effective.
    /// @dev Requires the basket curator role.
    function withdrawRules() external;

    /// @notice Names who receives the fees.
    /// @dev Requires the admin role.
    function setFeeRecipient(address feeRecipient_) external;

    /// @notice Brings credits in for the same number of tokens. Sending units to this contract does the same for the sender.
    /// @dev The caller lets this contract act for it in the registry.
    /// @param units kg.
    /// @param to who receives the tokens.
    function deposit(uint256 batchId, uint64 units, address to) external;

    /// @notice Burns tokens for chosen batches, against the fee.
    /// @param portions batches and kg; the tokens burnt are their sum, the fee comes on top, rounded up.
    /// @param to who receives the credits.
    function redeem(ICarbonCredits.Portion[] calldata portions, address to) external;

    /// @notice Burns tokens for the batches of the oldest vintage years, without a fee. Batches that are suspended
    /// or frozen are passed over.
    /// @param units kg wanted; fewer are delivered, and burnt, when `maxBatches` do not hold as many.
    /// @param maxBatches batches to look at.
    /// @param to who receives the credits.
    /// @return delivered kg.
    function redeemOldest(uint64 units, uint256 maxBatches, address to) external returns (uint64 delivered);

    /// @notice Burns tokens and retires chosen batches for the caller, against the fee.
    /// @param details see ICarbonCredits; the beneficiary is the caller unless named.
    function retire(
        ICarbonCredits.Portion[] calldata portions,
        ICarbonCredits.RetirementDetails calldata details
    ) external;

    /// @notice Burns tokens and retires the batches of the oldest vintage years for the caller, without a fee. Batches that cannot
    /// be retired now are passed over.
    /// @return retired kg.
    function retireOldest(
        uint64 units,
        uint256 maxBatches,
        ICarbonCredits.RetirementDetails calldata details
    ) external returns (uint64 retired);

    /// @notice Moves tokens of a lost wallet, whatever a freeze of it says; the recipient must be allowed to receive.
    /// @dev Requires the recovery role, which `IWalletRecovery` alone holds. The function of ERC-7943 for tokens of one kind.
    /// @param amount kg.
    /// @return result always true; reverts otherwise.
    function forcedTransfer(address from, address to, uint256 amount) external returns (bool result);

    /// @notice Reverts as `deposit` would, by the rules in force now.
    function checkDeposit(uint256 batchId, uint64 units) external view;

    /// @notice What `redeemOldest` would deliver, or `retireOldest` retire.
    /// @param units kg wanted.
    /// @param maxBatches batches to look at.
    /// @param toRetire whether to pass over projects whose retirements the source registry must confirm as well.
    /// @return portions batches and kg.
    /// @return sum of them, kg.
    function oldest(
        uint64 units,
        uint256 maxBatches,
        bool toRetire
    ) external view returns (ICarbonCredits.Portion[] memory portions, uint64 sum);

    /// @return active version of the rules in force.
    /// @return announced version of the rules announced and not yet effective, or zero.
    /// @return effectiveAt when those will be, unix seconds, or zero.
    function versions() external view returns (uint32 active, uint32 announced, uint40 effectiveAt);

    /// @return terms of a version of the rules.
    /// @return modes of its lists, by `Criterion`.
    function rulesOf(uint32 version) external view returns (Terms memory terms, ListMode[4] memory modes);

    /// @notice Whether a list of a version of the rules names a key.
    /// @param key hash of the methodology or registry name, the country in the first two bytes, or the project id as a number.
    function isListed(uint32 version, Criterion criterion, bytes32 key) external view returns (bool);

    /// @notice Calendar years of which the basket holds vintages: bit i stands for 1970 + i.
    function vintageYears() external view returns (uint256 mask);

    /// @notice Batches held of one vintage year, in no order.
    function batchesOf(uint256 year) external view returns (uint256[] memory batchIds);

    /// @return credits the credit registry.
    /// @return labels the label registry.
    /// @return impairment what tells the impairment of batches.
    /// @return gate the compliance gate.
    function links() external view returns (address credits, address labels, address impairment, address gate);

    /// @return the account that receives the fees.
    function feeRecipient() external view returns (address);

    /// @return delaySeconds between the announcement of rules and their effect.
    function ruleDelay() external view returns (uint40 delaySeconds);
}
