import { encodeOrder } from "@carbonxchange/sdk";
import type { ItemReport, OrderInput, PlaceReport } from "@carbonxchange/sdk";
import { later, orderOf, pickedAll } from "./market-call.ts";
import type { CallOf } from "./market-call.ts";
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

/** Orders that go to the book, and what their owner does with them. */
export const orderCall: CallOf = (world, step) => {
  const { book, at, addressOf } = world;
  const { who } = step;
  const caller = addressOf(who);
  switch (step.act) {
    case "place": {
      const order = orderOf(world, step.order);
      const run = () => placed(book.place(caller, order, at));
      return { functionName: "place", args: [encodeOrder(order)], run };
    }
    case "placeBatch": {
      const orders = step.orders.map((order) => orderOf(world, order));
      const run = () => book.placeBatch(caller, orders, at).map(placed);
      return { functionName: "placeBatch", args: [encoded(orders)], run };
    }
    case "placeEach": {
      const orders = step.orders.map((order) => orderOf(world, order));
      const run = () => book.placeEach(caller, orders, at).map(item);
      return { functionName: "placeEach", args: [encoded(orders)], run };
    }
    case "placeBy": {
      const account = addressOf(step.account);
      const orders = step.orders.map((order) => orderOf(world, order));
      const run = () => book.placeBy(caller, account, orders, at).map(placed);
      return { functionName: "placeBy", args: [account, encoded(orders)], run };
    }
    case "placeWithin": {
      const order = orderOf(world, step.order);
      const run = () => placed(book.placeWithin(caller, order, step.quoteBound, at));
      return { functionName: "placeWithin", args: [encodeOrder(order), step.quoteBound], run };
    }
    case "replace": {
      const orderId = picked(world, who, "order", step.pick);
      const order = orderOf(world, step.order);
      const run = () => placed(book.replace(caller, { orderId, order }, at));
      return { functionName: "replace", args: [orderId, encodeOrder(order)], run };
    }
    case "replaceEach": {
      const items = step.items.map(({ pick, order }) => ({
        orderId: picked(world, who, "order", pick),
        order: orderOf(world, order),
      }));
      const args = [items.map(({ orderId, order }) => ({ orderId, request: encodeOrder(order) }))];
      return { functionName: "replaceEach", args, run: () => book.replaceEach(caller, items, at).map(item) };
    }
    case "amend": {
      const orderId = picked(world, who, "order", step.pick);
      const run = () => book.amend(caller, orderId, step.lots, at);
      return { functionName: "amend", args: [orderId, Number(step.lots)], run };
    }
    case "cancel": {
      const orderId = picked(world, who, "order", step.pick);
      return { functionName: "cancel", args: [orderId], run: () => book.cancel(caller, orderId, at) };
    }
    case "cancelBatch": {
      const ids = pickedAll(world, who, "order", step.picks);
      return { functionName: "cancelBatch", args: [ids], run: () => book.cancelBatch(caller, ids, at) };
    }
    case "cancelBy": {
      const account = addressOf(step.account);
      const ids = pickedAll(world, step.account, "order", step.picks);
      return { functionName: "cancelBy", args: [account, ids], run: () => book.cancelBy(caller, account, ids, at) };
    }
    case "setOperator": {
      const operator = addressOf(step.operator);
      const until = later(world, step.lasts);
      const run = () => book.setOperator(caller, operator, until, at);
      return { functionName: "setOperator", args: [operator, until], run };
    }
    case "setDeadMan": {
      const until = later(world, step.lasts);
      return { functionName: "setDeadMan", args: [until], run: () => book.setDeadMan(caller, until, at) };
    }
    default:
      return null;
  }
};
