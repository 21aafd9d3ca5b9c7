import { encodeOrder } from "@carbonxchange/sdk";
import type { ItemReport, OrderInput, PlaceReport } from "@carbonxchange/sdk";
import { anybodys, later, orderOf, pickedAll } from "./market-call.ts";
import type { CallTable } from "./market-call.ts";
import { picked } from "./market-world.ts";

const placed = ({ orderId, filledLots, notional, takerFee }: PlaceReport) => ({
  orderId: orderId ?? 0n,
  filledLots,
  notional,
  takerFee,
});
const NOTHING = { orderId: 0n, filledLots: 0n, notional: 0n, takerFee: 0n };

const item = (report: ItemReport) =>
  report.ok
    ? { ok: true, result: placed(report.result), error: "" }
    : { ok: false, result: NOTHING, error: report.refusal.message };

const encoded = (orders: readonly OrderInput[]) => orders.map(encodeOrder);

type Placing = "place" | "placeBatch" | "placeEach" | "placeBy" | "placeWithin" | "replace" | "replaceEach";
type Ending = "amend" | "cancel" | "cancelBatch" | "cancelBy" | "prune";

/** Orders that go to the book. */
export const PLACING: CallTable<Placing> = {
  place: (world, step, caller) => {
    const order = orderOf(world, step.order);
    const run = () => placed(world.book.place(caller, order, world.at));
    return { functionName: "place", args: [encodeOrder(order)], run };
  },
  placeBatch: (world, step, caller) => {
    const orders = step.orders.map((order) => orderOf(world, order));
    const run = () => world.book.placeBatch(caller, orders, world.at).map(placed);
    return { functionName: "placeBatch", args: [encoded(orders)], run };
  },
  placeEach: (world, step, caller) => {
    const orders = step.orders.map((order) => orderOf(world, order));
    const run = () => world.book.placeEach(caller, orders, world.at).map(item);
    return { functionName: "placeEach", args: [encoded(orders)], run };
  },
  placeBy: (world, step, caller) => {
    const account = world.addressOf(step.account);
    const orders = step.orders.map((order) => orderOf(world, order));
    const run = () => world.book.placeBy(caller, account, orders, world.at).map(placed);
    return { functionName: "placeBy", args: [account, encoded(orders)], run };
  },
  placeWithin: (world, step, caller) => {
    const order = orderOf(world, step.order);
    const run = () => placed(world.book.placeWithin(caller, order, step.quoteBound, world.at));
    return { functionName: "placeWithin", args: [encodeOrder(order), step.quoteBound], run };
  },
  replace: (world, step, caller) => {
    const orderId = picked(world, step.who, "order", step.pick);
    const order = orderOf(world, step.order);
    const run = () => placed(world.book.replace(caller, { orderId, order }, world.at));
    return { functionName: "replace", args: [orderId, encodeOrder(order)], run };
  },
  replaceEach: (world, step, caller) => {
    const items = step.items.map(({ pick, order }) => ({
      orderId: picked(world, step.who, "order", pick),
      order: orderOf(world, order),
    }));
    const args = [items.map(({ orderId, order }) => ({ orderId, request: encodeOrder(order) }))];
    return { functionName: "replaceEach", args, run: () => world.book.replaceEach(caller, items, world.at).map(item) };
  },
};

/** What happens to orders in the book, by their owners or by anybody. */
export const ENDING: CallTable<Ending> = {
  amend: (world, step, caller) => {
    const orderId = picked(world, step.who, "order", step.pick);
    const run = () => world.book.amend(caller, orderId, step.lots, world.at);
    return { functionName: "amend", args: [orderId, Number(step.lots)], run };
  },
  cancel: (world, step, caller) => {
    const orderId = picked(world, step.who, "order", step.pick);
    return { functionName: "cancel", args: [orderId], run: () => world.book.cancel(caller, orderId, world.at) };
  },
  cancelBatch: (world, step, caller) => {
    const ids = pickedAll(world, step.who, "order", step.picks);
    return { functionName: "cancelBatch", args: [ids], run: () => world.book.cancelBatch(caller, ids, world.at) };
  },
  cancelBy: (world, step, caller) => {
    const account = world.addressOf(step.account);
    const ids = pickedAll(world, step.account, "order", step.picks);
    const run = () => world.book.cancelBy(caller, account, ids, world.at);
    return { functionName: "cancelBy", args: [account, ids], run };
  },
  prune: (world, step) => {
    const ids = anybodys(world, step.who, "order", step.picks);
    return { functionName: "prune", args: [ids], run: () => world.book.prune(ids, world.at) };
  },
};

/** Who may trade for an account, and how long it trades. */
export const ARRANGING: CallTable<"setOperator" | "setDeadMan"> = {
  setOperator: (world, step, caller) => {
    const operator = world.addressOf(step.operator);
    const until = later(world, step.lasts);
    const run = () => world.book.setOperator(caller, operator, until, world.at);
    return { functionName: "setOperator", args: [operator, until], run };
  },
  setDeadMan: (world, step, caller) => {
    const until = later(world, step.lasts);
    return { functionName: "setDeadMan", args: [until], run: () => world.book.setDeadMan(caller, until, world.at) };
  },
};
