import { expect, test } from "vitest";
import { departures } from "./record.ts";

test("a change of at most 1 % passes, in either direction", () => {
  expect(departures({ take: 1000, place: 1000 }, { take: 1010, place: 990 })).toEqual([]);
});

test("a change beyond 1 % is named with both figures, dearer or cheaper", () => {
  expect(departures({ take: 1000, place: 1000 }, { take: 1011, place: 989 })).toEqual([
    "take was 1000 and is 1011",
    "place was 1000 and is 989",
  ]);
});

test("a figure that is missing on one side is named", () => {
  expect(departures({ gone: 5 }, { added: 7 })).toEqual([
    "gone is recorded but not measured any more",
    "added is not recorded: 7",
  ]);
});
