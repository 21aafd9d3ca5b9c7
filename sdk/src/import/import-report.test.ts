import { describe, expect, it } from "vitest";
import { importJson, importReport } from "./import-report.ts";
import { importRegistryCsv } from "./import-registry.ts";

const EXPORT = [
  "project_name,project_id,serial,vintage,certificate_destination,end_user,passive_subject,date,quantity,from,to",
  "Agroporvanda,1,CDC_1_1_1_321_14_R1_XX_CO_1_2_2018,2018,Voluntary compensation,X,,2022-02-24 20:20:59,546,4426,4971",
  "Agroporvanda,1,CDC_1_1_1_321_14_1_2009,2009,Voluntary compensation,X,,2022-02-24 20:20:59,546,4426,4971",
].join("\n");

describe("an import in words", () => {
  it("lists proposals and rejected rows with their reason", () => {
    expect(importReport(importRegistryCsv(EXPORT))).toEqual([
      "2 rows (cercarbono-retirements): 1 projects, 1 proposals of 546 t, 1 rejected",
      "  Cercarbono/CDC-1  CDC_1_1_1_321_14_R1_XX_CO_1_2_2018 4426 to 4971  546 t  retired",
      "  rejected  line 3  serial: the export states no country for CDC-1; give the registry's project list as well",
    ]);
  });

  it("takes the country from the project list", () => {
    const projectsCsv = `code,name,quantification_method,locations\nCDC-1,Carbono,AR-ACM0003,"[{'city': 'X', 'country': 'Colombia'}]"`;
    const result = importRegistryCsv(EXPORT, { projectsCsv });
    expect(result.rejected).toEqual([]);
    expect(result.projects[0]).toMatchObject({ name: "Agroporvanda", country: "CO", mechanism: "REMOVAL" });
  });

  it("is JSON with numbers beyond doubles as text", () => {
    const json = JSON.parse(importJson(importRegistryCsv(EXPORT))) as { proposals: { blockStart: unknown }[] };
    expect(json.proposals[0]?.blockStart).toBe("4426");
  });
});
