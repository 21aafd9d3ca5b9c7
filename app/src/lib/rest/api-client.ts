import type { Problem, Result } from "@carbonxchange/sdk";

const TIMEOUT_MS = 6_000;

/** Reads from the API. The app never needs it to move money: every page that can falls back to the chain. */
export type ApiClient = {
  get<T>(path: string, query?: Record<string, string | number | undefined>): Promise<Result<T>>;
  socketUrl: string;
};

/** The problem+json of a refused request as one sentence. */
async function sentenceOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const fields = problem.errors?.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return fields || problem.detail || problem.title || `The API answered ${response.status}.`;
}

/** An API client for `<baseUrl>/api/v1`. Outcomes are values: an unreachable API is an ordinary case. */
export function createApiClient(baseUrl: string, fetcher: typeof fetch): ApiClient {
  return {
    socketUrl: `${baseUrl.replace(/^http/, "ws")}/api/v1/ws`,
    async get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<Result<T>> {
      const url = new URL(`${baseUrl}/api/v1${path}`);
      for (const [name, value] of Object.entries(query))
        if (value !== undefined) url.searchParams.set(name, `${value}`);
      try {
        const response = await fetcher(url, {
          headers: { accept: "application/json" },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!response.ok) return { ok: false, error: await sentenceOf(response) };
        return { ok: true, value: (await response.json()) as T };
      } catch {
        return { ok: false, error: "The API does not answer." };
      }
    },
  };
}
