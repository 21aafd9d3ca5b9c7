import { describe, expect, it } from "vitest";
import { decodeSvgImage, decodeTokenUri } from "./certificate-metadata.ts";

const METADATA = {
  name: "Retirement 1",
  description: "Grüße",
  image: "data:image/svg+xml;base64,PHN2Zy8+",
  attributes: [
    { trait_type: "Tonnes", value: "2.500" },
    { trait_type: "Year", value: 2025 },
  ],
};
const utf8 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

describe("a certificate's token URI", () => {
  it.each([
    `data:application/json;base64,${utf8(JSON.stringify(METADATA))}`,
    `data:application/json;charset=utf-8;base64,${utf8(JSON.stringify(METADATA))}`,
    `data:application/json,${encodeURIComponent(JSON.stringify(METADATA))}`,
  ])("is decoded from %.60s", (uri) => expect(decodeTokenUri(uri)).toEqual({ ok: true, value: METADATA }));

  it("loses attributes that are malformed, and no others", () => {
    const attributes = [
      1,
      null,
      { trait_type: 1, value: "x" },
      { trait_type: "a", value: {} },
      { trait_type: "b", value: "c" },
    ];
    const uri = `data:application/json,${encodeURIComponent(JSON.stringify({ ...METADATA, attributes }))}`;
    const decoded = decodeTokenUri(uri);
    expect(decoded.ok && decoded.value.attributes).toEqual([{ trait_type: "b", value: "c" }]);
    const without = `data:application/json,${encodeURIComponent(JSON.stringify({ ...METADATA, attributes: "x" }))}`;
    expect(decodeTokenUri(without)).toMatchObject({ ok: true, value: { attributes: [] } });
  });

  it.each([
    ["https://example.org/1", /does not hold its JSON/],
    ["data:application/json;base64,***", /not properly encoded/],
    ["data:application/json,%E0%A4%A", /not properly encoded/],
    ["data:application/json,{", /does not hold JSON/],
    ["data:application/json,7", /no object/],
    ["data:application/json,{}", /lacks name/],
  ])("%s is refused with a reason", (uri, reason) => {
    const decoded = decodeTokenUri(uri);
    expect(decoded.ok ? "" : decoded.error).toMatch(reason);
  });
});

describe("a certificate's image", () => {
  it("is SVG text, however it is encoded", () => {
    expect(decodeSvgImage(METADATA.image)).toBe("<svg/>");
    expect(decodeSvgImage("data:image/svg+xml;utf8,%3Csvg/%3E")).toBe("<svg/>");
    expect(decodeSvgImage("https://example.org/1.svg")).toBeUndefined();
  });
});
