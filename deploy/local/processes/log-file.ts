import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, writeSync } from "node:fs";

/** Where one process writes; the file is turned over at `maxBytes`, with one older file kept beside it. */
export type LogFile = { write(chunk: string | Buffer): void; tail(lines: number): string[]; close(): void };

/** Opens <file> anew; what an earlier run wrote becomes <file>.1. */
export function openLogFile(file: string, maxBytes = 20 * 1024 * 1024): LogFile {
  let descriptor = turnOver();
  let written = 0;
  let closed = false;

  function turnOver(): number {
    if (existsSync(file)) renameSync(file, `${file}.1`);
    return openSync(file, "w+");
  }

  return {
    write(chunk) {
      if (closed) return;
      if (written > maxBytes) {
        closeSync(descriptor);
        descriptor = turnOver();
        written = 0;
      }
      written += typeof chunk === "string" ? writeSync(descriptor, chunk) : writeSync(descriptor, chunk);
    },
    tail(lines) {
      if (closed) return [];
      const { size } = fstatSync(descriptor);
      const length = Math.min(size, 16 * 1024);
      const buffer = Buffer.alloc(length);
      readSync(descriptor, buffer, 0, length, size - length);
      return buffer.toString("utf8").split("\n").filter(Boolean).slice(-lines);
    },
    close() {
      if (closed) return;
      closed = true;
      closeSync(descriptor);
    },
  };
}
