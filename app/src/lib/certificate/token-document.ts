/** What the certificate contract renders: ERC-721 metadata with the picture inside. */
export type CertificateDocument = {
  name: string;
  image: string;
  attributes: ReadonlyMap<string, string>;
  json: string;
};

const JSON_PREFIX = "data:application/json;base64,";
const SVG_PREFIX = "data:image/svg+xml;base64,";

function fromBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
}

type Attribute = { trait_type: string; value: string };
const isAttribute = (value: unknown): value is Attribute =>
  typeof value === "object" &&
  value !== null &&
  "trait_type" in value &&
  typeof value.trait_type === "string" &&
  "value" in value;

/** Reads a certificate's data URI. Throws when it is not the document that the contract writes. */
export function readTokenUri(uri: string): CertificateDocument {
  if (!uri.startsWith(JSON_PREFIX)) throw new Error("The certificate contract gave no JSON document.");
  const json = fromBase64(uri.slice(JSON_PREFIX.length));
  const { name, image, attributes } = JSON.parse(json) as Record<string, unknown>;
  if (
    typeof name !== "string" ||
    typeof image !== "string" ||
    !image.startsWith(SVG_PREFIX) ||
    !Array.isArray(attributes)
  ) {
    throw new Error("The certificate's document lacks its name, picture or attributes.");
  }
  const entries = attributes.filter(isAttribute).map(({ trait_type, value }) => [trait_type, `${value}`] as const);
  return { name, image, attributes: new Map(entries), json };
}
