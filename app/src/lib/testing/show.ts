import { render } from "@testing-library/svelte";
import type { Component } from "svelte";
import { vi } from "vitest";
import { createServices, type Services } from "../services.ts";
import { fakeWallet, type FakeWallet } from "./fake-wallet.ts";
import { fakeWorld, SETTINGS, type FakeWorld } from "./fake-world.ts";
import WithServices from "./WithServices.svelte";

/** A page on a fake chain: what a test needs to drive it, and what ends it. */
export type Stage = { world: FakeWorld; wallet: FakeWallet; services: Services; end: () => void };

/** Sets up a fake chain with a wallet, connected where `connected` says so. */
export async function stage(world: FakeWorld = fakeWorld(), connected = true): Promise<Stage> {
  localStorage.clear();
  vi.stubGlobal("fetch", world.fetch);
  vi.stubGlobal("WebSocket", SilentSocket);
  const wallet = fakeWallet(world);
  const services = createServices(SETTINGS);
  const stops = [services.wallet.start(), services.clock.start()];
  const [connector] = services.wallet.choices;
  if (connected && connector) await services.wallet.connect(connector);
  wallet.asked.length = 0;
  const end = () => {
    for (const stop of stops) stop();
    wallet.withdraw();
    vi.unstubAllGlobals();
  };
  return { world, wallet, services, end };
}

/** Renders a component with the stage's services around it. */
export function show<Props extends Record<string, unknown>>(
  { services }: Stage,
  shown: Component<Props>,
  props: Props,
) {
  const stageOf = WithServices as Component<{ services: Services; shown: Component<Props>; props: Props }>;
  return render(stageOf, { props: { services, shown, props } });
}

/** A socket that never opens: the API is away. */
class SilentSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly readyState = 0;
  send() {}
  close() {}
}
