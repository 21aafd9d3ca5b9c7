import { explainError } from "../transactions/explain-error.ts";

/**
 * One value that is read again and again. Keeps the last good value while a newer one loads, drops answers that
 * arrive out of order, and says what failed.
 */
export class Resource<T> {
  #value = $state.raw<T | undefined>();
  #problem = $state("");
  #pending = $state(0);
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
    return this.#pending > 0;
  }

  clear(): void {
    this.#turn += 1;
    this.#shown = this.#turn;
    this.#value = undefined;
    this.#problem = "";
  }

  async refresh(read: () => Promise<T>): Promise<void> {
    const turn = (this.#turn += 1);
    this.#pending += 1;
    try {
      const value = await read();
      if (turn < this.#shown) return;
      this.#shown = turn;
      this.#value = value;
      this.#problem = "";
    } catch (error) {
      if (turn >= this.#shown) this.#problem = explainError(error);
    } finally {
      this.#pending -= 1;
    }
  }
}
