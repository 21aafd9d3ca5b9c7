import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";
import { blockRange } from "./block-range.ts";
import type { SerialBlock, SerialContext } from "./serial-block.ts";
import { dayVintage } from "./vintage.ts";

/** Programme and unit, VVB code, registry, country, scope, project, vintage from and to, certification flag. */
const TAIL = String.raw`(\d{1,5})-([A-Z]{3})-([A-Z]{2})-(\d{1,3})-(\d{1,7})-(\d{8})-(\d{8})-(\d)`;

/** The two Verra forms differ in the programme alone: "VCS-VCU" since 2023, "VCU" before. */
export type VerraForm = { name: string; unit: "VCS-VCU" | "VCU" };

/** Issuance id, block start, block end, then the fields above. */
export function verraPattern(form: VerraForm): RegExp {
  return new RegExp(`^(\\d{1,9})-(\\d{1,13})-(\\d{1,13})-${form.unit}-${TAIL}$`);
}

/** `VCS|<issuance id>|<fields above>`: the bars mark where the numbers go, as the contracts' SerialText expects. */
export function verraNamespacePattern(form: VerraForm): RegExp {
  return new RegExp(`^VCS\\|(\\d{1,9})\\|${form.unit}-${TAIL}$`);
}

/** Reads a serial of one Verra form. Raw block numbers are unique only within an issuance, so its id is in the namespace. */
export function parseVerra(form: VerraForm, text: string, context: SerialContext): Result<SerialBlock> {
  const match = verraPattern(form).exec(text);
  if (!match) return err(`"${text}" is no Verra serial (issuance-start-end-${form.unit}-VVB-registry-country-...)`);
  const [, issuance = "", start = "", end = "", vvb = "", account = "", country = "", scope = ""] = match;
  const [project = "", from = "", to = "", flag = ""] = match.slice(8);
  const range = blockRange(BigInt(start), BigInt(end), context);
  if (!range.ok) return range;
  const vintage = dayVintage(from, to);
  if (!vintage.ok) return vintage;
  return ok({
    registry: "Verra",
    grammar: form.name,
    namespace: `VCS|${issuance}|${[form.unit, vvb, account, country, scope, project, from, to, flag].join("-")}`,
    ...range.value,
    ...vintage.value,
    country,
    projectNativeId: `VCS${project}`,
    fields: { issuance, vvb, account, scope, certified: flag },
  });
}

/** Puts the block back between the issuance id and the rest. */
export function formatVerra(namespace: string, from: bigint, to: bigint): string {
  const [, issuance, rest] = namespace.split("|");
  return `${issuance}-${from}-${to}-${rest}`;
}
