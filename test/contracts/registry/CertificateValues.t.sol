// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

import { CalendarDate } from "../../../contracts/libraries/CalendarDate.sol";
import { CountryCode } from "../../../contracts/libraries/CountryCode.sol";
import { SerialText } from "../../../contracts/libraries/SerialText.sol";
import { TonnesText } from "../../../contracts/libraries/TonnesText.sol";

contract CertificateValuesTest is Test {
    function test_KnownDates() public pure {
        assertEq(CalendarDate.iso(0), "1970-01-01");
        assertEq(CalendarDate.iso(86_399), "1970-01-01");
        assertEq(CalendarDate.iso(68_169_600), "1972-02-29");
        assertEq(CalendarDate.iso(951_782_400), "2000-02-29");
        assertEq(CalendarDate.iso(951_868_800), "2000-03-01");
        assertEq(CalendarDate.iso(1_577_836_800), "2020-01-01");
        assertEq(CalendarDate.iso(1_609_459_199), "2020-12-31");
        assertEq(CalendarDate.iso(4_107_456_000), "2100-02-28");
        assertEq(CalendarDate.iso(4_107_542_400), "2100-03-01");
        assertEq(CalendarDate.iso(253_402_300_799), "9999-12-31");
        assertEq(CalendarDate.iso(253_402_300_800), "10000-01-01");
    }

    /// @dev Against counting: each day is the one after the day before by the rules of the calendar.
    function testFuzz_EachDayFollowsTheDayBefore(uint40 timestamp) public pure {
        timestamp = uint40(bound(timestamp, 86_400, type(uint40).max));
        (uint256 y, uint256 m, uint256 d) = CalendarDate.fromTimestamp(timestamp - 86_400);
        (uint256 year, uint256 month, uint256 day) = CalendarDate.fromTimestamp(timestamp);
        if (d < _monthDays(y, m)) (d) = (d + 1);
        else if (m < 12) (m, d) = (m + 1, 1);
        else (y, m, d) = (y + 1, 1, 1);
        assertEq(year, y);
        assertEq(month, m);
        assertEq(day, d);
    }

    function _monthDays(uint256 year, uint256 month) private pure returns (uint256) {
        if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    function test_TonnesHaveThreeDecimals() public pure {
        assertEq(TonnesText.fromUnits(0), "0.000");
        assertEq(TonnesText.fromUnits(7), "0.007");
        assertEq(TonnesText.fromUnits(12_345), "12.345");
        assertEq(TonnesText.fromUnits(1_000_000), "1000.000");
    }

    function testFuzz_TonnesReadBackAsUnits(uint256 units) public pure {
        bytes memory text = bytes(TonnesText.fromUnits(units));
        assertTrue(text[text.length - 4] == ".");
        // the point taken out, the digits are the kilograms
        bytes memory digits = new bytes(text.length - 1);
        for (uint256 i = 0; i < digits.length; i++) digits[i] = text[i < digits.length - 3 ? i : i + 1];
        assertEq(vm.parseUint(string(digits)), units);
    }

    function test_SerialsWithTheBlockAtTheEnd() public pure {
        assertEq(SerialText.full("GS1-1-UG-GS11236-16-2024-30307", 19_149), "GS1-1-UG-GS11236-16-2024-30307-19149");
        assertEq(SerialText.full("ACR-FR-1129-2025-2917", 0), "ACR-FR-1129-2025-2917-0");
    }

    function test_SerialsWithTheBlockInside() public pure {
        assertEq(
            SerialText.full("VCS|13861|VCS-VCU-263-VER-AU-7-2348-01012021-30112021-1", 531_686_655),
            "13861-531686655-VCS-VCU-263-VER-AU-7-2348-01012021-30112021-1"
        );
    }

    function test_OneBarAloneIsText() public pure {
        assertEq(SerialText.full("A|B", 1), "A|B-1");
        assertEq(SerialText.full("A|", 1), "A|-1");
        assertEq(SerialText.full("", 1), "-1");
    }

    function test_CountryTextIsEmptyForZero() public pure {
        assertEq(CountryCode.text("ET"), "ET");
        assertEq(CountryCode.text(0), "");
    }
}
