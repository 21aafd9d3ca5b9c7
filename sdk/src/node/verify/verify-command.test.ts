import { describe, expect, it } from "vitest";
import { parseVerifyCommand } from "./verify-command.ts";

const ADDRESS = "0x00000000000000000000000000000000000000AA";
const parse = (...args: string[]) => parseVerifyCommand(args, "folder");

describe("the verifier's command line", () => {
  it("needs a node and nothing else", () => {
    expect(parse("--rpc", "http://x")).toEqual({
      ok: true,
      value: {
        rpcUrl: "http://x",
        contracts: { kind: "folder", folder: "folder" },
        at: "finalized",
        blocksPerCall: 10_000n,
        fromBlock: undefined,
        json: false,
      },
    });
  });

  it("takes a file, or addresses, a block and a chunk", () => {
    const file = parse("--rpc", "u", "--deployment", "d.json", "--block", "12", "--chunk", "5", "--json");
    expect(file).toMatchObject({
      value: { contracts: { kind: "file", file: "d.json" }, at: 12n, blocksPerCall: 5n, json: true },
    });
    const addresses = parse("--rpc", "u", "--credits", ADDRESS, "--exchange", ADDRESS, "--from-block", "7");
    expect(addresses).toMatchObject({
      value: { contracts: { kind: "addresses", credits: ADDRESS, exchange: ADDRESS }, fromBlock: 7n },
    });
  });

  it.each([
    [[], "--rpc is missing"],
    [["--rpc", "u", "--credits", "0x1"], "--credits 0x1 is no address"],
    [["--rpc", "u", "--exchange", ADDRESS], "--exchange needs --credits"],
    [["--rpc", "u", "--credits", ADDRESS, "--deployment", "f"], "give --deployment or --credits, not both"],
    [["--rpc", "u", "--block", "soon"], "--block soon is neither a number nor finalized, safe, latest"],
    [["--rpc", "u", "--chunk", "0"], "--chunk 0 is no number of blocks"],
    [["--rpc", "u", "--from-block", "x"], "--from-block x is no number"],
  ])("%j is refused", (args, error) => expect(parse(...args)).toEqual({ ok: false, error }));

  it("names an option it does not know", () => {
    const result = parse("--rpc", "u", "--nope");
    expect(result.ok ? "" : result.error).toContain("--nope");
  });
});
