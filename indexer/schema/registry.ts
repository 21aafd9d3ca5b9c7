import { index, onchainTable, primaryKey } from "ponder";

/** Registered projects. */
export const projects = onchainTable("projects", (t) => ({
  id: t.bigint().primaryKey(),
  registrar: t.hex().notNull(),
  registryName: t.text().notNull(),
  nativeId: t.text().notNull(),
  name: t.text().notNull(),
  methodology: t.text().notNull(),
  country: t.text(),
  mechanism: t.text().notNull(),
  registeredAt: t.int8({ mode: "bigint" }).notNull(),
  block: t.bigint().notNull(),
  txHash: t.hex().notNull(),
}));

/** Issuance proposals and where they stand. */
export const proposals = onchainTable(
  "proposals",
  (t) => ({
    id: t.bigint().primaryKey(),
    projectId: t.bigint().notNull(),
    proposer: t.hex().notNull(),
    verifier: t.hex(),
    status: t.text().notNull(),
    serialNamespace: t.text().notNull(),
    blockStart: t.bigint().notNull(),
    blockEnd: t.bigint().notNull(),
    vintageStart: t.int8({ mode: "bigint" }).notNull(),
    vintageEnd: t.int8({ mode: "bigint" }).notNull(),
    recipient: t.hex().notNull(),
    reportHash: t.hex().notNull(),
    reason: t.text(),
    proposedAt: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byProject: index().on(table.projectId), byStatus: index().on(table.status) }),
);

/** Issued batches; `block` is the last one that changed the batch, `txHash` the issuing transaction. */
export const batches = onchainTable(
  "batches",
  (t) => ({
    id: t.bigint().primaryKey(),
    projectId: t.bigint().notNull(),
    proposalId: t.bigint().notNull(),
    recipient: t.hex().notNull(),
    serialNamespace: t.text().notNull(),
    blockStart: t.bigint().notNull(),
    blockEnd: t.bigint().notNull(),
    vintageStart: t.int8({ mode: "bigint" }).notNull(),
    vintageEnd: t.int8({ mode: "bigint" }).notNull(),
    issuedAt: t.int8({ mode: "bigint" }).notNull(),
    issuedUnits: t.bigint().notNull(),
    retiredUnits: t.bigint().notNull(),
    cancelledUnits: t.bigint().notNull(),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byProject: index().on(table.projectId) }),
);

/** Where the living units of a batch are, derived from token transfers alone: in wallets, or in the exchange's custody. */
export const batchSupplies = onchainTable("batch_supplies", (t) => ({
  batchId: t.bigint().primaryKey(),
  circulatingUnits: t.bigint().notNull(),
  escrowedUnits: t.bigint().notNull(),
  block: t.bigint().notNull(),
}));

/** Ranges of serials: one row ISSUED per batch, then one per range that was RETIRED or CANCELLED. */
export const serialBlocks = onchainTable(
  "serial_blocks",
  (t) => ({
    id: t.text().primaryKey(),
    batchId: t.bigint().notNull(),
    serialNamespace: t.text().notNull(),
    state: t.text().notNull(),
    firstUnit: t.bigint().notNull(),
    units: t.bigint().notNull(),
    blockStart: t.bigint().notNull(),
    blockEnd: t.bigint().notNull(),
    account: t.hex(),
    retirementId: t.bigint(),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ bySerial: index().on(table.serialNamespace, table.blockStart), byBatch: index().on(table.batchId) }),
);

/** Credits in wallets (the exchange's own custody is one of them), ERC-1155. */
export const balances = onchainTable(
  "balances",
  (t) => ({
    account: t.hex().notNull(),
    batchId: t.bigint().notNull(),
    units: t.bigint().notNull(),
    block: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.batchId] }), byBatch: index().on(table.batchId) }),
);

/** Retirements with the exact serials they consumed. */
export const retirements = onchainTable(
  "retirements",
  (t) => ({
    id: t.bigint().primaryKey(),
    batchId: t.bigint().notNull(),
    account: t.hex().notNull(),
    beneficiary: t.hex().notNull(),
    beneficiaryRef: t.hex(),
    units: t.bigint().notNull(),
    firstUnit: t.bigint().notNull(),
    serialNamespace: t.text().notNull(),
    serialFirst: t.bigint().notNull(),
    serialLast: t.bigint().notNull(),
    purpose: t.text().notNull(),
    consumptionCountry: t.text(),
    periodStart: t.int8({ mode: "bigint" }),
    periodEnd: t.int8({ mode: "bigint" }),
    statement: t.text().notNull(),
    timestamp: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({
    byBatch: index().on(table.batchId),
    byAccount: index().on(table.account),
    byBeneficiary: index().on(table.beneficiary),
  }),
);

/** Soulbound certificates; the id is the retirement's. */
export const certificates = onchainTable(
  "certificates",
  (t) => ({
    id: t.bigint().primaryKey(),
    owner: t.hex().notNull(),
    locked: t.boolean().notNull(),
    mintedAt: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byOwner: index().on(table.owner) }),
);

/** Everything that ever happened to a batch, in chain order. */
export const batchEvents = onchainTable(
  "batch_events",
  (t) => ({
    id: t.text().primaryKey(),
    batchId: t.bigint().notNull(),
    kind: t.text().notNull(),
    units: t.bigint().notNull(),
    fromAccount: t.hex(),
    toAccount: t.hex(),
    reference: t.text(),
    timestamp: t.int8({ mode: "bigint" }).notNull(),
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    part: t.integer().notNull(),
    txHash: t.hex().notNull(),
  }),
  (table) => ({ byBatch: index().on(table.batchId, table.block, table.logIndex, table.part) }),
);

/** What the compliance gate recorded about accounts. */
export const eligibilities = onchainTable("eligibilities", (t) => ({
  account: t.hex().primaryKey(),
  tier: t.integer().notNull(),
  country: t.text(),
  expiresAt: t.int8({ mode: "bigint" }).notNull(),
  frozen: t.boolean().notNull(),
  attestationId: t.hex().notNull(),
  block: t.bigint().notNull(),
}));
