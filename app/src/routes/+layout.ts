import { loadSettings } from "../lib/settings.ts";
import type { LayoutLoad } from "./$types";

/** Every page talks to the user's wallet and to the chain from the browser, so none is rendered on the server. */
export const ssr = false;
export const prerender = false;

export const load: LayoutLoad = async ({ fetch }) => ({ settings: await loadSettings(fetch) });
