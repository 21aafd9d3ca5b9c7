const KEY = "carbonxchange.reloaded-at";
const GUARD_MS = 30_000;

// After a release an open page may ask for a chunk that is gone: load the page anew, but never in a loop.
window.addEventListener("vite:preloadError", (event) => {
  const last = Number(sessionStorage.getItem(KEY) ?? 0);
  if (Date.now() - last < GUARD_MS) return;
  sessionStorage.setItem(KEY, `${Date.now()}`);
  event.preventDefault();
  location.reload();
});
