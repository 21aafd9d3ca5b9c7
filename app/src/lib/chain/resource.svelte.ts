import { explainError } from "../transactions/explain-error.ts";

/**
 * One value that is read again and again. Keeps the last good value while a newer one loads, drops answers that
 * arrive out of order, and says what failed.
 */
export class Resource<T> {
  #value = $state.raw<T | undefined>();
  #problem = $state("");
  #busy = $state(false);
  // plain, because effects call refresh: state that is read and written there would run them for ever
  #running = 0;
  #turn = 0;
  #shown = 0;

  get value(): T | undefined {
    return this.#value;
  }

  get problem(): string {
    return this.#problem;
  }

  /** True until the first answer, good or bad. */
  get waiting(): boolean {
    return this.#value === undefined && this.#problem === "";
  }

  get busy(): boolean {
    return this.#busy;
  }

  clear(): void {
    this.#turn += 1;
    this.#shown = this.#turn;
    this.#value = undefined;
    this.#problem = "";
  }

  async refresh(read: () => Promise<T>): Promise<void> {
    const turn = (this.#turn += 1);
    this.#running += 1;
    this.#busy = true;
    try {
      const value = await read();
      if (turn < this.#shown) return;
      this.#shown = turn;
      this.#value = value;
      this.#problem = "";
    } catch (error) {
      if (turn >= this.#shown) this.#problem = explainError(error);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#busy = false;
    }
  }
}
