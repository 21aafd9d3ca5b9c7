/** A table of two or more columns, padded; nothing for no rows. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** JSON in which amounts are decimal text: JSON's numbers do not hold them. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => (typeof field === "bigint" ? field.toString() : field), 2);
}

const WEI_DIGITS = 18;

/** An amount of wei as a decimal number of coins. */
export function coins(wei: bigint): string {
  const digits = wei.toString().padStart(WEI_DIGITS + 1, "0");
  const fraction = digits.slice(-WEI_DIGITS).replace(/0+$/, "");
  return `${digits.slice(0, -WEI_DIGITS)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A time on the chain, unix seconds, in UTC. */
export function utc(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString();
}
