import { describe, expect, it } from "vitest";
import { sharedText } from "../../test/shared-data.ts";
import { createScreeningList } from "../screening/screen.ts";
import { parseCsv } from "./csv.ts";
import { parseOfacSdn, walletsInOfacSdn } from "./ofac-list.ts";
import { parseUnList } from "./un-list.ts";
import { parseXml } from "./xml.ts";

const lineOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && "code" in error && "line" in error) return { code: error.code, line: error.line };
    throw error;
  }
  return null;
};

describe("the UN list", () => {
  const parties = parseUnList(sharedText("screening/lists/UN_consolidated.xml"));

  it("is read whole, each party with a reference and a name", () => {
    expect(parties).toHaveLength(1_003);
    expect(parties.every((party) => party.reference !== "" && party.names.length > 0)).toBe(true);
    expect(new Set(parties.map((party) => party.kind))).toEqual(new Set(["INDIVIDUAL", "ENTITY"]));
  });

  it("keeps names, birth years and nationality of a party", () => {
    expect(parties.find((party) => party.reference === "CDi.001")).toMatchObject({
      names: ["ERIC BADEGE"],
      birthYears: [1971],
      countries: ["Democratic Republic of the Congo"],
    });
  });

  it("finds every listed customer but the two who are not in this edition", () => {
    const list = createScreeningList(parties);
    const customers = parseCsv(sharedText("screening/customers_un_listed.csv")).slice(1);
    const missed = customers.filter(({ cells }) => list.screenName(cells[0] ?? "").length === 0);
    expect(customers).toHaveLength(683);
    expect(missed.map(({ cells }) => cells[0])).toEqual(["ANAS HASAN KHATTAB", "MUNIR AL QUBAYSI"]);
  }, 120_000);

  it("hits few of the customers who are on no list", () => {
    const list = createScreeningList(parties);
    const customers = parseCsv(sharedText("screening/customers_not_listed.csv")).slice(1);
    const hits = customers.filter(({ cells }) => list.screenName(cells[0] ?? "").length > 0).length;
    console.log(`${hits} false hits in ${customers.length} customers`);
    expect(customers).toHaveLength(1_000);
    expect(hits).toBeLessThanOrEqual(5);
  }, 120_000);

  it.each([
    ["another root", "<LIST></LIST>", 1],
    [
      "an entry without a name",
      "<CONSOLIDATED_LIST><INDIVIDUALS>\n<INDIVIDUAL><REFERENCE_NUMBER>x</REFERENCE_NUMBER></INDIVIDUAL>\n</INDIVIDUALS></CONSOLIDATED_LIST>",
      2,
    ],
    ["an end that is missing", "<CONSOLIDATED_LIST>\n<INDIVIDUALS>", 2],
  ])("refuses %s with the line", (_, xml, line) => {
    expect(lineOf(() => parseUnList(xml))).toEqual({ code: "BAD_LIST", line });
  });
});

describe("parseXml", () => {
  it("reads text, CDATA, comments, entities and attributes", () => {
    const root = parseXml(
      '<?xml version="1.0"?>\n<a x="1"><!-- no --><b>1 &lt; 2 &#x41;&#66;</b><c/><b><![CDATA[<raw>]]></b></a>\n',
    );
    expect(root.children.map((child) => [child.name, child.text])).toEqual([
      ["b", "1 < 2 AB"],
      ["c", ""],
      ["b", "<raw>"],
    ]);
  });

  it.each([
    ["a bomb of entities", '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'],
    ["an external entity", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ["an unknown entity", "<a>&nbsp;</a>"],
    ["crossed tags", "<a><b></a></b>"],
    ["two roots", "<a/><b/>"],
    ["text outside", "<a/>x"],
    ["a lone bracket", "<a>1 < 2</a>"],
    ["nothing", ""],
    ["an end without a start", "</a>"],
    ["a bottomless nesting", "<a>".repeat(200)],
    ["a character that does not exist", "<a>&#x110000;</a>"],
  ])("refuses %s", (_, xml) => {
    expect(lineOf(() => parseXml(xml))?.code).toBe("BAD_LIST");
  });
});

describe("the OFAC list", () => {
  const sdn = sharedText("screening/lists/sdn.csv");
  const parties = parseOfacSdn(sdn, sharedText("screening/lists/alt.csv"));

  it("is read whole, with other names, birth years and kinds", () => {
    expect(parties).toHaveLength(7_379);
    expect(parties.find((party) => party.reference === "36")).toMatchObject({
      names: ["AEROCARIBBEAN AIRLINES", "AERO-CARIBBEAN"],
      kind: "ENTITY",
    });
    expect(parties.filter((party) => party.birthYears.length > 0).length).toBeGreaterThan(3_000);
    expect(parties.some((party) => party.kind === "OTHER")).toBe(true);
  });

  it("reads wallets from the remarks", () => {
    const row = `1,"X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Digital Currency Address - ETH 0x${"a".repeat(40)}; alt."`;
    expect(walletsInOfacSdn(row)).toEqual([`0x${"a".repeat(40)}`]);
    expect(walletsInOfacSdn(sdn)).toEqual([]);
  });

  it.each([
    ["a row with too few columns", '1,"A",-0-', 1],
    ["a row without a number", 'x,"A",,,,,,,,,,', 1],
    ["an open quote", '1,"A,,,,,,,,,,', 1],
  ])("refuses %s with the line", (_, csv, line) => {
    expect(lineOf(() => parseOfacSdn(csv))).toEqual({ code: "BAD_LIST", line });
  });
});

describe("parseCsv", () => {
  it("keeps commas, quotes and line breaks of quoted cells, and counts lines", () => {
    expect(parseCsv('a,"b, ""c""\nd"\r\ne,f\n\u001a')).toEqual([
      { cells: ["a", 'b, "c"\nd'], line: 1 },
      { cells: ["e", "f"], line: 3 },
    ]);
  });
});
