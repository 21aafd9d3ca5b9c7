/** Comments and string literals as spaces of the same length, so that offsets stay what they are and only code is changed. */
export function codeOnly(source: string): string {
  return source.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"/g, (text) => text.replace(/[^\n]/g, " "));
}

/** Whether a line says what something is rather than what is done; changes there rarely compile and never matter. */
export function isDeclaration(line: string): boolean {
  return /^\s*(import|pragma|using|error|event|type|function|struct|enum|library|contract|abstract|interface|mapping)\b/.test(
    line,
  );
}

/** Offset just behind the bracket that closes the one at `open`; undefined when none does. */
export function closing(code: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === "(") depth++;
    else if (code[at] === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}
