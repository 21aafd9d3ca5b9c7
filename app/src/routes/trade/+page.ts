import { redirect } from "@sveltejs/kit";
import type { PageLoad } from "./$types";

/** A trade page belongs to a market; without one the list of markets is what is meant. */
export const load: PageLoad = () => redirect(307, "/");
