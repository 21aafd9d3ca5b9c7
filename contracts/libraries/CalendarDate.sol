// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title CalendarDate
/// @notice Unix seconds as proleptic Gregorian dates in UTC.
/// @dev Counts days from 1 March of year 0, so that the leap day is the last of its year, in eras of 400 years, which
/// all have 146,097 days.
library CalendarDate {
    uint256 private constant SECONDS_PER_DAY = 86_400;
    /// @dev Days from 0000-03-01 to 1970-01-01.
    uint256 private constant EPOCH_OFFSET = 719_468;
    uint256 private constant DAYS_PER_ERA = 146_097;

    /// @param timestamp unix seconds.
    /// @return year calendar year.
    /// @return month 1 to 12.
    /// @return day 1 to 31.
    function fromTimestamp(uint40 timestamp) internal pure returns (uint256 year, uint256 month, uint256 day) {
        uint256 sinceMarch = timestamp / SECONDS_PER_DAY + EPOCH_OFFSET;
        uint256 era = sinceMarch / DAYS_PER_ERA;
        uint256 dayOfEra = sinceMarch % DAYS_PER_ERA;
        // take out the leap days passed: one in 1,461 days, but not in 36,525, yet in 146,097
        uint256 yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        // months from March on last 31, 30, 31, 30, 31 days, repeating: 153 days in five
        uint256 marchMonth = (5 * dayOfYear + 2) / 153;
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    }

    /// @param timestamp unix seconds.
    /// @return "YYYY-MM-DD"; years from 10000 on have five digits.
    function iso(uint40 timestamp) internal pure returns (string memory) {
        (uint256 year, uint256 month, uint256 day) = fromTimestamp(timestamp);
        bytes memory yearText = year < 10_000 ? _digits(year, 4) : _digits(year, 5);
        return string(abi.encodePacked(yearText, "-", _digits(month, 2), "-", _digits(day, 2)));
    }

    function _digits(uint256 value, uint256 width) private pure returns (bytes memory out) {
        out = new bytes(width);
        for (uint256 i = width; i > 0; i--) {
            // safe: 48 + 9 fits a byte
            out[i - 1] = bytes1(uint8(48 + (value % 10)));
            value /= 10;
        }
    }
}
