/** Stands in for `$app/state` where components are tested without SvelteKit: the page is where a test says. */
export const page = { url: new URL("http://app.test/"), status: 200, error: null as { message: string } | null };
