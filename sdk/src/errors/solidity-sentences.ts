const PANICS: Record<string, string> = {
  "1": "an assertion of the contract failed",
  "17": "a number overflowed",
  "18": "something was divided by zero",
  "33": "a number lies outside its list of choices",
  "34": "stored bytes are malformed",
  "49": "an empty list was popped",
  "50": "an index lies outside its list",
  "65": "too much memory was requested",
  "81": "an uninitialised function was called",
};

/** Solidity's own `Panic(code)` in words. */
export function panicSentence(code: bigint): string {
  const reason = PANICS[code.toString()] ?? "an internal check failed";
  return `The contract stopped because ${reason} (panic 0x${code.toString(16)}). Check the numbers entered; if they are right, report this.`;
}

/** Solidity's `Error(text)` and `require(cond, text)` in words. */
export function revertTextSentence(text: string): string {
  return text === "" ? EMPTY_REVERT : `The contract refused: "${text}". Correct what it names and try again.`;
}

/** A revert without any data. */
export const EMPTY_REVERT =
  "The contract refused without giving a reason. Check that the address and the network are right and that enough gas was sent.";

/** A custom error that no contract of this version declares. */
export function unknownErrorSentence(selector: string): string {
  return `The contract refused with error ${selector}, which this version does not know. Update the application.`;
}
