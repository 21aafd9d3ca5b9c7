/** Preloaded into the Ponder process: it ends when its supervisor is gone, so that no orphan keeps the schema and port. */
const parent = process.ppid;
const timer = setInterval(() => {
  if (process.ppid !== parent) process.exit(75);
}, 500);
timer.unref();
