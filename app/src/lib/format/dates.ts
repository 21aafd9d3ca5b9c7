const pad = (value: number) => value.toString().padStart(2, "0");

/** Unix seconds as an ISO day in UTC: what a registry writes. */
export function utcDay(seconds: number | bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
}

/** Unix seconds as "2026-11-22 14:05 UTC". */
export function utcMinute(seconds: number | bigint): string {
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Unix seconds as the reader's wall clock: "14:05:09". */
export function clockTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** "2021-03-04" as unix seconds at 00:00 UTC, or null when it is no calendar day. */
export function parseUtcDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || utcDay(ms / 1000) !== text ? null : ms / 1000;
}

/** The value of a datetime-local input as unix seconds, or null. */
export function parseLocalMinute(text: string): number | null {
  const ms = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}

/** Unix seconds as the value of a datetime-local input. */
export function toLocalMinute(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}
