export type * from "./chain-reader.ts";
export type * from "./clock.ts";
export type * from "./leader-lock.ts";
export type * from "./order-hints.ts";
export type * from "./outbox.ts";
export type * from "./safety.ts";
export type * from "./transaction-sender.ts";
