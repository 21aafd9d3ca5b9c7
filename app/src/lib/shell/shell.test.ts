import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { fakeWallet, type FakeWallet } from "../testing/fake-wallet.ts";
import { fakeWorld, SETTINGS } from "../testing/fake-world.ts";
import Shell from "./Shell.svelte";

let wallet: FakeWallet | undefined;
afterEach(() => {
  wallet?.withdraw();
  vi.unstubAllGlobals();
});

/** The system's wish for a dark page, which jsdom does not know. */
class SystemTheme extends EventTarget {
  matches = false;

  change(dark: boolean): void {
    this.matches = dark;
    this.dispatchEvent(new Event("change"));
  }
}

function open() {
  localStorage.clear();
  const system = new SystemTheme();
  vi.stubGlobal("matchMedia", () => system);
  const world = fakeWorld();
  vi.stubGlobal("fetch", world.fetch);
  wallet = fakeWallet(world);
  const children = createRawSnippet(() => ({ render: () => "<h1>Page</h1>" }));
  render(Shell, { settings: SETTINGS, children });
  return { system };
}

test("has landmarks, a skip link and the place in the navigation", async () => {
  open();
  expect(screen.getByRole("link", { name: "Skip to content" }).getAttribute("href")).toBe("#main");
  expect(screen.getByRole("main").id).toBe("main");
  expect(screen.getByRole("navigation", { name: "Main" })).toBeTruthy();
  expect(screen.getByTestId("nav-markets").getAttribute("aria-current")).toBe("page");
  await waitFor(() => expect(screen.getByTestId("block-number").textContent).toBe("Block 100"));
});

test("a wallet can be connected and left, by name", async () => {
  open();
  screen.getByTestId("wallet-button").click();
  (await screen.findByRole("button", { name: "Fake wallet" })).click();
  expect((await screen.findByTestId("wallet-account")).textContent).toBe("0x90F7\u2026b906");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("wallet-button")));
  screen.getByTestId("wallet-button").click();
  (await screen.findByTestId("disconnect")).click();
  await waitFor(() => expect(screen.getByTestId("wallet-button").textContent).toMatch(/Connect wallet/));
});

test("the tray opens, and Escape closes it and gives the focus back", async () => {
  open();
  const button = screen.getByTestId("tray-button");
  button.click();
  await screen.findByText(/stays after a reload/);
  await fireEvent.keyDown(button, { key: "Escape" });
  expect(button.getAttribute("aria-expanded")).toBe("false");
  expect(document.activeElement).toBe(button);
});

test("the theme changes and is kept", async () => {
  open();
  await fireEvent.click(screen.getByTestId("theme-toggle"));
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(localStorage.getItem("carbonxchange.theme")).toBe("dark");
  await fireEvent.click(screen.getByTestId("theme-toggle"));
  expect(document.documentElement.dataset["theme"]).toBe("light");
});

test("the theme goes along with the system until one is chosen", async () => {
  const { system } = open();
  system.change(true);
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  await fireEvent.click(screen.getByTestId("theme-toggle"));
  system.change(true);
  expect(document.documentElement.dataset["theme"]).toBe("light");
});
