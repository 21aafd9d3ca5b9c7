import type { Hex } from "viem";

/** What a figure can be: an amount or number, an address or text (lower case where it is hexadecimal), a flag. */
export type Value = bigint | string | boolean;

/**
 * Where in the chain something was logged. `timestamp` in unix seconds, where the node says it with its logs; `emitter` is the
 * contract, in lower case, where there can be several of its kind.
 */
export type Place = { block: bigint; logIndex: number; tx: Hex; timestamp?: bigint; emitter?: Hex };

/** The contracts whose state is rebuilt, by their names in a deployment; a token is named by its address. */
export type AuditContract =
  | "carbonCredits"
  | "retirementCertificate"
  | "labelRegistry"
  | "reversalBuffer"
  | "carbonBasket"
  | "exchange"
  | "complianceGate"
  | "sanctionsList"
  | "accessManager"
  | "timelock";

/** One question to one contract; `at` says which, where there can be several of its kind. */
export type Read = { contract: AuditContract; at?: Hex; functionName: string; args: readonly Value[] };

/** What the logs say one field of an answer is, and the log that made it so. */
export type Figure = { value: Value; place: Place };

/** One question with every field of its answer that the logs determine; the field of an unnamed single answer is "". */
export type ReadFigures = { read: Read; fields: ReadonlyMap<string, Figure> };

/** Everything rebuilt that a contract can be asked for. */
export type Figures = {
  set(read: Read, field: string, value: Value, place: Place): void;
  /** Sets every member of a struct, nested ones as `outer.inner`. */
  setAll(read: Read, prefix: string, struct: object, place: Place): void;
  /** Sets what a field is where no log told of it. */
  setDefault(read: Read, field: string, value: Value, place: Place): void;
  /** Adds to an amount and gives the new one. */
  add(read: Read, field: string, delta: bigint, place: Place): bigint;
  /** An amount, zero before it was set. */
  amount(read: Read, field: string): bigint;
  all(): Iterable<ReadFigures>;
  readonly size: number;
  /** What a watched figure was over time, oldest first. */
  history(name: string): readonly Figure[];
};

/** The question as it reads in Solidity. */
export function readName({ contract, at, functionName, args }: Read): string {
  const target = at === undefined ? contract : `${contract}(${at})`;
  return `${target}.${functionName}(${args.map(String).join(", ")})`;
}

/** The name of a figure: its question and, where the answer has fields, its field. */
export function figureName(read: Read, field: string): string {
  return field === "" ? readName(read) : `${readName(read)}.${field}`;
}

/** Numbers as bigints, hexadecimal text in lower case: the one form in which values are compared. */
export function toValue(raw: unknown): Value {
  if (typeof raw === "number") return BigInt(raw);
  if (typeof raw === "string") return /^0x[0-9a-fA-F]*$/.test(raw) ? raw.toLowerCase() : raw;
  if (typeof raw === "bigint" || typeof raw === "boolean") return raw;
  throw new TypeError(`a ${typeof raw} is no value of a figure`);
}

/** The members of a struct as field and value, nested ones as `outer.inner`, lists in it by their index and with `length`. */
export function flatten(prefix: string, struct: object): [string, Value][] {
  return Object.entries(struct).flatMap(([name, member]: [string, unknown]) => {
    const field = prefix === "" ? name : `${prefix}.${name}`;
    if (typeof member !== "object" || member === null) return [[field, toValue(member)]];
    const members = flatten(field, member);
    return Array.isArray(member) ? [[`${field}.length`, BigInt(member.length)], ...members] : members;
  });
}

/**
 * An empty book of figures.
 * @param watched names of figures whose whole history is kept, for finding where one went wrong.
 */
export function createFigures(watched: ReadonlySet<string> = new Set()): Figures {
  const reads = new Map<string, { read: Read; fields: Map<string, Figure> }>();
  const histories = new Map<string, Figure[]>();

  function set(read: Read, field: string, value: Value, place: Place): void {
    const name = readName(read);
    let entry = reads.get(name);
    if (entry === undefined) reads.set(name, (entry = { read, fields: new Map() }));
    const figure = { value, place };
    entry.fields.set(field, figure);
    if (watched.size === 0) return;
    const full = figureName(read, field);
    if (watched.has(full)) histories.set(full, [...(histories.get(full) ?? []), figure]);
  }

  const amount = (read: Read, field: string): bigint => {
    const value = reads.get(readName(read))?.fields.get(field)?.value;
    return typeof value === "bigint" ? value : 0n;
  };

  return {
    set,
    setAll(read, prefix, struct, place) {
      for (const [field, value] of flatten(prefix, struct)) set(read, field, value, place);
    },
    setDefault(read, field, value, place) {
      if (reads.get(readName(read))?.fields.has(field) !== true) set(read, field, value, place);
    },
    add(read, field, delta, place) {
      const value = amount(read, field) + delta;
      set(read, field, value, place);
      return value;
    },
    amount,
    all: () => reads.values(),
    get size() {
      return reads.size;
    },
    history: (name) => histories.get(name) ?? [],
  };
}
