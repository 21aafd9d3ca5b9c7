import { loadSettings, type Settings } from "../lib/settings.ts";
import type { LayoutLoad } from "./$types";

/** Every page talks to the user's wallet and to the chain from the browser, so none is rendered on the server. */
export const ssr = false;
export const prerender = false;

type Loaded = { settings: Settings; problem: null } | { settings: null; problem: string };

export const load: LayoutLoad = async ({ fetch }): Promise<Loaded> => {
  try {
    return { settings: await loadSettings(fetch), problem: null };
  } catch (error) {
    return { settings: null, problem: error instanceof Error ? error.message : "The app's server does not answer." };
  }
};
