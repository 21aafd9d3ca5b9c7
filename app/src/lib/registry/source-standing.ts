import type { ImportedProposal } from "@carbonxchange/sdk/import";
import { utcDay } from "../format/dates.ts";

/** What the source registry says of a proposal's credits: in a word, whether they may be issued here, and why. */
export type SourceStanding = { word: string; issuable: boolean; reason: string };

/** The days on which the source registry took the credits out of circulation: "", " on 2026-04-10" or " from … to …". */
function onDays(sources: ImportedProposal["sources"]): string {
  const days = sources.flatMap(({ statusDay }) => (statusDay === null ? [] : [statusDay]));
  if (days.length === 0) return "";
  const [first, last] = [utcDay(Math.min(...days)), utcDay(Math.max(...days))];
  return first === last ? ` on ${first}` : ` from ${first} to ${last}`;
}

/**
 * Reads the standing of a proposal. Only credits that still circulate at their source may be issued here: a tonne that was
 * retired, cancelled or put into a buffer there would exist twice.
 */
export function sourceStanding({ sourceStatus, sources }: ImportedProposal): SourceStanding {
  switch (sourceStatus) {
    case "issued":
      return { word: "Circulates", issuable: true, reason: "No later retirement or cancellation in the export." };
    case "retired":
      return { word: "Retired", issuable: false, reason: `Retired there${onDays(sources)}; cannot be issued again.` };
    case "cancelled":
      return {
        word: "Cancelled",
        issuable: false,
        reason: `Cancelled there${onDays(sources)}; cannot be issued again.`,
      };
    case "buffer":
      return {
        word: "Buffer",
        issuable: false,
        reason: `Held in the buffer pool there${onDays(sources)}; not for sale.`,
      };
  }
}
