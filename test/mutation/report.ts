/** What a run of the mutants comes to, for the reader of docs/mutation.md. */
import { describe, type Mutant } from "./mutant.ts";
import type { Nasty } from "./nasty/place.ts";
import type { Verdict } from "./workshop.ts";

export type Tried = { mutant: Mutant; verdict: Verdict };
export type Counts = { killed: number; survived: number; uncompilable: number; share: number };

/** A mutant that makes the tests run for ever is found out as one that fails them. */
export function count(tried: readonly Tried[]): Counts {
  const of = (...kinds: Verdict["kind"][]) => tried.filter(({ verdict }) => kinds.includes(verdict.kind)).length;
  const [killed, survived] = [of("killed", "timeout"), of("survived")];
  return {
    killed,
    survived,
    uncompilable: of("uncompilable"),
    share: killed + survived === 0 ? 0 : killed / (killed + survived),
  };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** The line by which a run ends. */
export function summaryLine(tried: readonly Tried[]): string {
  const { killed, survived, uncompilable, share } = count(tried);
  return `${killed} killed, ${survived} survived, ${uncompilable} did not compile: ${percent(share)} killed`;
}

/** docs/mutation.md. `planned`: how many mutants there were to try; `equivalent` gives the reason why no test can tell a mutant from the original, where there is one. */
export function document(
  tried: readonly Tried[],
  stale: readonly Nasty[],
  planned: number,
  seed: number,
  equivalent: (mutant: Mutant) => string | undefined,
): string {
  const { killed, survived } = count(tried);
  const survivors = tried.filter(({ verdict }) => verdict.kind === "survived").map(({ mutant }) => mutant);
  const lines = [
    "# Mutation check",
    "",
    "Each mutant is one change to one place of the exchange's contracts: an operator, a number, a side, a dropped statement. The Solidity",
    "tests of the exchange should notice every one. `npm run mutants` renews this page; the list by hand is `test/mutation/nasty.ts`, the rest",
    `is chosen by a generator with seed ${seed}.`,
    "",
    `**${summaryLine(tried)}** (${killed + survived} that compile, of ${tried.length} tried of ${planned}).`,
    "",
    ...table(tried, ({ mutant }) => mutant.operator, "kind of change"),
    "",
    "## Survivors",
    "",
    ...(survivors.length === 0 ? ["None."] : []),
    ...survivors.map((mutant) => `- \`${describe(mutant)}\` ${equivalent(mutant) ?? "**no test notices**"}`),
    "",
    ...table(tried, ({ mutant }) => mutant.file.replace("contracts/", ""), "file"),
  ];
  if (stale.length > 0) {
    lines.push(
      "",
      "## Of the list by hand, without a place any more",
      "",
      ...stale.map(({ file, why }) => `- ${file}: ${why}`),
    );
  }
  return `${lines.join("\n")}\n`;
}

function table(tried: readonly Tried[], key: (tried: Tried) => string, title: string): string[] {
  const names = [...new Set(tried.map(key))].sort((a, b) => a.localeCompare(b));
  const rows = names.map((name) => {
    const { killed, survived, uncompilable } = count(tried.filter((one) => key(one) === name));
    return `| ${name} | ${killed} | ${survived} | ${uncompilable} |`;
  });
  return [`| ${title} | killed | survived | did not compile |`, "| --- | --- | --- | --- |", ...rows];
}
