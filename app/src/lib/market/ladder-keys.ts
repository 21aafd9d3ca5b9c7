const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Arrow keys move the focus from price to price, over the spread; Enter and Space are the button's own. */
export function walkLadder(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = STEPS[event.key];
  if (!step) return;
  const prices = [
    ...(event.currentTarget.closest("table")?.querySelectorAll<HTMLButtonElement>("button[data-price]") ?? []),
  ];
  const index = prices.findIndex((price) => price === document.activeElement);
  const next = prices[Math.min(Math.max(step(index, prices.length), 0), prices.length - 1)];
  if (index < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
