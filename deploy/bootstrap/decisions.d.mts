/** Types of decisions.mjs, which stays plain JavaScript because it runs before anything is installed. */
export const PROJECT_NODE: string;
export const MINIMUM_NODE: string;
export const TASKS: Readonly<Record<string, string>>;
export function parseVersion(version: string): [number, number, number];
export function isNewEnough(version: string, minimum?: string): boolean;
export function installDecision(state: {
  lockHash: string;
  stamp: string | undefined;
  installedAtMs: number | undefined;
  lockChangedAtMs: number;
  nativeLoads: boolean;
}): { install: boolean; reason: string };
export function taskCommand(
  task: string | undefined,
  args: readonly string[],
): { ok: true; kind: "node" | "any"; command: string[] } | { ok: false; error: string };
