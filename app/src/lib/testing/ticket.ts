import type { TicketInput } from "../ticket/order-choice.ts";

/** An empty ticket to buy; tests fill in what they are about. */
export const BLANK_TICKET: TicketInput = {
  side: "BID",
  choice: "GTC",
  price: "",
  size: "",
  expiry: "",
  minFill: "",
  maxFills: "40",
  matching: "NOW",
};
