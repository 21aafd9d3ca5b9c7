import { access } from "node:fs/promises";
import type { StopSwitch } from "../ports/index.ts";

export type ToggledStopSwitch = StopSwitch & { toggle: () => boolean };

/** The operator's switch: a file that stops the keeper while it exists (null for none), and `toggle` for a signal. */
export function createStopSwitch(file: string | null): ToggledStopSwitch {
  let signalled = false;
  return {
    async filePresent() {
      if (file === null) return false;
      try {
        await access(file);
        return true;
      } catch (error) {
        const code = error instanceof Error && "code" in error ? error.code : null;
        // a folder without access may hide the file
        return code === "ENOENT" ? false : null;
      }
    },
    signalled: () => signalled,
    toggle: () => {
      signalled = !signalled;
      return signalled;
    },
  };
}
