import { defineParams } from "@sveltejs/kit/params";

const DIGITS = /^[1-9]\d{0,77}$/;

/** What the moving parts of addresses may be; anything else is "no such page". */
export const params = defineParams({
  /** A market's number. */
  market: (text) => (/^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined),
  /** A retirement's or batch's number, which may need 256 bits. */
  id: (text) => (DIGITS.test(text) ? text : undefined),
});
