// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { ICarbonCredits } from "../interfaces/ICarbonCredits.sol";
import { IImpairment } from "../interfaces/IImpairment.sol";
import { SerialText } from "../libraries/SerialText.sol";
import { TonnesText } from "../libraries/TonnesText.sol";
import { CertificatePortion } from "../types/CertificateFields.sol";

/// @title CertificatePortions
/// @notice The portions of a retirement that a certificate is about, and what became of them.
library CertificatePortions {
    /// @notice Cuts the portions of a retirement down to a part of it.
    /// @param portions all portions.
    /// @param firstUnit kg before the part, the portions counted one after another.
    /// @param units kg of the part.
    /// @return part the portions that the part touches, the first and the last of them cut.
    function within(
        ICarbonCredits.RetiredPortion[] memory portions,
        uint64 firstUnit,
        uint64 units
    ) internal pure returns (ICarbonCredits.RetiredPortion[] memory part) {
        part = new ICarbonCredits.RetiredPortion[](portions.length);
        uint256 count;
        uint64 end = firstUnit + units;
        uint64 start;
        for (uint256 i = 0; i < portions.length; ++i) {
            uint64 next = start + portions[i].units;
            uint64 from = firstUnit > start ? firstUnit : start;
            uint64 to = end < next ? end : next;
            if (from < to) {
                part[count++] = ICarbonCredits.RetiredPortion(
                    portions[i].batchId,
                    to - from,
                    portions[i].firstUnit + (from - start)
                );
            }
            start = next;
        }
        // safe: only shortens the array
        assembly ("memory-safe") {
            mstore(part, count)
        }
    }

    /// @notice What a batch was issued for.
    function issuanceOf(
        ICarbonCredits registry,
        uint256 batchId
    ) internal view returns (ICarbonCredits.Issuance memory issuance) {
        (issuance, , , ) = registry.proposal(registry.proposalOf(batchId));
    }

    /// @notice One portion as text.
    function describe(
        ICarbonCredits registry,
        ICarbonCredits.RetiredPortion memory portion
    ) internal view returns (CertificatePortion memory line) {
        ICarbonCredits.Issuance memory issuance = issuanceOf(registry, portion.batchId);
        uint256 last = portion.firstUnit + portion.units - 1;
        line.project = registry.project(issuance.projectId).nativeId;
        line.firstSerial = SerialText.full(issuance.serialNamespace, issuance.blockStart + portion.firstUnit / 1_000);
        line.lastSerial = SerialText.full(issuance.serialNamespace, issuance.blockStart + last / 1_000);
        line.tonnes = TonnesText.fromUnits(portion.units);
    }

    /// @notice What the buffer says of the portions: the worst of them names the status.
    /// @return status "Whole", "Covered", "Impaired", or "Unknown" while the buffer does not answer.
    /// @return impairedUnits kg that nobody made good.
    function statusOf(
        ICarbonCredits registry,
        ICarbonCredits.RetiredPortion[] memory portions
    ) internal view returns (string memory status, uint256 impairedUnits) {
        address buffer = registry.buffer();
        if (buffer == address(0)) return ("Whole", 0);
        bool covered;
        for (uint256 i = 0; i < portions.length; ++i) {
            (bool ok, uint64 reversedUnits, uint64 impairedBps) = _askBuffer(buffer, portions[i].batchId);
            if (!ok) return ("Unknown", 0);
            covered = covered || reversedUnits != 0;
            // rounded up, so that no impairment reads as none
            impairedUnits += (uint256(portions[i].units) * impairedBps + 9_999) / 10_000;
        }
        if (impairedUnits != 0) return ("Impaired", impairedUnits);
        return (covered ? "Covered" : "Whole", 0);
    }

    /// @dev A certificate is still drawn when the buffer fails.
    function _askBuffer(
        address buffer,
        uint256 batchId
    ) private view returns (bool ok, uint64 reversedUnits, uint64 impairedBps) {
        if (buffer.code.length == 0) return (false, 0, 0);
        try IImpairment(buffer).statusOf(batchId) returns (uint64 reversed, uint64, uint64 bps) {
            return (true, reversed, bps);
        } catch {
            return (false, 0, 0);
        }
    }
}
