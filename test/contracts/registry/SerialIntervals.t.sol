// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { Test } from "forge-std/Test.sol";

import { SerialIntervals } from "../../../contracts/libraries/SerialIntervals.sol";
import { NaiveSerials } from "./NaiveSerials.sol";

contract SerialIntervalsTest is Test {
    using SerialIntervals for SerialIntervals.Set;

    uint40 internal constant MAX = type(uint40).max;

    SerialIntervals.Set internal set;
    NaiveSerials internal naive;

    function setUp() public {
        naive = new NaiveSerials();
    }

    function test_EmptySetHasNothing() public view {
        (bool found, ) = set.floor(MAX);
        assertFalse(found);
        (bool taken, , ) = set.overlapping(0, MAX);
        assertFalse(taken);
    }

    function test_OneSerialCanBeABlock() public {
        _add(7, 7);
        _assertTaken(7, 7, 7, 7);
        _assertFree(6, 6);
        _assertFree(8, 8);
    }

    function test_NeighboursDoNotOverlap() public {
        _add(100, 199);
        _add(200, 299);
        _add(0, 99);
        _assertTaken(99, 100, 100, 199);
        _assertTaken(0, MAX, 200, 299);
    }

    function test_FirstAndLastSerialOfTheRange() public {
        _add(0, 0);
        _add(MAX, MAX);
        _assertTaken(0, 0, 0, 0);
        _assertTaken(1, MAX, MAX, MAX);
        _assertFree(1, MAX - 1);
    }

    function test_TheWholeRangeCanBeOneBlock() public {
        _add(0, MAX);
        _assertTaken(MAX, MAX, 0, MAX);
    }

    function test_EachKindOfOverlapIsFoundAndNamed() public {
        _add(1_000, 1_999);
        _assertTaken(1_000, 1_999, 1_000, 1_999); // the same
        _assertTaken(1_500, 1_600, 1_000, 1_999); // inside
        _assertTaken(500, 2_500, 1_000, 1_999); // around
        _assertTaken(500, 1_000, 1_000, 1_999); // first serial only
        _assertTaken(1_999, 2_500, 1_000, 1_999); // last serial only
    }

    function test_RefusedInsertionWritesNothing() public {
        _add(1_000, 1_999);
        (bool inserted, uint40 takenStart, uint40 takenEnd) = set.tryInsert(500, 1_000);
        assertFalse(inserted);
        assertEq(takenStart, 1_000);
        assertEq(takenEnd, 1_999);
        _assertFree(500, 999);
        (bool found, ) = set.floor(999);
        assertFalse(found);
    }

    function test_FloorClimbsAndDescendsEveryLevel() public {
        // each start shares one more byte with the number asked for
        _add(0x01_00_00_00_00, 0x01_00_00_00_00);
        _add(0x02_03_00_00_00, 0x02_03_00_00_00);
        _add(0x02_04_05_00_00, 0x02_04_05_00_00);
        _add(0x02_04_06_07_00, 0x02_04_06_07_00);
        _add(0x02_04_06_08_09, 0x02_04_06_08_09);
        _assertFloor(0x02_04_06_08_09, 0x02_04_06_08_09);
        _assertFloor(0x02_04_06_08_08, 0x02_04_06_07_00);
        _assertFloor(0x02_04_06_06_ff, 0x02_04_05_00_00);
        _assertFloor(0x02_04_04_ff_ff, 0x02_03_00_00_00);
        _assertFloor(0x02_02_ff_ff_ff, 0x01_00_00_00_00);
        (bool found, ) = set.floor(0x00_ff_ff_ff_ff);
        assertFalse(found);
    }

    function test_HigherClimbsAndDescendsEveryLevel() public {
        _add(0x01_00_00_00_00, 0x01_00_00_00_00);
        _add(0x02_03_00_00_00, 0x02_03_00_00_00);
        _add(0x02_04_05_00_00, 0x02_04_05_00_00);
        _add(0x02_04_06_07_00, 0x02_04_06_07_00);
        _add(0x02_04_06_08_ff, 0x02_04_06_08_ff);
        _assertHigher(0, 0x01_00_00_00_00);
        _assertHigher(0x01_00_00_00_00, 0x02_03_00_00_00);
        _assertHigher(0x02_03_ff_ff_ff, 0x02_04_05_00_00);
        _assertHigher(0x02_04_05_00_00, 0x02_04_06_07_00);
        _assertHigher(0x02_04_06_08_fe, 0x02_04_06_08_ff);
        (bool found, ) = set.higher(0x02_04_06_08_ff);
        assertFalse(found);
    }

    function test_OverlappingRealVerraBlocksOfTwoIssuancesShareNumbersNotANamespace() public {
        // issuance 11421 and issuance 6618: equal numbers, so one namespace would refuse the second
        _add(327_901_251, 327_989_213);
        _assertTaken(327_952_000, 327_952_604, 327_901_251, 327_989_213);
    }

    /// @dev Numbers close together, so that most insertions meet another block.
    function testFuzz_MatchesTheNaiveListWhenCrowded(uint256 seed) public {
        for (uint256 i = 0; i < 60; i++) {
            uint40 first = uint40(uint256(keccak256(abi.encode(seed, i, "first"))) % 3_000);
            _compareInsertion(first, first + uint40(uint256(keccak256(abi.encode(seed, i, "size"))) % 90));
        }
    }

    /// @dev Numbers all over the range and around byte borders, so that every level of the trie is used.
    function testFuzz_MatchesTheNaiveListWhenSparse(uint256 seed) public {
        for (uint256 i = 0; i < 40; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            uint40 first = uint40(draw) >> uint8((draw >> 40) % 41 < 40 ? (draw >> 40) % 41 : 39);
            if ((draw >> 48) % 3 == 0) first = first & ~uint40(0xff);
            uint40 size = uint40(draw >> 64) >> uint8(8 + ((draw >> 104) % 32));
            _compareInsertion(first, size > MAX - first ? MAX : first + size);
        }
    }

    function testFuzz_NeighboursMatchTheNaiveList(uint40[20] memory starts, uint40[20] memory questions) public {
        for (uint256 i = 0; i < starts.length; i++) _compareInsertion(starts[i], starts[i]);
        for (uint256 i = 0; i < questions.length; i++) {
            _compareNeighbours(questions[i]);
            _compareNeighbours(starts[i]);
            _compareNeighbours(starts[i] == 0 ? 0 : starts[i] - 1);
        }
    }

    function _compareInsertion(uint40 first, uint40 last) private {
        (bool taken, uint40 start, uint40 end) = naive.overlapping(first, last);
        (bool inserted, uint40 takenStart, uint40 takenEnd) = set.tryInsert(first, last);
        assertEq(inserted, !taken);
        assertEq(takenStart, start);
        assertEq(takenEnd, end);
        if (inserted) naive.add(first, last);
    }

    function _compareNeighbours(uint40 serial) private view {
        (bool expected, uint40 expectedStart) = naive.floor(serial);
        (bool found, uint40 start) = set.floor(serial);
        assertEq(found, expected);
        assertEq(start, expectedStart);
        (expected, expectedStart) = naive.higher(serial);
        (found, start) = set.higher(serial);
        assertEq(found, expected);
        assertEq(start, expectedStart);
    }

    function _add(uint40 first, uint40 last) private {
        (bool inserted, , ) = set.tryInsert(first, last);
        assertTrue(inserted);
    }

    function _assertTaken(uint40 first, uint40 last, uint40 start, uint40 end) private view {
        (bool taken, uint40 takenStart, uint40 takenEnd) = set.overlapping(first, last);
        assertTrue(taken);
        assertEq(takenStart, start);
        assertEq(takenEnd, end);
    }

    function _assertFree(uint40 first, uint40 last) private view {
        (bool taken, , ) = set.overlapping(first, last);
        assertFalse(taken);
    }

    function _assertHigher(uint40 serial, uint40 start) private view {
        (bool found, uint40 higherStart) = set.higher(serial);
        assertTrue(found);
        assertEq(higherStart, start);
    }

    function _assertFloor(uint40 serial, uint40 start) private view {
        (bool found, uint40 floorStart) = set.floor(serial);
        assertTrue(found);
        assertEq(floorStart, start);
    }
}
