/**
 * The XML that the blob service answers with: elements, text and the five named entities. Strict,
 * because a worker has no DOMParser and a lenient scan would read page ranges out of an error page.
 */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Text directly in the element, entities resolved, trimmed. */
  readonly text: string;
}

/** The service nests three deep; nothing of it is deeper than this. */
const DEEPEST = 16;

/** The root element; undefined when the text is not well-formed, or uses what the service does not (DTD, CDATA, comments). */
export function parseXml(source: string): XmlElement | undefined {
  // One token at a time: declaration, tag or text. `y` makes anything between tokens a failure.
  const token =
    /<\?xml[^<>]*\?>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<>]+)/y;
  const document: Open = { name: '', children: [], text: '' };
  const path: Open[] = [document];
  token.lastIndex = source.startsWith('\uFEFF') ? 1 : 0;
  while (token.lastIndex < source.length) {
    const match = token.exec(source);
    const open = path.at(-1);
    if (!match || !open) return undefined;
    const [, closing, name, , selfClosing, text] = match;
    if (text !== undefined) {
      open.text += text;
    } else if (name !== undefined && closing) {
      if (open.name !== name || path.length === 1) return undefined;
      path.pop();
    } else if (name !== undefined) {
      const element: Open = { name, children: [], text: '' };
      open.children.push(element);
      if (!selfClosing) path.push(element);
      if (path.length > DEEPEST) return undefined;
    }
  }
  const root = document.children[0];
  const isWhole = path.length === 1 && document.children.length === 1 && document.text.trim() === '';
  return isWhole && root ? finish(root) : undefined;
}

interface Open {
  readonly name: string;
  readonly children: Open[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function finish(element: Open): XmlElement {
  const text = element.text.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? '').trim();
  return { name: element.name, children: element.children.map(finish), text };
}

/** Text of the first child of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}
