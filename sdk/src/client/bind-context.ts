/** Functions that take a context first, with it left out. */
export type Bound<Functions> = {
  [Name in keyof Functions]: Functions[Name] extends (context: never, ...args: infer Args) => infer Result
    ? (...args: Args) => Result
    : never;
};

/** Gives every function its context. `context` is asked for on each call, so that it may refuse. */
export function bindContext<Context, Functions extends Record<string, (context: Context, ...args: never[]) => unknown>>(
  functions: Functions,
  context: () => Context,
): Bound<Functions> {
  const entries = Object.entries(functions).map(([name, run]) => [
    name,
    (...args: never[]): unknown => run(context(), ...args),
  ]);
  return Object.fromEntries(entries) as Bound<Functions>;
}
