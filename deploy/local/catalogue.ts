/**
 * A modest catalogue of publicly known carbon projects for the demonstration market. Ids, names, methodologies and countries
 * are public facts; issuance numbers, serial blocks, quantities and prices are ILLUSTRATIVE and name no real credits.
 */
import { parseSerial, type Mechanism } from "@carbonxchange/sdk";

export type CatalogueEntry = {
  registryName: string;
  nativeId: string;
  name: string;
  methodology: string;
  country: string;
  mechanism: Mechanism;
  /** First and last day, ISO dates. */
  vintage: readonly [string, string];
  /** A serial as its registry writes it, for a block from `start` to `end`. */
  serial: (start: number, end: number) => string;
  blockStart: number;
  tonnes: number;
  /** Middle of the market, hundredths of a dollar per tonne; absent where no market is opened. */
  priceTicks?: number;
};

/** A Verra serial since 2023: issuance, block, programme, unit, body, registry, country, scope, project, vintage, flag. */
function verra(
  issuance: number,
  body: number,
  country: string,
  scope: number,
  project: number,
  from: string,
  to: string,
  flag: 0 | 1,
) {
  const rest = `VCS-VCU-${body}-VER-${country}-${scope}-${project}-${ddmmyyyy(from)}-${ddmmyyyy(to)}-${flag}`;
  return {
    registryName: "Verra",
    nativeId: `VCS${project}`,
    country,
    vintage: [from, to] as const,
    serial: (start: number, end: number) => `${issuance}-${start}-${end}-${rest}`,
  };
}

function ddmmyyyy(iso: string): string {
  return iso.split("-").reverse().join("");
}

/** A serial of the form `prefix-start to end`, as ACR, CAR and ART write it. */
function spelledRange(prefix: string) {
  return { serial: (start: number, end: number) => `${prefix}-${start} to ${end}` };
}

/** A Gold Standard serial: the block stands at the end. */
function goldStandard(prefix: string) {
  return { serial: (start: number, end: number) => `${prefix}-${start}-${end}` };
}

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    ...verra(90_011, 263, "ID", 14, 1477, "2021-01-01", "2021-12-31", 1),
    name: "Katingan Peatland Restoration and Conservation Project",
    methodology: "VM0007",
    mechanism: "REDUCTION",
    blockStart: 900_000_001,
    tonnes: 400_000,
    priceTicks: 780,
  },
  {
    ...verra(90_012, 263, "PK", 14, 2250, "2021-01-01", "2021-12-31", 1),
    name: "Delta Blue Carbon - 1",
    methodology: "VM0033",
    mechanism: "REMOVAL",
    blockStart: 901_000_001,
    tonnes: 250_000,
    priceTicks: 2_840,
  },
  {
    ...verra(90_013, 16, "KE", 14, 612, "2019-01-01", "2019-12-31", 1),
    name: "The Kasigau Corridor REDD Project - Phase II The Community Ranches",
    methodology: "VM0009",
    mechanism: "REDUCTION",
    blockStart: 902_000_001,
    tonnes: 300_000,
    priceTicks: 610,
  },
  {
    ...verra(90_014, 16, "PE", 14, 985, "2020-08-08", "2021-08-07", 1),
    name: "Cordillera Azul National Park REDD Project",
    methodology: "VM0007",
    mechanism: "REDUCTION",
    blockStart: 903_000_001,
    tonnes: 180_000,
  },
  {
    ...verra(90_015, 263, "MM", 14, 1764, "2018-01-01", "2018-12-31", 0),
    name: "Reforestation and Restoration of degraded mangrove lands, sustainable livelihoods and community development in Myanmar",
    methodology: "AR-AM0014",
    mechanism: "REMOVAL",
    blockStart: 904_000_001,
    tonnes: 60_000,
  },
  {
    ...goldStandard("GS1-1-KE-GS1247-1-2022-90021"),
    registryName: "Gold Standard",
    nativeId: "GS1247",
    name: "Sustainable Deployment of the LifeStraw Family in rural Kenya",
    methodology: "GS Improved Cook Stoves and Kitchen Regimes v2",
    country: "KE",
    mechanism: "REDUCTION",
    vintage: ["2022-01-01", "2022-12-31"],
    blockStart: 1,
    tonnes: 220_000,
    priceTicks: 345,
  },
  {
    ...goldStandard("GS1-1-UG-GS447-1-2020-90022"),
    registryName: "Gold Standard",
    nativeId: "GS447",
    name: "Improved Cookstoves for Social Impact in Ugandan Communities",
    methodology: "GS TPDDTEC",
    country: "UG",
    mechanism: "REDUCTION",
    vintage: ["2020-01-01", "2020-12-31"],
    blockStart: 1,
    tonnes: 150_000,
  },
  {
    ...spelledRange("ART-GY-102-2021-91"),
    registryName: "ART",
    nativeId: "ART102",
    name: "Guyana",
    methodology: "TREES 2.0",
    country: "GY",
    mechanism: "REDUCTION",
    vintage: ["2021-01-01", "2021-12-31"],
    blockStart: 1,
    tonnes: 500_000,
    priceTicks: 1_850,
  },
  {
    ...spelledRange("ACR-US-586-2021-9031"),
    registryName: "American Carbon Registry",
    nativeId: "ACR586",
    name: "18 Reserves Forest Carbon Project",
    methodology: "IFM on Non-Federal U.S. Forestlands",
    country: "US",
    mechanism: "MIXED",
    vintage: ["2021-01-01", "2021-12-31"],
    blockStart: 1,
    tonnes: 120_000,
    priceTicks: 1_420,
  },
  {
    ...spelledRange("CAR-1-US-1458-32-901-OH-2021-9041"),
    registryName: "Climate Action Reserve",
    nativeId: "CAR1458",
    name: "A-Gas 1-2021",
    methodology: "Ozone Depleting Substances - U.S.",
    country: "US",
    mechanism: "REDUCTION",
    vintage: ["2021-01-01", "2021-12-31"],
    blockStart: 1,
    tonnes: 84_000,
  },
  {
    ...spelledRange("CAR-1-US-1641-47-902-TX-2023-9042"),
    registryName: "Climate Action Reserve",
    nativeId: "CAR1641",
    name: "AgriCapture Grasslands Project 1",
    methodology: "Avoided Grassland Conversion",
    country: "US",
    mechanism: "REDUCTION",
    vintage: ["2023-01-01", "2023-12-31"],
    blockStart: 1,
    tonnes: 40_000,
  },
];

/** Every field of an entry's serial but start and end; throws on a serial that is not in its registry's grammar. */
export function namespaceOf({ nativeId, serial, blockStart, tonnes }: CatalogueEntry): string {
  const parsed = parseSerial(serial(blockStart, blockStart + tonnes - 1));
  if (!parsed.ok) throw new TypeError(`${nativeId}: ${parsed.error}`);
  return parsed.value.namespace;
}
