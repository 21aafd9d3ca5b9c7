import type { Mechanism } from "../codecs/enums.ts";

/** Methodologies that only remove: afforestation, reforestation, biochar, mineralisation, direct air capture. */
const REMOVAL =
  /\b(AR-(ACM|AMS|AM)\d+|VM0044|VM0047|VM0049)\b|afforestation|reforestation|biochar|enhanced weathering|direct air capture/i;

/** Methodologies that reduce and remove in one project: improved forest and agricultural land management, wetlands. */
const MIXED =
  /\b(VM00(03|05|10|12|17|21|24|26|32|33|34|35|42|45))\b|improved forest management|avoided conversion|soil/i;

/** How a project acts, from the methodology and type that its export states; "REDUCTION" where neither says otherwise. */
export function mechanismOf(...texts: readonly string[]): Mechanism {
  const text = texts.join(" ");
  const removal = REMOVAL.test(text);
  const mixed = MIXED.test(text);
  if (removal && !mixed) return "REMOVAL";
  return mixed ? "MIXED" : "REDUCTION";
}

/** Reads a column such as CAR's "Reduction/Removal" or Gold Standard's label; undefined where it says neither. */
export function statedMechanism(text: string): Mechanism | undefined {
  const removal = /removal/i.test(text);
  const reduction = /reduction|avoidance/i.test(text);
  if (removal && reduction) return "MIXED";
  if (removal) return "REMOVAL";
  return reduction ? "REDUCTION" : undefined;
}
