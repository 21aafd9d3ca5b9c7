import type { Logger } from "pino";
import type { Database } from "../db/database.ts";
import { readMarketTips } from "../db/market-tips.ts";
import type { MarketTip } from "../db/market-tips.ts";
import type { Channel, ChannelMessage } from "./channel.ts";
import { createDepthChannel } from "./depth-channel.ts";
import { createTradesChannel } from "./trades-channel.ts";

export type ChannelName = "depth" | "trades";

/** Who listens. `take` gets each message as text, and how to make a snapshot instead when it cannot keep up. */
export type Subscriber = {
  take(message: { text: string; id: string }, snapshot: () => { text: string; id: string }): void;
};

/** Live market data for any number of subscribers from one poll. */
export type MarketFeed = {
  /** Sends a snapshot, then every delta, until the returned function is called. False for an unknown market. */
  subscribe(channel: ChannelName, marketId: number, subscriber: Subscriber): Promise<(() => void) | false>;
  /** Looks once whether anything changed and tells subscribers; the timer does the same. */
  poll(): Promise<void>;
  close(): void;
};

type Topic = {
  marketId: number;
  channel: Channel;
  subscribers: Set<Subscriber>;
  loaded: Promise<unknown>;
  told: MarketTip;
};

/** Subscribers served before the event loop gets its turn. */
const BROADCAST_CHUNK = 500;
/** A failing database is asked this much less often. */
const BACK_OFF = 5;

const packed = (message: ChannelMessage) => ({ text: JSON.stringify(message), id: `${message.epoch}:${message.seq}` });

/** Whether the market's history was rewritten: fewer changes than were told, or other ones. */
function isRewritten(told: MarketTip, now: MarketTip): boolean {
  return now.revision < told.revision || (now.revision === told.revision && now.tip !== told.tip);
}

async function broadcast(topic: Topic, message: ChannelMessage): Promise<void> {
  const out = packed(message);
  const snapshot = () => packed(topic.channel.snapshot());
  const subscribers = [...topic.subscribers];
  for (let at = 0; at < subscribers.length; at += BROADCAST_CHUNK) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    for (const subscriber of subscribers.slice(at, at + BROADCAST_CHUNK)) {
      if (topic.subscribers.has(subscriber)) subscriber.take(out, snapshot);
    }
  }
}

/** Creates a feed. It polls only while somebody listens, only the markets listened to. */
export function createMarketFeed(options: {
  db: Database;
  periodMs: number;
  newEpoch: () => string;
  logger: Logger;
}): MarketFeed {
  const { db, newEpoch, logger } = options;
  const topics = new Map<string, Topic>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let polling: Promise<void> | undefined;

  const pollTopics = async (): Promise<void> => {
    const loaded = [...topics.values()];
    if (loaded.length === 0) return;
    const tips = await readMarketTips(db, [...new Set(loaded.map(({ marketId }) => marketId))]);
    for (const topic of loaded) {
      const tip = tips.get(topic.marketId);
      if (tip === undefined || tip.tip === topic.told.tip) continue;
      await topic.loaded;
      const message = await topic.channel.refresh({ reset: isRewritten(topic.told, tip) });
      topic.told = tip;
      if (message !== null) await broadcast(topic, message);
    }
  };
  const poll = (): Promise<void> => {
    polling ??= pollTopics().finally(() => (polling = undefined));
    return polling;
  };
  const schedule = (delayMs: number): void => {
    if (closed || timer !== undefined || topics.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      poll().then(
        () => schedule(options.periodMs),
        (error: unknown) => {
          logger.warn({ err: error }, "market feed: the database does not answer");
          schedule(options.periodMs * BACK_OFF);
        },
      );
    }, delayMs);
    timer.unref();
  };

  const open = (channel: ChannelName, marketId: number, told: MarketTip): Topic => {
    const create = channel === "depth" ? createDepthChannel : createTradesChannel;
    const state = create(db, marketId, newEpoch);
    return { marketId, channel: state, subscribers: new Set(), loaded: state.refresh({ reset: true }), told };
  };
  return {
    poll,
    subscribe: async (channel, marketId, subscriber) => {
      const key = `${channel}:${marketId}`;
      let topic = topics.get(key);
      if (topic === undefined) {
        const tip = (await readMarketTips(db, [marketId])).get(marketId);
        if (tip === undefined) return false;
        topic = topics.get(key) ?? open(channel, marketId, tip); // another subscriber may have opened it meanwhile
        topics.set(key, topic);
      }
      const joined = topic;
      const leave = () => {
        joined.subscribers.delete(subscriber);
        if (joined.subscribers.size === 0 && topics.get(key) === joined) topics.delete(key);
      };
      try {
        await joined.loaded;
      } catch (error) {
        leave();
        throw error;
      }
      topics.set(key, joined); // its last listener may have left while this one waited
      joined.subscribers.add(subscriber);
      const first = packed(joined.channel.snapshot());
      subscriber.take(first, () => first);
      schedule(options.periodMs);
      return leave;
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      topics.clear();
    },
  };
}
