// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title QrCode
/// @notice Encodes short text as a QR code (ISO/IEC 18004) of one fixed kind: version 6, error correction level L, byte mode,
/// mask 0. Readers take any version and mask from the symbol itself.
/// @dev 41 x 41 modules; 136 data codewords in two blocks of 68, each with 18 codewords of Reed-Solomon correction. For views
/// only: a symbol costs millions of gas.
library QrCode {
    error QrCode_TextTooLong(uint256 length, uint256 maxLength);

    /// @dev Modules along a side.
    uint256 internal constant SIZE = 41;
    /// @dev Bytes that fit: the data codewords less mode, length and terminator.
    uint256 internal constant MAX_LENGTH = 134;

    uint256 private constant BLOCK_DATA = 68;
    uint256 private constant BLOCK_CHECKS = 18;
    uint256 private constant DATA = 2 * BLOCK_DATA;
    uint256 private constant CODEWORDS = 2 * (BLOCK_DATA + BLOCK_CHECKS);
    /// @dev Level L and mask 0 with their own error correction, as the standard masks them.
    uint256 private constant FORMAT = 0x77c4;
    /// @dev x^8 + x^4 + x^3 + x^2 + 1, the field's polynomial.
    uint256 private constant FIELD = 0x11d;

    /// @param text at most 134 bytes.
    /// @return rows the modules, row by row from the top; bit x of a row is set where column x is dark.
    function encode(string memory text) internal pure returns (uint256[SIZE] memory rows) {
        bytes memory codewords = _interleaved(_dataCodewords(bytes(text)));
        uint256[SIZE] memory taken;
        _drawFunctionPatterns(rows, taken);
        _drawCodewords(rows, taken, codewords);
    }

    /// @dev Mode, length, text, terminator, then the two pad bytes in turn.
    function _dataCodewords(bytes memory text) private pure returns (bytes memory data) {
        uint256 length = text.length;
        if (length > MAX_LENGTH) revert QrCode_TextTooLong(length, MAX_LENGTH);
        data = new bytes(DATA);
        // four bits of mode and eight of length shift the text by half a byte; safe, all: single bytes and halves of them
        data[0] = bytes1(uint8(0x40 | (length >> 4)));
        uint256 carry = length & 0x0f;
        for (uint256 i = 0; i < length; ++i) {
            uint256 value = uint8(text[i]);
            data[i + 1] = bytes1(uint8((carry << 4) | (value >> 4)));
            carry = value & 0x0f;
        }
        data[length + 1] = bytes1(uint8(carry << 4));
        for (uint256 i = length + 2; i < DATA; ++i) data[i] = (i - length) % 2 == 0 ? bytes1(0xec) : bytes1(0x11);
    }

    /// @dev Codeword by codeword from each block in turn, first the data, then the checks.
    function _interleaved(bytes memory data) private pure returns (bytes memory out) {
        (bytes memory powers, bytes memory logs) = _fieldTables();
        bytes memory generator = _generator(powers, logs);
        bytes memory first = _checks(data, 0, generator, powers, logs);
        bytes memory second = _checks(data, BLOCK_DATA, generator, powers, logs);
        out = new bytes(CODEWORDS);
        for (uint256 i = 0; i < BLOCK_DATA; ++i) {
            out[2 * i] = data[i];
            out[2 * i + 1] = data[BLOCK_DATA + i];
        }
        for (uint256 i = 0; i < BLOCK_CHECKS; ++i) {
            out[DATA + 2 * i] = first[i];
            out[DATA + 2 * i + 1] = second[i];
        }
    }

    /// @dev Powers of two in the field, twice over so that a sum of two logarithms needs no reduction, and their logarithms.
    function _fieldTables() private pure returns (bytes memory powers, bytes memory logs) {
        powers = new bytes(510);
        logs = new bytes(256);
        uint256 value = 1;
        for (uint256 i = 0; i < 255; ++i) {
            // safe, both: reduced to eight bits below; exponents are below 255
            powers[i] = bytes1(uint8(value));
            powers[i + 255] = bytes1(uint8(value));
            logs[value] = bytes1(uint8(i));
            value <<= 1;
            if (value > 255) value ^= FIELD;
        }
    }

    /// @dev The product of (x - 2^i) for each check codeword, without its leading one, highest power first.
    function _generator(bytes memory powers, bytes memory logs) private pure returns (bytes memory generator) {
        generator = new bytes(BLOCK_CHECKS);
        generator[BLOCK_CHECKS - 1] = 0x01;
        for (uint256 i = 0; i < BLOCK_CHECKS; ++i) {
            for (uint256 k = 0; k < BLOCK_CHECKS; ++k) {
                generator[k] = _times(generator[k], powers[i], powers, logs);
                if (k + 1 < BLOCK_CHECKS) generator[k] ^= generator[k + 1];
            }
        }
    }

    /// @dev Remainder of a block divided by the generator.
    function _checks(
        bytes memory data,
        uint256 from,
        bytes memory generator,
        bytes memory powers,
        bytes memory logs
    ) private pure returns (bytes memory checks) {
        checks = new bytes(BLOCK_CHECKS);
        for (uint256 i = 0; i < BLOCK_DATA; ++i) {
            bytes1 factor = data[from + i] ^ checks[0];
            for (uint256 k = 0; k + 1 < BLOCK_CHECKS; ++k) {
                checks[k] = checks[k + 1] ^ _times(generator[k], factor, powers, logs);
            }
            checks[BLOCK_CHECKS - 1] = _times(generator[BLOCK_CHECKS - 1], factor, powers, logs);
        }
    }

    function _times(bytes1 a, bytes1 b, bytes memory powers, bytes memory logs) private pure returns (bytes1) {
        if (a == 0 || b == 0) return 0;
        return powers[uint256(uint8(logs[uint8(a)])) + uint8(logs[uint8(b)])];
    }

    /// @dev Three finders with their margins, the alignment pattern, both timing lines, the format and the dark module.
    function _drawFunctionPatterns(uint256[SIZE] memory rows, uint256[SIZE] memory taken) private pure {
        for (uint256 i = 0; i < SIZE; ++i) {
            _set(rows, taken, i, 6, i % 2 == 0);
            _set(rows, taken, 6, i, i % 2 == 0);
        }
        _drawFinder(rows, taken, 3, 3);
        _drawFinder(rows, taken, SIZE - 4, 3);
        _drawFinder(rows, taken, 3, SIZE - 4);
        for (uint256 y = 0; y < 5; ++y) {
            for (uint256 x = 0; x < 5; ++x) _set(rows, taken, 32 + x, 32 + y, _ring(x, y, 2) != 1);
        }
        _drawFormat(rows, taken);
    }

    /// @dev A dark centre of 3 x 3 in a light ring in a dark one, with a light margin where there is room.
    function _drawFinder(
        uint256[SIZE] memory rows,
        uint256[SIZE] memory taken,
        uint256 centreX,
        uint256 centreY
    ) private pure {
        for (uint256 y = 0; y < 9; ++y) {
            for (uint256 x = 0; x < 9; ++x) {
                // one is added to keep the margin left of and above the symbol from going below zero
                (uint256 column, uint256 row) = (centreX + x + 1, centreY + y + 1);
                if (column < 5 || row < 5 || column - 5 >= SIZE || row - 5 >= SIZE) continue;
                uint256 ring = _ring(x, y, 4);
                _set(rows, taken, column - 5, row - 5, ring != 2 && ring != 4);
            }
        }
    }

    /// @dev Distance from the centre of a square pattern, counted in rings.
    function _ring(uint256 x, uint256 y, uint256 centre) private pure returns (uint256) {
        uint256 dx = x > centre ? x - centre : centre - x;
        uint256 dy = y > centre ? y - centre : centre - y;
        return dx > dy ? dx : dy;
    }

    /// @dev Fifteen bits, lowest first, twice: around the upper left finder, and along the two others.
    function _drawFormat(uint256[SIZE] memory rows, uint256[SIZE] memory taken) private pure {
        for (uint256 i = 0; i < 15; ++i) {
            bool dark = (FORMAT >> i) & 1 == 1;
            if (i < 6) _set(rows, taken, 8, i, dark);
            else if (i < 8) _set(rows, taken, 8, i + 1, dark);
            else if (i == 8) _set(rows, taken, 7, 8, dark);
            else _set(rows, taken, 14 - i, 8, dark);
            if (i < 8) _set(rows, taken, SIZE - 1 - i, 8, dark);
            else _set(rows, taken, 8, SIZE - 15 + i, dark);
        }
        _set(rows, taken, 8, SIZE - 8, true);
    }

    function _set(uint256[SIZE] memory rows, uint256[SIZE] memory taken, uint256 x, uint256 y, bool dark) private pure {
        uint256 bit = 1 << x;
        taken[y] |= bit;
        rows[y] = dark ? rows[y] | bit : rows[y] & ~bit;
    }

    /// @dev In pairs of columns from the right, up and down in turn, over what is free; mask 0 turns every other module.
    function _drawCodewords(
        uint256[SIZE] memory rows,
        uint256[SIZE] memory taken,
        bytes memory codewords
    ) private pure {
        uint256 position;
        bool upwards = true;
        for (uint256 right = SIZE - 1; right > 0; right = _nextPair(right)) {
            for (uint256 step = 0; step < SIZE; ++step) {
                uint256 y = upwards ? SIZE - 1 - step : step;
                for (uint256 k = 0; k < 2; ++k) {
                    uint256 x = right - k;
                    if ((taken[y] >> x) & 1 == 1) continue;
                    // what is left over after the last codeword is light
                    bool dark =
                        position < CODEWORDS * 8 && (uint8(codewords[position >> 3]) >> (7 - (position & 7))) & 1 == 1;
                    ++position;
                    if (dark != ((x + y) % 2 == 0)) rows[y] |= 1 << x;
                }
            }
            upwards = !upwards;
        }
    }

    /// @dev The vertical timing line belongs to no pair. Zero after the last.
    function _nextPair(uint256 right) private pure returns (uint256) {
        if (right == 8) return 5;
        return right > 2 ? right - 2 : 0;
    }
}
