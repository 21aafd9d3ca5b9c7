import type { DrainFlag } from "../../src/ports/index.ts";
import { answer } from "./answer.ts";

/** The request of an operator, gone with the process. */
export function createMemoryDrainFlag(): DrainFlag {
  let isSet = false;
  const put = (value: boolean) =>
    answer(() => {
      isSet = value;
    });
  return { isSet: () => answer(() => isSet), set: () => put(true), clear: () => put(false) };
}
