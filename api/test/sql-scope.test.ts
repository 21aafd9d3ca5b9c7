import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SOURCES = join(import.meta.dirname, "../src");
const SCHEMA = readFileSync(join(import.meta.dirname, "../../indexer/schema.sql"), "utf8");
const VIEWS = [...SCHEMA.matchAll(/CREATE TABLE carbon\.(\w+)/g)].map(([, name]) => name);

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
const files = globSync("**/*.ts", { cwd: SOURCES }).filter((file) => !file.endsWith(".test.ts"));

test("SQL lives in src/db only", () => {
  const elsewhere = files
    .filter((file) => !file.startsWith("db/"))
    .filter((file) =>
      /\b(FROM|INSERT INTO|UPDATE|DELETE FROM) carbon\b|SELECT .* FROM/.test(
        withoutComments(readFileSync(join(SOURCES, file), "utf8")),
      ),
    );
  expect(elsewhere).toEqual([]);
});

test("every relation that SQL names is a view of the indexer, a subquery or an alias of one", () => {
  for (const file of files.filter((each) => each.startsWith("db/"))) {
    const text = withoutComments(readFileSync(join(SOURCES, file), "utf8"));
    for (const [, relation] of text.matchAll(/\b(?:FROM|JOIN)\s+(?!LATERAL\b)([\w.]+)/g)) {
      if (relation === undefined) continue;
      const own = ["head", "day", "book"].includes(relation);
      const view = relation.startsWith("carbon.") && VIEWS.includes(relation.slice("carbon.".length));
      expect(own || view, `${file}: ${relation}`).toBe(true);
    }
    expect(text, file).not.toMatch(/\b(INSERT|UPDATE|DELETE|TRUNCATE|ALTER|DROP|CREATE|GRANT)\b/);
  }
});

test("no value is pasted into SQL: what is interpolated are fragments named in capitals", () => {
  for (const file of files.filter((each) => each.startsWith("db/"))) {
    const text = readFileSync(join(SOURCES, file), "utf8");
    for (const [template] of text.matchAll(/`[^`]*\b(?:SELECT|WHERE)\b[^`]*`/g)) {
      for (const [, name] of template.matchAll(/\$\{([^}]*)\}/g)) expect(name, file).toMatch(/^[A-Z_]+$/);
    }
  }
});
