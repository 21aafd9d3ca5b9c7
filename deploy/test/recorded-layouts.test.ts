import type { StorageLayout } from "@openzeppelin/upgrades-core";
import { describe, expect, it } from "vitest";
import { createArtifactReader } from "../contracts/artifact.ts";
import { canonical, presentLayouts, readRecordedLayouts } from "../contracts/recorded-layouts.ts";
import { PROXIES } from "../contracts/steps/080-check.ts";
import { assertFits } from "../contracts/storage-layouts.ts";

const recorded = readRecordedLayouts();
const present = presentLayouts(createArtifactReader());

describe("the storage layouts kept in git", () => {
  it.each(PROXIES)("are kept by %s: no variable moves or changes its type", (name) => {
    expect(() => assertFits(name, recorded[name], present[name])).not.toThrow();
  });

  it.each(PROXIES)("of %s are those of the sources; `npm run layouts` renews them", (name) => {
    expect(present[name]).toEqual(recorded[name]);
  });

  it("hold the blocks of the exchange and of everything it inherits", () => {
    expect(Object.keys(recorded.exchange.namespaces ?? {})).toContain("erc7201:carbonxchange.storage.Exchange");
    expect(Object.keys(recorded.exchange.namespaces ?? {}).length).toBeGreaterThan(1);
  });
});

describe("the gate in front of an upgrade", () => {
  type Member = { label: string; type: string; offset?: number; slot?: string };
  const copy = () => JSON.parse(JSON.stringify(recorded.exchange)) as StorageLayout;
  const block = (layout: StorageLayout) =>
    layout.namespaces?.["erc7201:carbonxchange.storage.Exchange"] as unknown as Member[];
  const membersOf = (layout: StorageLayout, struct: string) => {
    const entry = Object.entries(layout.types).find(([, { label }]) => label === struct);
    return (entry?.[1].members ?? []) as Member[];
  };
  const refused = (layout: StorageLayout) =>
    expect(() => assertFits("exchange", recorded.exchange, layout)).toThrowError(
      expect.objectContaining({ code: "UNSAFE_UPGRADE" }) as Error,
    );

  it("refuses each variable of the block that changes its type or is lost", () => {
    for (let i = 0; i < block(copy()).length - 1; i++) {
      const changed = copy();
      (block(changed)[i] as Member).type = "t_bytes32";
      if (block(recorded.exchange)[i]?.type !== "t_bytes32") refused(changed);
      const lost = copy();
      block(lost).splice(i, 1);
      refused(lost);
    }
  });

  it.each(["struct Book", "struct BookSide", "struct DeferredOrder", "struct Parent", "struct Conditional"])(
    "refuses a member of %s that is lost or inserted",
    (struct) => {
      const lost = copy();
      expect(membersOf(lost, struct).length).toBeGreaterThan(0);
      membersOf(lost, struct).shift();
      refused(lost);
      const inserted = copy();
      membersOf(inserted, struct).unshift({ label: "intruder", type: "t_uint256", offset: 0, slot: "0" });
      refused(inserted);
    },
  );

  it("lets a variable be added at the end of the block and of a market", () => {
    const longer = copy();
    block(longer).push({ label: "added", type: "t_uint256" });
    membersOf(longer, "struct Book").push({ label: "added", type: "t_uint256" });
    expect(() => assertFits("exchange", recorded.exchange, longer)).not.toThrow();
  });

  it("is blind to the numbers that a compiler gives to declarations", () => {
    const text = JSON.stringify(recorded.exchange).replaceAll("(Book)0", "(Book)123");
    expect(canonical(JSON.parse(text) as StorageLayout)).toEqual(recorded.exchange);
  });
});
