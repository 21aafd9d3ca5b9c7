import { cpus, totalmem } from "node:os";

/** The value below which a part of the sample lies, by nearest rank. */
export function quantile(sample: readonly number[], part: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))] ?? Number.NaN;
}

/** One figure beside its bound, and their ratio. */
export function printRow(what: string, figure: number, unit: string, bound: number, sense = "at most"): void {
  const ratio = (figure / bound).toFixed(2);
  console.log(`${what}: ${figure.toFixed(1)} ${unit}, ${sense} ${bound} ${unit} (ratio ${ratio})`);
}

export function printMachine(): void {
  const [first] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `${cpus().length} x ${first?.model ?? "processor"}, ${memory} GB, ${process.platform}, Node ${process.version}`,
  );
}
