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

  /** Goes along when the system changes, until the user has chosen; returns what stops it. */
  follow(prefersDark: MediaQueryList): () => void {
    const onchange = () => {
      if (localStorage.getItem(KEY) === null) this.#show(prefersDark.matches ? "dark" : "light");
    };
    prefersDark.addEventListener("change", onchange);
    return () => prefersDark.removeEventListener("change", onchange);
  }

  toggle(): void {
    this.#show(this.#name === "dark" ? "light" : "dark");
    localStorage.setItem(KEY, this.#name);
  }

  #show(name: ThemeName): void {
    this.#name = name;
    document.documentElement.dataset["theme"] = name;
  }
}
