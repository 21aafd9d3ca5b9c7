export * from "./consumed-serials.ts";
export * from "./parse-serial.ts";
export * from "./serial-block.ts";
export { utcDay } from "./vintage.ts";
