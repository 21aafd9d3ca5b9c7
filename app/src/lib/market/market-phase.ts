import type { MarketPhase } from "@carbonxchange/sdk";
import { utcMinute } from "../format/dates.ts";
import type { MarketInfo } from "./market-info.ts";

type PhaseFacts = { label: string; tone: "badge-good" | "badge-warn" | "badge-bad" };

/** Each phase in a word, as its badge shows it. */
export const PHASES: Record<MarketPhase, PhaseFacts> = {
  NONE: { label: "Unknown", tone: "badge-bad" },
  CONTINUOUS: { label: "Open", tone: "badge-good" },
  HALTED: { label: "Halted", tone: "badge-warn" },
  DELISTED: { label: "Delisted", tone: "badge-bad" },
  OPENING: { label: "Opening auction", tone: "badge-warn" },
  AUCTION: { label: "Auction", tone: "badge-warn" },
  UNCROSSING: { label: "Auction ending", tone: "badge-warn" },
  CLOSED: { label: "Closed", tone: "badge-bad" },
};

/** Whether the market collects limit orders until they trade together at one price. */
export function collectsOrders({ phase }: Pick<MarketInfo, "phase">): boolean {
  return phase === "OPENING" || phase === "AUCTION";
}

/** What a trader should know of a market that does not trade on arrival; empty where it does. */
export function phaseSentence({ phase, phaseEndsAt }: Pick<MarketInfo, "phase" | "phaseEndsAt">): string {
  const until = phaseEndsAt === null ? "" : ` until ${utcMinute(phaseEndsAt)} at least`;
  switch (phase) {
    case "CONTINUOUS":
      return "";
    case "OPENING":
      return `Orders are collected for the opening${until}; then all that can trade does, at one price.`;
    case "AUCTION":
      return `The market is in an auction: orders are collected${until}; then all that can trade does, at one price.`;
    case "UNCROSSING":
      return "The auction is being carried out. Orders can be placed again in a moment.";
    case "HALTED": {
      const latest = phaseEndsAt === null ? "" : ` From ${utcMinute(phaseEndsAt)} on anyone may reopen it.`;
      return `The market is halted: orders can be cancelled, none can be placed.${latest}`;
    }
    case "CLOSED":
      return "The market is closed for now: orders can be cancelled, none can be placed.";
    case "DELISTED":
      return "The market is delisted for good: orders can be cancelled, none can be placed.";
    case "NONE":
      return "There is no such market.";
  }
}
