import { createPublicClient, http, type PublicClient } from "viem";

/** One JSON-RPC endpoint. `name` is its host, which may be shown; the URL may hold a key and is known to `client` alone. */
export type RpcEndpoint = { name: string; client: PublicClient };

/**
 * Clients for some URLs, named by host, with a number where a host occurs again. What viem puts into its errors is made
 * from the name, so no message ever holds a path, a query or a password.
 */
export function createRpcEndpoints(urls: readonly string[], timeoutMs: number): RpcEndpoint[] {
  const hosts = urls.map((url) => new URL(url).host);
  return urls.map((url, index) => {
    const host = hosts[index] ?? url;
    const before = hosts.slice(0, index).filter((other) => other === host).length;
    const name = before === 0 ? host : `${host}#${before + 1}`;
    // a fragment of its own, because viem joins the batches of transports with the same URL
    const transport = http(`http://${name}`, {
      batch: true,
      retryCount: 0,
      timeout: timeoutMs,
      fetchFn: fetchFrom(new URL(url)),
    });
    return { name, client: createPublicClient({ transport }) };
  });
}

/** Sends whatever is asked for to `url`; a user and password in it become the header that `fetch` wants instead. */
function fetchFrom(url: URL): typeof fetch {
  const { username, password } = url;
  if (username === "" && password === "") return (_input, init) => fetch(url, init);
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = `Basic ${Buffer.from(secret).toString("base64")}`;
  return (_input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", authorization);
    return fetch(bare, { ...init, headers });
  };
}
