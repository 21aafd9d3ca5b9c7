import type { GasTopic } from "../scenario.ts";
import { auctions } from "./auctions.ts";
import { issuing } from "./issuing.ts";
import { placing } from "./placing.ts";
import { registry } from "./registry.ts";
import { slices } from "./slices.ts";
import { stops } from "./stops.ts";
import { taking } from "./taking.ts";
import { vault } from "./vault.ts";

/** All that is measured. A new topic is a file beside these and a line here. */
export const TOPICS: readonly GasTopic[] = [placing, taking, stops, slices, auctions, vault, registry, issuing];
