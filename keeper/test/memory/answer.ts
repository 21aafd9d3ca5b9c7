/** The result of `make` as a promise; what it throws becomes a rejection, as with a real adapter. */
export function answer<T>(make: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(make());
  });
}
