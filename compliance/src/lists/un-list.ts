import { ComplianceError } from "../errors.ts";
import type { ListedParty } from "../screening/screen.ts";
import { childrenOf, parseXml, textOf, type XmlElement } from "./xml.ts";

const NAME_PARTS = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];

/**
 * Reads the UN Security Council consolidated list (XML). Aliases of low quality are names too. Throws BAD_LIST with the
 * line on malformed XML, on another root element, and on an entry without reference number or name.
 */
export function parseUnList(xml: string): ListedParty[] {
  const root = parseXml(xml);
  if (root.name !== "CONSOLIDATED_LIST") {
    throw new ComplianceError("BAD_LIST", `root element ${root.name}, expected CONSOLIDATED_LIST`, { line: root.line });
  }
  return [
    ...partiesOf(root, "INDIVIDUALS", "INDIVIDUAL", "INDIVIDUAL"),
    ...partiesOf(root, "ENTITIES", "ENTITY", "ENTITY"),
  ];
}

function partiesOf(root: XmlElement, group: string, item: string, kind: "INDIVIDUAL" | "ENTITY"): ListedParty[] {
  return childrenOf(root, group).flatMap((list) =>
    childrenOf(list, item).map((element) => {
      const aliases = childrenOf(element, `${item}_ALIAS`).map((alias) => textOf(alias, "ALIAS_NAME"));
      const ownName = NAME_PARTS.map((part) => textOf(element, part)).join(" ");
      const written = [ownName, textOf(element, "NAME_ORIGINAL_SCRIPT"), ...aliases];
      const names = [...new Set(written.map((name) => name.replace(/\s+/g, " ").trim()))].filter((name) => name !== "");
      const reference = textOf(element, "REFERENCE_NUMBER").trim();
      if (reference === "" || names.length === 0) {
        throw new ComplianceError("BAD_LIST", `${item} without reference number or name`, { line: element.line });
      }
      const births = childrenOf(element, "INDIVIDUAL_DATE_OF_BIRTH");
      const nationalities = childrenOf(element, "NATIONALITY").flatMap((nationality) =>
        childrenOf(nationality, "VALUE").map((value) => value.text.trim()),
      );
      return {
        source: "UN",
        reference,
        kind,
        names,
        birthYears: [...new Set(births.flatMap(yearsOf))],
        countries: nationalities.filter((country) => country !== ""),
      };
    }),
  );
}

/** All years a birth record allows: an exact date, a year, or a span. */
function yearsOf(birth: XmlElement): number[] {
  const [from, to] = [Number(textOf(birth, "FROM_YEAR")), Number(textOf(birth, "TO_YEAR"))];
  if (from > 0 && to >= from && to - from < 100)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const year = Number(textOf(birth, "YEAR") || textOf(birth, "DATE").slice(0, 4));
  return Number.isInteger(year) && year > 0 ? [year] : [];
}
