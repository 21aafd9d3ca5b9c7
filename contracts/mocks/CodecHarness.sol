// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../interfaces/IExchange.sol";
import { CountryCode } from "../libraries/CountryCode.sol";
import { Fees } from "../libraries/Fees.sol";
import { FillLog } from "../libraries/FillLog.sol";
import { QrCode } from "../libraries/QrCode.sol";
import { SerialText } from "../libraries/SerialText.sol";
import { TonnesText } from "../libraries/TonnesText.sol";
import { OrderId, OrderIdLib, OrderKind } from "../types/OrderId.sol";

/// @title CodecHarness
/// @notice Exposes the internal codecs and fee arithmetic, so that the SDK's mirrors are tested against them.
contract CodecHarness {
    using FillLog for bytes;

    /// @notice One record of `Taken.fills`.
    struct Fill {
        uint16 priceTicks;
        uint32 sequence;
        uint40 lots;
        uint40 remaining;
        IExchange.FillOutcome outcome;
        uint48 levelLots;
    }

    /// @return rows the modules of a QR code; bit x of a row is set where column x is dark.
    function qrCode(string calldata text) external pure returns (uint256[41] memory rows) {
        return QrCode.encode(text);
    }

    function packOrderId(
        uint32 marketId,
        OrderKind kind,
        uint16 priceTicks,
        uint32 sequence
    ) external pure returns (OrderId) {
        return OrderIdLib.pack(marketId, kind, priceTicks, sequence);
    }

    function unpackOrderId(
        OrderId id
    ) external pure returns (uint32 marketId, OrderKind kind, uint16 priceTicks, uint32 sequence) {
        return (id.marketId(), id.kind(), id.priceTicks(), id.sequence());
    }

    function isWellFormed(OrderId id) external pure returns (bool) {
        return id.isWellFormed();
    }

    function feeUp(uint256 notional, uint256 pips) external pure returns (uint256) {
        return Fees.feeUp(notional, pips);
    }

    function bidEscrow(uint256 lots, uint256 lotPrice, uint256 pips) external pure returns (uint256) {
        return Fees.bidEscrow(lots, lotPrice, pips);
    }

    function bidFeeReleased(
        uint256 lots,
        uint256 filled,
        uint256 lotPrice,
        uint256 pips
    ) external pure returns (uint256) {
        return Fees.bidFeeReleased(lots, filled, lotPrice, pips);
    }

    function packFills(Fill[] calldata fills) external pure returns (bytes memory log) {
        log = FillLog.open(fills.length);
        for (uint256 i = 0; i < fills.length; ++i) {
            Fill calldata f = fills[i];
            log.append(f.priceTicks, f.sequence, f.lots, f.remaining, f.outcome, f.levelLots);
        }
    }

    function isCountry(bytes2 code) external pure returns (bool) {
        return CountryCode.isAlpha2(code);
    }

    function serialText(string calldata serialNamespace, uint256 serial) external pure returns (string memory) {
        return SerialText.full(serialNamespace, serial);
    }

    function tonnesText(uint256 units) external pure returns (string memory) {
        return TonnesText.fromUnits(units);
    }
}
