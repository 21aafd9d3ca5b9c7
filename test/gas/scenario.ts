/** Receipt gas of the same act in public order books, in thousands, where it was measured side by side. */
export interface PublicBooks {
  readonly cloberV2: number;
  readonly kuru: number;
  readonly gte: number;
  readonly samWitch: number;
}

/** One row of the table: what is measured, against what, and how. */
export interface GasScenario<Fixture> {
  /** Key in test/gas.json. */
  readonly key: string;
  readonly title: string;
  /** Most receipt gas the design allows; absent where it sets no bound. */
  readonly bound?: number;
  readonly publicBooks?: PublicBooks;
  /** Another row of the same topic that this one is compared with, and at most how many times its gas this may cost. */
  readonly against?: { readonly key: string; readonly most?: number };
  /** Prepares the state in earlier transactions, then returns the receipt gas of the one that counts. */
  readonly measure: (fixture: Fixture) => Promise<bigint>;
}

/** A measured row; `ratio` to the row it is compared with. */
export type GasRow = Omit<GasScenario<never>, "measure"> & { readonly gas: number; readonly ratio?: number };

/** Rows that share a fixture. */
export interface GasTopic {
  /** Opens the fixture and measures the rows one after the other. */
  readonly measure: () => Promise<GasRow[]>;
}

/**
 * A topic: `open` creates its fixture, fresh for each run, so that no other topic can change what it measures. The scenarios of
 * one topic run in their order on the same fixture and keep out of each other's way.
 */
export function topic<Fixture>(open: () => Promise<Fixture>, scenarios: readonly GasScenario<Fixture>[]): GasTopic {
  return {
    async measure() {
      const fixture = await open();
      const rows: GasRow[] = [];
      for (const { measure, ...scenario } of scenarios) {
        const gas = Number(await measure(fixture));
        const other = rows.find(({ key }) => key === scenario.against?.key);
        rows.push(other === undefined ? { ...scenario, gas } : { ...scenario, gas, ratio: gas / other.gas });
      }
      return rows;
    },
  };
}
