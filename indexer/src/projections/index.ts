export { EVENT_KEYS, applyEvent } from "./apply.ts";
export { CANDLE_INTERVALS, CANDLE_SECONDS, candleStart } from "./candles.ts";
export type { ProjectionContext } from "./context.ts";
export type { ChainEvent, EventArgs, EventKey, EventMeta } from "./events.ts";
export { createMemoryStore } from "./memory-store.ts";
export type { MemoryStore } from "./memory-store.ts";
export { KEY_COLUMNS } from "./rows.ts";
export type { Key, Row, TableName } from "./rows.ts";
export type { Store } from "./store.ts";
