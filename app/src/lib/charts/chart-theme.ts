/** Colours of the current theme and the page's font, read from the page's own tokens. */
export type ChartColours = Record<
  "ink" | "muted" | "line" | "buy" | "sell" | "buySoft" | "sellSoft" | "surface" | "volume" | "font",
  string
>;

/** Reads the tokens as they are now. */
export function readColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token("ink"),
    muted: token("muted"),
    line: token("line"),
    buy: token("buy"),
    sell: token("sell"),
    buySoft: token("buy-soft"),
    sellSoft: token("sell-soft"),
    surface: token("surface"),
    volume: `${token("line-strong")}80`, // half transparent
    font: style.fontFamily,
  };
}

/** Calls back whenever the theme changes; returns what stops it. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
