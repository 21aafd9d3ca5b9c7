/** One change to one place of one source file. */
export type Mutant = {
  /** Path below the project root. */
  file: string;
  /** Line of the change, counting from 1. */
  line: number;
  /** What kind of change it is; the name of its operator, or `nasty` for one of the list written by hand. */
  operator: string;
  /** Offset of the text that is replaced. */
  at: number;
  from: string;
  to: string;
};

/** A source with a mutant in it. */
export function applied(source: string, { at, from, to }: Mutant): string {
  return source.slice(0, at) + to + source.slice(at + from.length);
}

/** The line that stands at an offset, counting from 1. */
export function lineAt(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}

/** What a person reads: file, line, before and after, on one line. */
export function describe({ file, line, from, to }: Mutant): string {
  const flat = (text: string) => text.replace(/\s+/g, " ").trim();
  const shorten = (text: string) => (text.length > 90 ? `${text.slice(0, 87)}...` : text);
  return `${file}:${line}  ${shorten(flat(from))}  ->  ${to === "" ? "(nothing)" : shorten(flat(to))}`;
}
