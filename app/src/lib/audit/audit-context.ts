import { createContext } from "svelte";
import type { AuditDesk } from "./audit-desk.svelte.ts";

/** The audit that all pages under /audit share, so that going from page to page reads nothing twice. */
export const [useAuditDesk, provideAuditDesk] = createContext<AuditDesk>();
