import type { OrderType, Side } from "@carbonxchange/sdk";

/** The order types as the ticket offers them. GTC and GTT are one contract type with and without an expiry. */
export const ORDER_CHOICES = ["GTC", "GTT", "IOC", "FOK", "POST_ONLY", "MARKET"] as const;
export type OrderChoice = (typeof ORDER_CHOICES)[number];

/** Whether an order is matched in its own transaction, or waits for the keeper. */
export type Matching = "NOW" | "KEEPER";

type ChoiceFacts = {
  label: string;
  hint: string;
  orderType: OrderType;
  expiry: "none" | "required" | "optional";
  minFill: boolean;
  deferrable: boolean;
  rests: boolean;
};

export const CHOICES: Record<OrderChoice, ChoiceFacts> = {
  GTC: {
    label: "Limit, good till cancelled",
    hint: "Trades what it can at your price or better; the rest waits in the book.",
    orderType: "LIMIT_GTC",
    expiry: "none",
    minFill: false,
    deferrable: true,
    rests: true,
  },
  GTT: {
    label: "Limit, good till time",
    hint: "As good till cancelled, but it leaves the book at the time you give.",
    orderType: "LIMIT_GTC",
    expiry: "required",
    minFill: false,
    deferrable: true,
    rests: true,
  },
  IOC: {
    label: "Limit, immediate or cancel",
    hint: "Trades what it can at once; the rest is dropped.",
    orderType: "LIMIT_IOC",
    expiry: "none",
    minFill: true,
    deferrable: true,
    rests: false,
  },
  FOK: {
    label: "Limit, fill or kill",
    hint: "Trades the whole size at once or nothing.",
    orderType: "LIMIT_FOK",
    expiry: "none",
    minFill: false,
    deferrable: false,
    rests: false,
  },
  POST_ONLY: {
    label: "Limit, post only",
    hint: "Only ever rests in the book; refused if it would trade at once. You pay the maker fee.",
    orderType: "LIMIT_POST_ONLY",
    expiry: "optional",
    minFill: false,
    deferrable: false,
    rests: true,
  },
  MARKET: {
    label: "Market, with a worst price",
    hint: "Trades at the best prices there are, never beyond the worst price you accept.",
    orderType: "MARKET",
    expiry: "none",
    minFill: true,
    deferrable: true,
    rests: false,
  },
};

/** What the ticket holds: what the user typed, untouched. */
export type TicketInput = {
  side: Side;
  choice: OrderChoice;
  price: string;
  size: string;
  expiry: string;
  minFill: string;
  maxFills: string;
  matching: Matching;
};

export const DEFAULT_MAX_FILLS = 40;
export const MAX_FILLS_CAP = 150;
