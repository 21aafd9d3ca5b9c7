export type ThemeName = "light" | "dark";
const KEY = "carbonxchange.theme";

/** Light or dark, as the user chose or as the system prefers. app.html sets it before the first paint. */
export class Theme {
  #name = $state<ThemeName>("light");

  constructor() {
    this.#name = document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
  }

  get name(): ThemeName {
    return this.#name;
  }

  toggle(): void {
    this.#name = this.#name === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = this.#name;
    localStorage.setItem(KEY, this.#name);
  }
}
