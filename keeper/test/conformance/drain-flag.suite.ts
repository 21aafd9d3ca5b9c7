import { describe, expect, it } from "vitest";
import type { DrainFlag } from "../../src/ports/index.ts";

/** What every drain flag must do. */
export function drainFlagConformance(name: string, create: () => Promise<DrainFlag>): void {
  describe(`drain flag: ${name}`, () => {
    it("is set until it is taken back, however often it is asked for", async () => {
      const flag = await create();
      expect(await flag.isSet()).toBe(false);
      await flag.set("one");
      await flag.set("another");
      expect(await flag.isSet()).toBe(true);
      await flag.clear();
      expect(await flag.isSet()).toBe(false);
      await flag.clear();
    });
  });
}
