/** An operator's request that no keeper of a chain takes new work; it lasts until it is taken back. */
export type DrainFlag = {
  isSet(): Promise<boolean>;
  /** `by` says who asks, for whoever reads the table. */
  set(by: string): Promise<void>;
  clear(): Promise<void>;
};
