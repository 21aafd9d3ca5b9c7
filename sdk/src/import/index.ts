export { countryCode } from "./country-codes.ts";
export { EXPORT_FORMATS } from "./formats/index.ts";
export * from "./import-registry.ts";
export * from "./proposals.ts";
export type { RejectedRow } from "./read-table.ts";
export type { ExportFormat, SourceStatus } from "./source-row.ts";
export * from "./import-report.ts";
export * from "./submit-import.ts";
