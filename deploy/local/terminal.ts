/** What `npm start` prints: one line for each step, then the summary. */
import type { LocalAccount } from "./accounts.ts";
import type { StackReport, StackUrls } from "./stack.ts";

/** Reports steps as lines; on a terminal the line of the running step is rewritten when it is done. */
export function terminalReport(out: NodeJS.WriteStream, clock: () => number = () => performance.now()): StackReport {
  const begun = clock();
  let open = false;
  return {
    step(title) {
      const from = clock();
      if (out.isTTY) out.write(`  …  ${title}`);
      open = true;
      return (detail) => {
        const seconds = ((clock() - from) / 1000).toFixed(1);
        const total = ((clock() - begun) / 1000).toFixed(0);
        const text = detail === "" ? title : `${title}: ${detail}`;
        out.write(`${out.isTTY ? "\r\u001B[2K" : ""}  ok ${text}  (${seconds} s, ${total} s in all)\n`);
        open = false;
      };
    },
    notice(line) {
      if (out.isTTY && open) out.write("\n");
      out.write(`  !  ${line}\n`);
    },
  };
}

export type SummaryInput = {
  urls: StackUrls;
  chainId: number;
  accounts: readonly LocalAccount[];
  withApp: boolean;
  logDir: string;
};

/** The page of addresses and accounts. */
export function summary({ urls, chainId, accounts, withApp, logDir }: SummaryInput): string {
  const rows = [
    ["Page", withApp ? urls.app : "not started"],
    ["API", `${urls.api}/api/v1`],
    ["API docs", urls.apiDocs],
    ["Chain (RPC)", urls.chain],
    ["Logs", logDir],
  ];
  const lines = [
    "",
    "CarbonXchange is running.",
    "",
    ...rows.map(([name, value]) => `  ${(name ?? "").padEnd(14)}${value}`),
  ];
  if (accounts.length > 0) {
    lines.push("", "Accounts of the local chain. Their keys are public: never send anything of value to them.", "");
    for (const { role, account, privateKey, duties } of accounts) {
      lines.push(`  ${role.padEnd(10)}${account.address}  ${duties}`, `  ${"".padEnd(10)}${privateKey}`);
    }
    lines.push(
      "",
      `In a wallet: add the network with RPC URL ${urls.chain}, chain id ${chainId}, currency ETH; then import a key above`,
      "(alice trades, registry proposes, verifier attests).",
    );
  }
  lines.push("", "Ctrl-C ends everything.", "");
  return lines.join("\n");
}
