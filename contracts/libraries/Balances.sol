// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { StorageSlot } from "@openzeppelin/contracts/utils/StorageSlot.sol";
import { IComplianceGate } from "../interfaces/IComplianceGate.sol";
import { IExchange } from "../interfaces/IExchange.sol";
import { ExchangeStorage } from "../storage/ExchangeStorage.sol";

/// @title Balances
/// @notice One word per account and asset: the free balance, and until when the account is known to be allowed to trade.
/// @dev From the low bit up: free 128 | checkedUntil 40 | listed 1 | volume period 15 | its volume 36 | the volume of the period
/// before 36. While now < checkedUntil the word itself answers for the gate, so that a fill costs no call; after that the
/// gate is asked and its answer kept for at most a day, and never beyond the time that the account set itself. `listed`
/// says that the asset stands in the account's list, through which the gate voids every word of an account at once.
/// No balance can pass 2^128 - 1: deposits keep each token's whole holding below that.
library Balances {
    uint256 internal constant FREE_MASK = type(uint128).max;
    uint256 internal constant ASSETS_CAP = 256;
    uint256 internal constant MIRROR_TTL = 1 days;
    uint256 private constant CHECKED_SHIFT = 128;
    uint256 private constant CHECKED_MASK = uint256(type(uint40).max) << 128;
    uint256 private constant LISTED = 1 << 168;
    uint256 private constant PERIOD_SHIFT = 169;
    uint256 private constant PERIOD_MASK = (1 << 15) - 1;
    uint256 private constant VOLUME_MAX = (1 << 36) - 1;
    uint256 private constant PERIOD_SECONDS = 30 days;

    /// @return free balance.
    function free(ExchangeStorage.Layout storage s, address account, uint32 asset) internal view returns (uint256) {
        return s.balances[_key(account, asset)] & FREE_MASK;
    }

    /// @notice Adds to a balance whoever owns it: refunds, surpluses, a taker's own proceeds.
    function credit(ExchangeStorage.Layout storage s, address account, uint32 asset, uint256 amount) internal {
        StorageSlot.Uint256Slot storage slot = _slot(s, account, asset);
        uint256 word = slot.value;
        if (word & LISTED == 0) word |= _list(s, account, asset);
        unchecked {
            slot.value = word + amount; // safe: the free field holds at most the token's total, see above
        }
    }

    /// @notice Adds to a balance if its owner may trade.
    /// @return whether it did; nothing changes otherwise.
    function creditIfEligible(
        ExchangeStorage.Layout storage s,
        address account,
        uint32 asset,
        uint256 amount
    ) internal returns (bool) {
        StorageSlot.Uint256Slot storage slot = _slot(s, account, asset);
        uint256 word = slot.value;
        if (word & LISTED == 0) word |= _list(s, account, asset);
        if (_isStale(word)) {
            bool allowed;
            (allowed, word) = _ask(s, account, word);
            if (!allowed) {
                // the word is left as it was, but for a listing already made
                slot.value = word;
                return false;
            }
        }
        unchecked {
            slot.value = word + amount; // safe: as in `credit`
        }
        return true;
    }

    /// @notice Adds a deposit; the owner must be allowed to trade and have room in its asset list.
    /// @return freeAfter the new free balance.
    function deposit(
        ExchangeStorage.Layout storage s,
        address account,
        uint32 asset,
        uint256 amount
    ) internal returns (uint256 freeAfter) {
        uint256 had = free(s, account, asset);
        require(amount <= FREE_MASK - had, IExchange.Exchange_BalanceOverflow(asset, amount, FREE_MASK - had));
        require(creditIfEligible(s, account, asset, amount), IExchange.Exchange_NotEligible(account));
        require(s.balances[_key(account, asset)] & LISTED != 0, IExchange.Exchange_TooManyAssets(account, ASSETS_CAP));
        unchecked {
            freeAfter = had + amount; // safe: checked above
        }
    }

    /// @notice Takes from the balance of an account that must be allowed to trade.
    function spend(ExchangeStorage.Layout storage s, address account, uint32 asset, uint256 amount) internal {
        StorageSlot.Uint256Slot storage slot = _slot(s, account, asset);
        uint256 word = slot.value;
        if (_isStale(word)) {
            bool allowed;
            (allowed, word) = _ask(s, account, word);
            require(allowed, IExchange.Exchange_NotEligible(account));
        }
        slot.value = _minus(word, asset, amount);
    }

    /// @notice Takes from a balance without asking who owns it.
    /// @return freeAfter what is left.
    function withdraw(
        ExchangeStorage.Layout storage s,
        address account,
        uint32 asset,
        uint256 amount
    ) internal returns (uint256 freeAfter) {
        uint256 key = _key(account, asset);
        uint256 word = _minus(s.balances[key], asset, amount);
        s.balances[key] = word;
        freeAfter = word & FREE_MASK;
    }

    /// @notice Whether the account may trade, judged by the word of `asset` or else by the gate; writes nothing.
    function mayTrade(ExchangeStorage.Layout storage s, address account, uint32 asset) internal view returns (bool) {
        if (!_isStale(s.balances[_key(account, asset)])) return true;
        return !hasLapsed(s, account) && IComplianceGate(s.gate).canTrade(account);
    }

    /// @notice Whether the account's own time to renew has passed, see `IExchangeAccounts.setDeadMan`.
    function hasLapsed(ExchangeStorage.Layout storage s, address account) internal view returns (bool) {
        uint256 until = s.deadMan[account];
        return until != 0 && until <= block.timestamp;
    }

    /// @notice Makes every word of an account ask the gate again before its next use.
    function distrust(ExchangeStorage.Layout storage s, address account) internal {
        uint32[] storage list = s.assetsOf[account];
        uint256 length = list.length; // at most ASSETS_CAP
        for (uint256 i = 0; i < length; ++i) {
            uint256 key = _key(account, list[i]);
            s.balances[key] &= ~CHECKED_MASK;
        }
    }

    /// @notice Counts what an account traded against `asset`, in kilograms; each field stays at its highest value.
    function addVolume(ExchangeStorage.Layout storage s, address account, uint32 asset, uint256 kilograms) internal {
        uint256 key = _key(account, asset);
        uint256 word = s.balances[key];
        (uint256 current, uint256 last) = _volumes(word);
        current += kilograms;
        if (current > VOLUME_MAX) current = VOLUME_MAX;
        s.balances[key] =
            (word & ((1 << PERIOD_SHIFT) - 1)) |
            ((_period() & PERIOD_MASK) << PERIOD_SHIFT) |
            (current << (PERIOD_SHIFT + 15)) |
            (last << (PERIOD_SHIFT + 51));
    }

    /// @return the larger of an account's volumes of this and the last period of 30 days, in kilograms.
    function volumeKilograms(
        ExchangeStorage.Layout storage s,
        address account,
        uint32 asset
    ) internal view returns (uint256) {
        (uint256 current, uint256 last) = _volumes(s.balances[_key(account, asset)]);
        return current > last ? current : last;
    }

    /// @dev A word's volumes as they count today: a period that is over moves down, one before that is forgotten.
    function _volumes(uint256 word) private view returns (uint256 current, uint256 last) {
        uint256 volume = (word >> (PERIOD_SHIFT + 15)) & VOLUME_MAX;
        uint256 age;
        unchecked {
            age = (_period() - (word >> PERIOD_SHIFT)) & PERIOD_MASK; // safe: modulo 2^15, masked
        }
        if (age == 0) return (volume, word >> (PERIOD_SHIFT + 51));
        if (age == 1) return (0, volume);
    }

    function _period() private view returns (uint256) {
        return block.timestamp / PERIOD_SECONDS;
    }

    function _key(address account, uint32 asset) private pure returns (uint256) {
        return (uint256(uint160(account)) << 32) | asset;
    }

    /// @dev The word of an account and asset, for calls that read and write it: its place is hashed once.
    function _slot(
        ExchangeStorage.Layout storage s,
        address account,
        uint32 asset
    ) private view returns (StorageSlot.Uint256Slot storage word) {
        mapping(uint256 => uint256) storage balances = s.balances;
        uint256 key = _key(account, asset);
        assembly ("memory-safe") {
            // safe: hashes in scratch space, as Solidity finds an element of a mapping
            mstore(0x00, key)
            mstore(0x20, balances.slot)
            word.slot := keccak256(0x00, 0x40)
        }
    }

    function _minus(uint256 word, uint32 asset, uint256 amount) private pure returns (uint256) {
        uint256 have = word & FREE_MASK;
        require(have >= amount, IExchange.Exchange_InsufficientBalance(asset, have, amount));
        unchecked {
            return word - amount; // safe: amount <= the low field
        }
    }

    function _isStale(uint256 word) private view returns (bool) {
        return (word & CHECKED_MASK) >> CHECKED_SHIFT <= block.timestamp;
    }

    /// @dev Returns the listed flag, or zero when the list is full: such a word is never trusted, since the gate could
    /// not void it, and asks the gate each time.
    function _list(ExchangeStorage.Layout storage s, address account, uint32 asset) private returns (uint256) {
        uint32[] storage list = s.assetsOf[account];
        if (list.length >= ASSETS_CAP) return 0;
        list.push(asset);
        return LISTED;
    }

    /// @dev A gate that reverts makes the whole call revert: swallowing that would let a caller with too little gas
    /// throw other people's orders out of the book.
    function _ask(
        ExchangeStorage.Layout storage s,
        address account,
        uint256 word
    ) private view returns (bool, uint256) {
        IComplianceGate gate = IComplianceGate(s.gate);
        uint256 lapse = s.deadMan[account];
        if (lapse == 0) lapse = type(uint256).max;
        if (lapse <= block.timestamp || !gate.canTrade(account)) return (false, word);
        if (word & LISTED == 0) return (true, word);
        uint256 until = gate.eligibility(account).expiresAt;
        uint256 latest = block.timestamp + MIRROR_TTL;
        if (until > latest) until = latest; // fits 40 bits as block timestamps do
        if (until > lapse) until = lapse;
        return (true, (word & ~CHECKED_MASK) | (until << CHECKED_SHIFT));
    }
}
