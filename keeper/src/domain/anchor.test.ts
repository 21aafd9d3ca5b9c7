import { describe, expect, it } from "vitest";
import { aBlock, anAudit, aSnapshot, hash } from "../../test/fixtures/builders.ts";
import { anchorActions } from "./anchor.ts";

const HOUR = 3_600n;
const at = (timestamp: bigint, audit = anAudit()) => aSnapshot({ block: aBlock({ timestamp }), audit });

describe("anchorActions", () => {
  it("anchors a log that has grown once its time has come, and names size and root", () => {
    const [action, ...more] = anchorActions(at(1_000_000n), HOUR);
    expect(more).toEqual([]);
    expect(action).toMatchObject({
      job: "anchor",
      lane: "housekeeping",
      previousRoot: hash(3),
      treeSize: 5n,
      root: hash(5),
      works: [{ id: `anchor/5/${hash(5)}`, resource: "anchor", dueSince: 1_000_000n }],
    });
  });

  it("waits until so many seconds have passed since the last anchor", () => {
    expect(anchorActions(at(999_999n), HOUR)).toEqual([]);
  });

  it("leaves a log alone that has not grown, that nobody tells of, or that is not to be anchored", () => {
    expect(anchorActions(at(9_999_999n, anAudit({ logSize: 3n })), HOUR)).toEqual([]);
    expect(anchorActions(aSnapshot(), HOUR)).toEqual([]);
    expect(anchorActions(at(9_999_999n), 0n)).toEqual([]);
  });

  it("anchors the first root at once", () => {
    const first = anAudit({ anchoredSize: 0n, anchoredRoot: hash(0), anchoredAt: 0n });
    expect(anchorActions(at(1n, first), HOUR)).toMatchObject([{ previousRoot: hash(0), works: [{ dueSince: null }] }]);
  });
});
