import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";

/** ERC-721 metadata of a certificate. `image` is an SVG or data URI, `attributes` as the contract lists them. */
export type CertificateMetadata = {
  name: string;
  description: string;
  image: string;
  attributes: { trait_type: string; value: string | number }[];
};

const JSON_URI = /^data:application\/json(?:;charset=[^;,]+)?(;base64)?,/i;

/** Decodes a `tokenURI` that holds its JSON itself (base64 or percent-encoded UTF-8). */
export function decodeTokenUri(uri: string): Result<CertificateMetadata> {
  const match = JSON_URI.exec(uri);
  if (!match) return err("the token URI does not hold its JSON itself");
  const payload = uri.slice(match[0].length);
  const text = match[1] === undefined ? percentDecode(payload) : base64Decode(payload);
  if (text === undefined) return err("the token URI is not properly encoded");
  return readMetadata(text);
}

/** The SVG text of a metadata `image` that is a data URI, or undefined when it is something else. */
export function decodeSvgImage(image: string): string | undefined {
  const match = /^data:image\/svg\+xml(?:;charset=[^;,]+|;utf8)?(;base64)?,/i.exec(image);
  if (!match) return undefined;
  const payload = image.slice(match[0].length);
  return match[1] === undefined ? percentDecode(payload) : base64Decode(payload);
}

function base64Decode(payload: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined; // said by the caller
  }
}

function percentDecode(payload: string): string | undefined {
  try {
    return decodeURIComponent(payload);
  } catch {
    return undefined; // said by the caller
  }
}

function readMetadata(text: string): Result<CertificateMetadata> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err("the token URI does not hold JSON");
  }
  if (typeof json !== "object" || json === null) return err("the certificate's metadata is no object");
  const { name, description, image, attributes } = json as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || typeof description !== "string" || typeof image !== "string") {
    return err("the certificate's metadata lacks name, description or image");
  }
  return ok({ name, description, image, attributes: readAttributes(attributes) });
}

function readAttributes(attributes: unknown): CertificateMetadata["attributes"] {
  if (!Array.isArray(attributes)) return [];
  return attributes.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) return [];
    const { trait_type: trait, value } = entry as Readonly<Record<string, unknown>>;
    if (typeof trait !== "string" || (typeof value !== "string" && typeof value !== "number")) return [];
    return [{ trait_type: trait, value }];
  });
}
