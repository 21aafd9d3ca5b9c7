/**
 * Ends the child processes when this process is gone without having ended them itself (kill -9, a crash): a small shell
 * that holds one end of a pipe and learns of our end when the pipe closes.
 */
import { spawn } from "node:child_process";

const SCRIPT = `
trap '' INT TERM HUP
groups=""
while read -r op group; do
  case "$op" in
    +) groups="$groups $group" ;;
    -) kept=""; for one in $groups; do [ "$one" = "$group" ] || kept="$kept $one"; done; groups="$kept" ;;
  esac
done
[ -z "$groups" ] && exit 0
for one in $groups; do kill -s TERM -- "-$one" 2>/dev/null; done
tries=0
while [ $tries -lt 80 ]; do
  alive=""
  for one in $groups; do kill -s 0 -- "-$one" 2>/dev/null && alive=1; done
  [ -z "$alive" ] && exit 0
  sleep 0.1
  tries=$((tries + 1))
done
for one in $groups; do kill -s KILL -- "-$one" 2>/dev/null; done
`;

export type Reaper = { watch(group: number): void; release(group: number): void; close(): void };

/** Starts the shell; on Windows, which has no process groups, it does nothing. */
export function startReaper(): Reaper {
  if (process.platform === "win32") return { watch() {}, release() {}, close() {} };
  const child = spawn("sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.on("error", () => undefined); // the shell was killed: nothing left to tell it
  child.unref();
  return {
    watch: (group) => void child.stdin.write(`+ ${group}\n`),
    release: (group) => void child.stdin.write(`- ${group}\n`),
    close: () => void child.stdin.end(),
  };
}
