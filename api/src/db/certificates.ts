import type { Database } from "./database.ts";

export type CertificateRow = {
  id: string;
  owner: `0x${string}`;
  locked: boolean;
  minted_at: string;
  block: string;
  tx_hash: `0x${string}`;
};

/** One soulbound certificate; its id is the retirement's. */
export async function findCertificate(db: Database, id: string): Promise<CertificateRow | null> {
  const [row] = await db.query<CertificateRow>(
    "SELECT id, owner, locked, minted_at, block, tx_hash FROM carbon.certificates WHERE id = $1::numeric",
    [id],
  );
  return row ?? null;
}
