const encoder = new TextEncoder();

/** Cuts a text to at most `maxBytes` of UTF-8 without splitting a character, with "…" where something was cut. */
export function fitText(text: string, maxBytes: number): string {
  if (encoder.encode(text).length <= maxBytes) return text;
  const room = maxBytes - encoder.encode("…").length;
  let kept = "";
  let bytes = 0;
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
