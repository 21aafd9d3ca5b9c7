import { packOrderId } from "@carbonxchange/sdk";
import { afterEach, expect, test } from "vitest";
import { ANN } from "../testing/fake-wallet.ts";
import { fakeWorld } from "../testing/fake-world.ts";
import { stage, type Stage } from "../testing/show.ts";
import { MyOrders } from "./my-orders.svelte.ts";

let at: Stage | undefined;
afterEach(() => at?.end());

const open = packOrderId({ marketId: 1, kind: "BID", priceTicks: 1240, sequence: 1 });
const waiting = packOrderId({ marketId: 1, kind: "DEFERRED", priceTicks: 0, sequence: 4 });
const gone = packOrderId({ marketId: 1, kind: "ASK", priceTicks: 1300, sequence: 2 });
const view = (change: object) => ({
  owner: ANN,
  marketId: 1,
  side: 0,
  orderType: 0,
  priceTicks: 1240,
  lots: 3,
  expiry: 0,
  feePips: 500,
  live: true,
  ...change,
});

test("the API names candidates, the contract says which of them live", async () => {
  const orders = new Map<bigint, object>([
    [open, view({ lots: 2 })],
    [waiting, view({ priceTicks: 1250, side: 1, orderType: 1 })],
    [gone, view({ live: false })],
  ]);
  const items = [open, waiting, gone].map((id) => ({ id: `${id}` }));
  at = await stage(fakeWorld({ order: (id: bigint) => orders.get(id) }, { "/orders": { items, nextCursor: null } }));
  const { api, reader } = at.services;
  const mine = new MyOrders({ api, reader, marketId: 1, account: ANN });
  await mine.refresh();
  expect(
    mine.orders.map(({ id, lots, deferred, side, orderType }) => ({ id, lots, deferred, side, orderType })),
  ).toEqual([
    { id: waiting, lots: 3n, deferred: true, side: "ASK", orderType: "LIMIT_IOC" },
    { id: open, lots: 2n, deferred: false, side: "BID", orderType: "LIMIT_GTC" },
  ]);
});
