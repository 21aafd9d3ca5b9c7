// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

import { ICarbonCredits } from "../../../contracts/interfaces/ICarbonCredits.sol";
import { RetirementCertificate } from "../../../contracts/registry/RetirementCertificate.sol";
import { DeployedCredits } from "./DeployedCredits.sol";
import { RegistryLedger } from "./RegistryLedger.sol";

/// @title CreditLifeHandler
/// @notice What may befall credits between issue and the end, at random: retirements of many batches and by request, freezes,
/// suspensions, transfers by force, certificates passed on in parts.
contract CreditLifeHandler is Test {
    /// @dev Who drives the registry.
    struct Actors {
        address admin;
        address registrar;
        address officer;
        address pool;
    }

    DeployedCredits internal immutable CREDITS;
    RetirementCertificate internal immutable CERTIFICATE;
    RegistryLedger internal immutable LEDGER;
    Actors internal actors;
    address[] internal holders;

    uint256[] public requests;
    uint256[] public shares;
    /// @dev What a freeze has kept in an account since it was set.
    mapping(address holder => mapping(uint256 batchId => uint256)) public withheld;
    /// @dev Who had what of a batch when it was suspended; zero while it is not.
    mapping(uint256 batchId => bytes32) public stillness;

    constructor(
        DeployedCredits credits,
        RetirementCertificate certificate,
        RegistryLedger ledger,
        address[] memory holders_,
        Actors memory actors_
    ) {
        (CREDITS, CERTIFICATE, LEDGER) = (credits, certificate, ledger);
        (holders, actors) = (holders_, actors_);
    }

    function retireMany(uint256 from, uint256 batch, uint256 other, uint64 units, uint64 more) external {
        (address owner, ICarbonCredits.Portion[] memory portions) = _portions(from, batch, other, units, more);
        ICarbonCredits.RetirementDetails memory details;
        vm.prank(owner);
        try CREDITS.retireMany(owner, portions, details) returns (uint256 retirementId) {
            _consumed(retirementId);
        } catch {}
    }

    function request(uint256 from, uint256 batch, uint256 other, uint64 units, uint64 more) external {
        (address owner, ICarbonCredits.Portion[] memory portions) = _portions(from, batch, other, units, more);
        ICarbonCredits.RetirementDetails memory details;
        vm.prank(owner);
        try CREDITS.requestRetirement(owner, portions, details) returns (uint256 requestId) {
            requests.push(requestId);
        } catch {}
    }

    function answer(uint256 which, bool yes) external {
        if (requests.length == 0) return;
        uint256 requestId = requests[which % requests.length];
        vm.prank(actors.registrar);
        if (!yes) {
            try CREDITS.revertRetirement(requestId, "no") {} catch {}
            return;
        }
        try CREDITS.confirmRetirement(requestId) returns (uint256 retirementId) {
            _consumed(retirementId);
        } catch {}
    }

    /// @dev Half of the time it lets go.
    function freeze(uint256 who, uint256 batch, uint256 amount) external {
        if (LEDGER.batchCount() == 0) return;
        (address holder, uint256 batchId) = (_holder(who), _batch(batch));
        amount = amount % 2 == 0 ? 0 : amount % 40_000;
        vm.prank(actors.officer);
        CREDITS.setFrozenTokens(holder, batchId, amount);
        _noteFreeze(holder, batchId);
    }

    function force(uint256 from, uint256 to, uint256 batch, uint256 amount) external {
        if (LEDGER.batchCount() == 0) return;
        (address holder, address other, uint256 batchId) = (_holder(from), _holder(to), _batch(batch));
        amount = bound(amount, 0, CREDITS.balanceOf(holder, batchId));
        vm.prank(actors.admin);
        try CREDITS.forcedTransfer(holder, other, batchId, amount) {
            _noteFreeze(holder, batchId);
        } catch {}
    }

    function suspend(uint256 batch, bool lift) external {
        if (LEDGER.batchCount() == 0) return;
        uint256 batchId = _batch(batch);
        vm.prank(actors.pool);
        CREDITS.setSuspended(batchId, lift ? 0 : uint40(block.timestamp + 1 days));
        stillness[batchId] = lift ? bytes32(0) : picture(batchId);
    }

    function passOn(uint256 which, uint256 to, uint64 units) external {
        (, , uint256 retirements) = CREDITS.counts();
        if (retirements + shares.length == 0) return;
        which = which % (retirements + shares.length);
        uint256 tokenId = which < retirements ? which + 1 : shares[which - retirements];
        address holder = CERTIFICATE.ownerOf(tokenId);
        vm.prank(holder);
        try CERTIFICATE.split(tokenId, _holder(to), units % 5_000) returns (uint256 shareId) {
            shares.push(shareId);
        } catch {}
    }

    function requestCount() external view returns (uint256) {
        return requests.length;
    }

    function shareCount() external view returns (uint256) {
        return shares.length;
    }

    /// @dev Everybody's balance of a batch.
    function picture(uint256 batchId) public view returns (bytes32 digest) {
        digest = keccak256(abi.encode(CREDITS.balanceOf(address(CREDITS), batchId)));
        for (uint256 i = 0; i < holders.length; ++i) {
            digest = keccak256(abi.encode(digest, CREDITS.balanceOf(holders[i], batchId)));
        }
    }

    function _noteFreeze(address holder, uint256 batchId) private {
        (uint256 frozen, uint256 balance) = (
            CREDITS.getFrozenTokens(holder, batchId),
            CREDITS.balanceOf(holder, batchId)
        );
        withheld[holder][batchId] = frozen < balance ? frozen : balance;
    }

    function _consumed(uint256 retirementId) private {
        ICarbonCredits.RetiredPortion[] memory portions = CREDITS.portionsOf(retirementId);
        for (uint256 i = 0; i < portions.length; ++i) {
            LEDGER.consumed(portions[i].batchId, portions[i].firstUnit, portions[i].units, true);
        }
    }

    function _portions(
        uint256 from,
        uint256 batch,
        uint256 other,
        uint64 units,
        uint64 more
    ) private view returns (address owner, ICarbonCredits.Portion[] memory portions) {
        owner = _holder(from);
        portions = new ICarbonCredits.Portion[](2);
        if (LEDGER.batchCount() == 0) return (owner, portions);
        portions[0] = ICarbonCredits.Portion(_batch(batch), units % 20_000);
        portions[1] = ICarbonCredits.Portion(_batch(other), more % 20_000);
    }

    function _holder(uint256 index) private view returns (address) {
        return holders[index % holders.length];
    }

    function _batch(uint256 index) private view returns (uint256) {
        return LEDGER.batchAt(index % LEDGER.batchCount());
    }
}
