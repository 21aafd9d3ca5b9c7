import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../config.ts";

type Service = {
  image: string;
  command?: string[];
  working_dir?: string;
  environment: Record<string, string>;
  depends_on?: Record<string, unknown> | string[];
  secrets?: string[];
};
type Compose = {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
};

const folder = join(PROJECT_ROOT, "deploy/services");
const text = readFileSync(join(folder, "compose.yaml"), "utf8");
const compose = parse(text, { merge: true }) as Compose;
const names = Object.keys(compose.services);

describe("the compose file", () => {
  it("runs Postgres, the indexer, two keepers, the API and the page", () => {
    expect(names.sort()).toEqual(["api", "app", "indexer", "keeper-a", "keeper-b", "postgres"]);
  });

  it("starts programs that exist", () => {
    for (const [name, { command, working_dir }] of Object.entries(compose.services)) {
      const program = command?.[1];
      if (program === undefined || program.startsWith("app/build/")) continue; // built into the image
      const below = (working_dir ?? "/carbonxchange").replace("/carbonxchange", "");
      expect(existsSync(join(PROJECT_ROOT, below, program)), `${name}: ${program}`).toBe(true);
    }
  });

  it("sets only variables that the service's settings read", () => {
    const settings: Record<string, string> = {
      indexer: "indexer/config.ts",
      "keeper-a": "keeper/src/config.ts",
      "keeper-b": "keeper/src/config.ts",
      api: "api/src/config.ts",
      app: "app/src/env.ts",
    };
    const ofAdapterNode = ["HOST", "PORT", "ORIGIN"];
    for (const [name, file] of Object.entries(settings)) {
      const source = readFileSync(join(PROJECT_ROOT, file), "utf8");
      for (const variable of Object.keys(compose.services[name]?.environment ?? {})) {
        const known =
          new RegExp(`\\b${variable}\\b`).test(source) || (name === "app" && ofAdapterNode.includes(variable));
        expect(known, `${name}: ${variable} in ${file}`).toBe(true);
      }
    }
  });

  it("names in its example every variable that it asks for", () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const given = new Set(
      [...readFileSync(join(folder, "example.env"), "utf8").matchAll(/^(\w+)=/gm)].map(([, name]) => name),
    );
    expect(given).toEqual(asked);
  });

  it("depends on services, secrets and volumes that it declares", () => {
    for (const { depends_on = [], secrets = [] } of Object.values(compose.services)) {
      for (const other of Array.isArray(depends_on) ? depends_on : Object.keys(depends_on))
        expect(names).toContain(other);
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
    }
    expect(Object.keys(compose.volumes)).toEqual(["postgres"]);
  });
});

describe("the container file", () => {
  const lines = readFileSync(join(folder, "Containerfile"), "utf8").split("\n");

  it("copies the package file of every workspace before it installs", () => {
    const { workspaces } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as {
      workspaces: string[];
    };
    const install = lines.findIndex((line) => line.startsWith("RUN npm ci"));
    const before = lines.slice(0, install).join("\n");
    for (const workspace of workspaces) expect(before).toContain(`COPY ${workspace}/package.json ${workspace}/`);
  });

  it("does not run as root", () => {
    expect(lines.filter((line) => line.startsWith("USER")).at(-1)).toBe("USER node");
  });
});
