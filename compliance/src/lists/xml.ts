import { ComplianceError } from "../errors.ts";

/** An element with its own text, its children and the line it starts on, counting from one. */
export type XmlElement = { name: string; text: string; children: XmlElement[]; line: number };

const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<([^<>]*)>|[^<]+/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);
const DEEPEST = 100;

/**
 * Reads XML of the plain kind that sanctions lists use: elements, text, CDATA, comments, predefined and numeric
 * entities; attributes are passed over. A document type declaration is refused, and with it every entity bomb and
 * external entity. Throws BAD_LIST with the line.
 */
export function parseXml(xml: string): XmlElement {
  const top: XmlElement = { name: "", text: "", children: [], line: 1 };
  const open: XmlElement[] = [top];
  let line = 1;
  let position = 0;
  const fail = (problem: string): never => {
    throw new ComplianceError("BAD_LIST", `line ${line}: ${problem}`, { line });
  };
  for (const match of xml.matchAll(TOKEN)) {
    const [token, cdata, tag] = match;
    if (match.index !== position) fail("text that is no XML");
    position += token.length;
    const parent = open.at(-1) ?? fail("an element ends that was not open");
    if (cdata !== undefined) parent.text += cdata;
    else if (tag !== undefined) readTag(tag, open, parent, line, fail);
    else if (!token.startsWith("<")) parent.text += decode(token, fail);
    line += token.split("\n").length - 1;
  }
  if (position !== xml.length) fail("text that is no XML");
  if (open.length > 1) fail(`element ${open.at(-1)?.name} is not closed`);
  const [root, ...rest] = top.children;
  if (root === undefined || rest.length > 0 || top.text.replace("\ufeff", "").trim() !== "") {
    return fail("not exactly one root element");
  }
  return root;
}

function readTag(
  tag: string,
  open: XmlElement[],
  parent: XmlElement,
  line: number,
  fail: (problem: string) => never,
): void {
  if (tag.startsWith("!")) fail("a document type declaration is not accepted");
  if (tag.startsWith("/")) {
    const name = tag.slice(1).trim();
    if (open.length === 1 || parent.name !== name) fail(`</${name}> closes ${parent.name || "nothing"}`);
    open.pop();
    return;
  }
  const name = /^[A-Za-z_][\w.:-]*/.exec(tag)?.[0] ?? fail(`<${tag.slice(0, 40)}> is no tag`);
  const element: XmlElement = { name, text: "", children: [], line };
  parent.children.push(element);
  if (tag.endsWith("/")) return;
  open.push(element);
  if (open.length > DEEPEST) fail(`nested deeper than ${DEEPEST}`);
}

function decode(text: string, fail: (problem: string) => never): string {
  return text.replace(/&([^;]{0,10});?/g, (whole, body: string) => {
    const numeric = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(body);
    if (numeric !== null && whole.endsWith(";")) {
      const code = numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : fail(`${whole} is no character`);
    }
    return ENTITIES.get(body) ?? fail(`unknown entity ${whole}`);
  });
}

/** Direct children of a name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** Text of the first direct child of a name; empty when there is none. */
export function textOf(element: XmlElement, name: string): string {
  return childrenOf(element, name)[0]?.text ?? "";
}
