import { describe, expect, it } from "vitest";
import { parseImportCommand } from "./import-command.ts";

const RECIPIENT = "0x00000000000000000000000000000000000000aa";
const parse = (...args: string[]) => parseImportCommand(args, "default-dir");

describe("the import command line", () => {
  it("needs a file and nothing else", () => {
    expect(parse("a.csv")).toEqual({
      ok: true,
      value: {
        file: "a.csv",
        format: undefined,
        projectsFile: undefined,
        recipient: undefined,
        assignSerials: false,
        json: false,
        submit: null,
      },
    });
  });

  it("takes every option", () => {
    const submit = [
      "--submit",
      "--rpc-url",
      "http://x",
      "--private-key-file",
      "k",
      "--deployments",
      "d",
      "--include-history",
    ];
    const shown = [
      "--format",
      "verra-vcu",
      "--projects",
      "p.csv",
      "--recipient",
      RECIPIENT,
      "--assign-serials",
      "--json",
    ];
    expect(parse("a.csv", ...shown, ...submit)).toEqual({
      ok: true,
      value: {
        file: "a.csv",
        format: "verra-vcu",
        projectsFile: "p.csv",
        recipient: RECIPIENT,
        assignSerials: true,
        json: true,
        submit: { rpcUrl: "http://x", privateKeyFile: "k", deploymentsDir: "d", includeHistory: true },
      },
    });
  });

  it.each([
    [[], "give exactly one file"],
    [["a", "b"], "give exactly one file"],
    [["a", "--recipient", "0x1"], "--recipient 0x1 is no address"],
    [["a", "--submit"], "--submit needs --rpc-url"],
    [["a", "--submit", "--rpc-url", "u"], "--submit needs --private-key-file"],
    [["a", "--submit", "--rpc-url", "u", "--private-key-file", "k"], "--submit needs --recipient"],
  ])("%j is refused", (args, reason) => expect(parse(...args)).toEqual({ ok: false, error: reason }));

  it("names an option it does not know", () => {
    const result = parse("a", "--nope");
    expect(result.ok ? "" : result.error).toContain("--nope");
  });
});
