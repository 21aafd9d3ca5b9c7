import type { ExportFormat } from "../source-row.ts";
import { acrCancellations, acrIssuances, acrRetirements } from "./acr.ts";
import { artCancellations, artIssuances, artRetirements } from "./art.ts";
import { carCancellations, carIssuances, carRetirements } from "./car.ts";
import { cercarbonoIssuances, cercarbonoRetirements } from "./cercarbono.ts";
import { goldStandardCredits } from "./gold-standard.ts";
import { isometricIssuances } from "./isometric.ts";
import { verraVcu } from "./verra.ts";

/** Every export layout that can be imported. No header satisfies two of them. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  verraVcu,
  goldStandardCredits,
  acrIssuances,
  acrRetirements,
  acrCancellations,
  carIssuances,
  carRetirements,
  carCancellations,
  artIssuances,
  artRetirements,
  artCancellations,
  cercarbonoIssuances,
  cercarbonoRetirements,
  isometricIssuances,
];
