import { createMemoryBlockStore } from "../../test/memory/block-store.ts";
import { createMemoryLeaderLock } from "../../test/memory/leader-lock.ts";
import { createMemoryOutbox } from "../../test/memory/outbox.ts";
import { followBlocksProperties } from "../../test/conformance/follow-blocks.suite.ts";

followBlocksProperties(
  "in memory",
  () => {
    const lease = { epoch: 0n };
    const parts = { blocks: createMemoryBlockStore(lease), outbox: createMemoryOutbox(lease) };
    return Promise.resolve({ ...parts, lock: createMemoryLeaderLock(lease) });
  },
  200,
);
