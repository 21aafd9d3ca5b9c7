import { existsSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Story } from "../../indexer/test/model/story.ts";
import { forecastDto, indicatorsDto, riskDto } from "../src/quant/quant-dto.ts";
import { openAuditTrail } from "../src/screening/audit-trail.ts";
import type { AuditTrail } from "../src/screening/audit-trail.ts";
import { auditRootDto, screeningDto } from "../src/screening/screening-dto.ts";
import { loadScreeningDesk } from "../src/screening/screening-desk.ts";
import { createIndexedDatabase } from "./fixtures/indexed-database.ts";
import type { IndexedDatabase } from "./fixtures/indexed-database.ts";
import { startNodeStand } from "./fixtures/node-stand.ts";
import type { NodeStand } from "./fixtures/node-stand.ts";
import { startTestPostgres, type TestPostgres } from "../../test/postgres.ts";
import { startApi } from "./fixtures/test-api.ts";
import type { TestApi } from "./fixtures/test-api.ts";

const LISTS = join(import.meta.dirname, "../../../shared/data/screening/lists");
const MINUTES = 150;

/** A market that trades once a minute along a bounded zigzag. */
function tradingStory(): Story {
  const story = new Story();
  for (let minute = 0; minute < MINUTES; minute++) {
    const ticks = 150 + ((minute * 37) % 23) - ((minute * 11) % 13);
    story.log.nextBlock(60 - 6);
    story.run([
      { do: "place", who: 0, side: 1, ticks, lots: 1, maxFills: 10, lives: 0 },
      { do: "place", who: 1, side: 0, ticks, lots: 1, maxFills: 10, lives: 0 },
    ]);
  }
  return story;
}

let postgres: TestPostgres;
let database: IndexedDatabase;
let node: NodeStand;
let audit: AuditTrail;
let api: TestApi;

beforeAll(async () => {
  if (!existsSync(LISTS))
    throw new TypeError("../shared/data/screening/lists is missing: these tests need the published lists");
  postgres = await startTestPostgres(18_904);
  database = await createIndexedDatabase(await postgres.freshDatabase());
  await database.show(tradingStory().log.events);
  node = await startNodeStand();
  audit = await openAuditTrail({ url: database.url, nowMs: () => performance.now(), onError: () => undefined });
  const desk = await loadScreeningDesk(LISTS);
  api = await startApi({
    databaseUrl: database.url,
    rpcUrl: node.url,
    compliance: { desk, auditRoot: () => audit.root() },
  });
}, 60_000);

afterAll(async () => {
  await api.close();
  await audit.close();
  node.close();
  await database.close();
  await postgres.stop();
});

async function body(path: string, status = 200): Promise<unknown> {
  const response = await api.get(path);
  expect(response.status, await response.clone().text()).toBe(status);
  return response.json();
}

describe("analytics", () => {
  test("indicators are in step with the candles and empty while they warm up", async () => {
    const answer = indicatorsDto.parse(await body("/api/v1/markets/1/indicators?interval=1m"));
    expect(answer.closes).toHaveLength(MINUTES);
    for (const series of [answer.sma20, answer.rsi14, answer.macd.signal, answer.bollinger.upper, answer.vwap]) {
      expect(series).toHaveLength(MINUTES);
      expect(series.at(-1)).not.toBeNull();
    }
    expect([answer.sma20[18], typeof answer.sma20[19]]).toEqual([null, "number"]);
    const mean = answer.closes.slice(-20).reduce((sum, close) => sum + close, 0) / 20;
    expect(answer.sma20.at(-1)).toBeCloseTo(mean, 9);
  });

  test("prices are in quote tokens per tonne", async () => {
    const { closes } = indicatorsDto.parse(await body("/api/v1/markets/1/indicators?interval=1m&candles=1"));
    const { lastTicks } = (await body("/api/v1/markets/1")) as { lastTicks: number };
    expect(closes).toEqual([expect.closeTo(lastTicks / 100, 9)]);
  });

  test("risk never comes without its back-test, and a wider confidence means more", async () => {
    const at = async (confidence: string) =>
      riskDto.parse(await body(`/api/v1/markets/1/risk?interval=1m&method=historical&confidence=${confidence}`));
    const [narrow, wide] = [await at("0.9"), await at("0.99")];
    expect(wide.valueAtRisk).toBeGreaterThan(narrow.valueAtRisk);
    expect(wide.expectedShortfall).toBeGreaterThanOrEqual(wide.valueAtRisk);
    expect(wide.backtest.observations + wide.backtest.window).toBe(MINUTES - 1);
  });

  test("a forecast never comes without its skill", async () => {
    const answer = forecastDto.parse(await body("/api/v1/markets/1/forecast?interval=1m"));
    expect(answer.skill.observations).toBeGreaterThan(10);
    expect(answer.intervals.every(({ low, high }) => low < answer.shown.price && answer.shown.price < high)).toBe(true);
  });

  test("too short a past is 422 with the number that is missing", async () => {
    for (const route of ["risk", "forecast"]) {
      const problem = await body(`/api/v1/markets/1/${route}?interval=1d`, 422);
      expect(problem).toMatchObject({ status: 422, detail: expect.stringMatching(/\d/) as string });
    }
  });

  test.each([
    ["/api/v1/markets/1/risk?confidence=1", "confidence"],
    ["/api/v1/markets/1/risk?method=magic", "method"],
    ["/api/v1/markets/1/forecast?model=lstm", "model"],
    ["/api/v1/markets/1/indicators?candles=0", "candles"],
    ["/api/v1/screening?name=x", "name"],
    ["/api/v1/screening?name=someone&birthYear=19", "birthYear"],
  ])("%s names %s", async (path, field) => {
    expect(await body(path, 400)).toMatchObject({ errors: [{ field }] });
  });

  test("an unknown market is 404", async () => {
    for (const route of ["indicators", "risk", "forecast"]) await body(`/api/v1/markets/9/${route}`, 404);
  });
});

describe("compliance", () => {
  test("a listed name is a hit with its list and reference; lists are named by their hashes", async () => {
    const answer = screeningDto.parse(await body("/api/v1/screening?name=BANCO%20NACIONAL%20DE%20CUBA"));
    expect(answer.hits[0]).toMatchObject({ source: expect.stringContaining("OFAC") as string, score: 1 });
    expect(answer.lists.map(({ source }) => source)).toEqual(["OFAC SDN", "UN Consolidated"]);
    expect(answer.lists.every(({ parties, sha256 }) => parties > 100 && sha256.length === 64)).toBe(true);
  });

  test("an ordinary name is none, and what was asked is not logged", async () => {
    const answer = screeningDto.parse(await body("/api/v1/screening?name=Quillanope%20Zyxworth"));
    expect(answer.hits).toEqual([]);
    expect(api.logged.join("")).not.toContain("Quillanope");
  });

  test("without lists screening is refused instead of clearing everybody", async () => {
    const empty = await mkdtemp(join(tmpdir(), "lists-"));
    const desk = await loadScreeningDesk(empty);
    const bare = await startApi({
      databaseUrl: database.url,
      rpcUrl: node.url,
      compliance: { desk, auditRoot: () => audit.root() },
    });
    const response = await bare.get("/api/v1/screening?name=anyone");
    await bare.close();
    expect(response.status).toBe(503);
  });

  test("a malformed list stops the service instead of being half used", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lists-"));
    await writeFile(join(folder, "UN_consolidated.xml"), "<WRONG></WRONG>");
    await expect(loadScreeningDesk(folder)).rejects.toMatchObject({ code: "BAD_LIST" });
  });

  test("the audit log's root moves with every entry", async () => {
    const before = auditRootDto.parse(await body("/api/v1/audit/root"));
    expect(before.size).toBe("0");
    const trail = await openAuditTrail({ url: database.url, nowMs: () => performance.now(), onError: () => undefined });
    await trail.recordStart({ chainId: 31_337, lists: [] });
    const after = await trail.root();
    await trail.close();
    expect(after.size).toBe(1n);
    expect(after.root).not.toBe(before.root);
  });
});
