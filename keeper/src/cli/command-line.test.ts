import { describe, expect, it } from "vitest";
import { HELP, readCommandLine, UsageError } from "./command-line.ts";

describe("the command line", () => {
  it.each([
    [[], { command: "run" }],
    [["run"], { command: "run" }],
    [["--help"], { command: "help" }],
    [["drain", "--help"], { command: "help" }],
    [["help"], { command: "help" }],
    [["status"], { command: "status", json: false }],
    [["plan", "--json"], { command: "plan", json: true }],
    [["drain"], { command: "drain", timeoutSeconds: 300, end: false }],
    [["drain", "--timeout", "5"], { command: "drain", timeoutSeconds: 5, end: false }],
    [["drain", "--end"], { command: "drain", timeoutSeconds: 300, end: true }],
    [["report", "12"], { command: "report", orderId: 12n, quotePerNative: null, json: false }],
    [
      ["report", "0x10", "--native", "3000000000", "--json"],
      { command: "report", orderId: 16n, quotePerNative: 3_000_000_000n, json: true },
    ],
  ])("reads %j", (args, command) => {
    expect(readCommandLine(args)).toEqual(command);
  });

  it.each([
    [["fly"], '"fly" is no command'],
    [["status", "now"], 'takes no "now"'],
    [["report"], "takes one order id"],
    [["report", "x"], "order id"],
    [["report", "0"], "order id"],
    [["drain", "--timeout", "0"], "--timeout"],
    [["drain", "--timeout", "86401"], "to 86400"],
    [["run", "--json"], "--json does not belong to run"],
    [["status", "--loud"], "--loud"],
    [["toString"], "is no command"],
  ])("refuses %j and says why", (args, said) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
    expect(() => readCommandLine(args)).toThrow(said);
  });

  it("has a line of help for every command and exit code", () => {
    for (const word of ["run", "status", "plan", "drain", "report", "75", "--timeout", "--native"]) {
      expect(HELP).toContain(word);
    }
  });
});
