import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../config.ts";

type Rule = { alert: string; expr: string; labels: { severity: string }; annotations: Record<string, string> };
const text = (file: string) => readFileSync(join(PROJECT_ROOT, file), "utf8");
const { groups } = parse(text("deploy/alerts/keeper.yml")) as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

describe("the alerts on the keeper", () => {
  it("ask for figures that the keeper serves, and no others", () => {
    const served = new Set(
      [...text("keeper/src/adapters/metrics.ts").matchAll(/name: "(keeper_\w+)"/g)].map(([, name]) => name),
    );
    const asked = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/keeper_\w+/g)].map(([name]) => name.replace(/_bucket$/, "")),
    );
    expect(asked.length).toBeGreaterThanOrEqual(rules.length);
    expect(asked.filter((name) => !served.has(name))).toEqual([]);
  });

  it("watch the age of overdue work in every lane", () => {
    const watched = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/overdue_age_seconds\{lane=~?"([a-z|]+)"/g)].flatMap(([, lanes]) => lanes?.split("|") ?? []),
    );
    const [, lanes] = /LANES = \[([^\]]+)\]/.exec(text("keeper/src/domain/action.ts")) ?? [];
    expect(watched.toSorted()).toEqual([...(lanes ?? "").matchAll(/"(\w+)"/g)].map(([, lane]) => lane).toSorted());
  });

  it("each have a name of their own, a severity, a sentence and what to do", () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { labels, annotations } of rules) {
      expect(["page", "ticket"]).toContain(labels.severity);
      expect(annotations["summary"]).toBeTruthy();
      expect(annotations["runbook"]).toBeTruthy();
    }
  });
});
