import type { BlockHead } from "../domain/index.ts";
import { findReceipt, recordMined } from "./follow.ts";
import type { KeeperContext } from "./keeper-context.ts";

/** Superseded transactions that are looked at again at start, the newest first. */
const LOOK_BACK = 256;

/**
 * What a new leader does first: takes over what its own signers have open as a standby, and asks once more for the receipts of
 * all versions of transactions that were given up, one of which may have been mined while nobody looked. Open transactions
 * need nothing of their own: following them asks for the receipts of every hash ever signed.
 */
export async function reconcile(context: KeeperContext, head: BlockHead): Promise<void> {
  const { outbox, epoch, senders, metrics, logger } = context;
  await outbox.adopt(
    epoch,
    senders.map(({ address }) => address),
  );
  for (const transaction of await outbox.superseded(LOOK_BACK)) {
    const receipt = await findReceipt(context, transaction);
    if (receipt === null) continue;
    logger.warn({ transaction: transaction.id.toString(), hash: receipt.hash }, "a transaction given up was mined");
    metrics.transactions.inc({ job: transaction.job, outcome: "recovered" });
    await recordMined(context, transaction, receipt, head);
  }
}
