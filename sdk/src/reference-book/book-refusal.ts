/** A call that the exchange reverts. `code` and `args` are those of the custom error in IExchange. */
export class BookRefusal extends Error {
  override readonly name = "BookRefusal";
  readonly code: string;
  readonly args: readonly unknown[];

  constructor(code: string, ...args: unknown[]) {
    super(`${code}(${args.map(String).join(", ")})`);
    this.code = code;
    this.args = args;
  }
}

/** Throws the refusal unless the condition holds. */
export function requireThat(condition: boolean, code: string, ...args: unknown[]): asserts condition {
  if (!condition) throw new BookRefusal(code, ...args);
}
