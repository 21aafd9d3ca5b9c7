import type { Side } from "@carbonxchange/sdk";
import {
  CHOICES,
  DEFAULT_MAX_FILLS,
  ORDER_CHOICES,
  type Matching,
  type OrderChoice,
  type TicketInput,
} from "./order-choice.ts";

/** What stands in the ticket. Kept apart from the page, so that ladder, keyboard and links can fill it in. */
export class TicketState {
  side = $state<Side>("BID");
  price = $state("");
  size = $state("");
  expiry = $state("");
  minFill = $state("");
  maxFills = $state(`${DEFAULT_MAX_FILLS}`);
  #choice = $state<OrderChoice>("GTC");
  #matching = $state<Matching>("NOW");

  get choice(): OrderChoice {
    return this.#choice;
  }

  set choice(choice: OrderChoice) {
    this.#choice = choice;
    if (!CHOICES[choice].deferrable) this.#matching = "NOW";
  }

  get matching(): Matching {
    return this.#matching;
  }

  set matching(matching: Matching) {
    this.#matching = CHOICES[this.#choice].deferrable ? matching : "NOW";
  }

  get input(): TicketInput {
    const { side, choice, price, size, expiry, minFill, maxFills, matching } = this;
    return { side, choice, price, size, expiry, minFill, maxFills, matching };
  }

  /** Takes a price of the ladder: an ask is bought, a bid is sold into. */
  take(price: string, restingSide: Side): void {
    this.price = price;
    this.side = restingSide === "ASK" ? "BID" : "ASK";
  }

  /** Takes what a link asks for; unknown values are left out. */
  fromLink(query: Pick<URLSearchParams, "get">): void {
    const side = query.get("side")?.toUpperCase();
    if (side === "BUY" || side === "SELL") this.side = side === "BUY" ? "BID" : "ASK";
    const choice = ORDER_CHOICES.find((known) => known === query.get("type")?.toUpperCase());
    if (choice) this.choice = choice;
    this.price = query.get("price") ?? this.price;
    this.size = query.get("size") ?? this.size;
  }
}
