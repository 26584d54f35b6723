/** A dead letter's sample as it is shown. */
export interface Payload {
  readonly kind: 'json' | 'text';
  readonly text: string;
  /** It was longer than what is kept of it. */
  readonly cut: boolean;
  /** Bytes that are no text were replaced: it was packed, or of another protocol. */
  readonly binary: boolean;
}

/** What the bridge keeps of a sample, in bytes. */
const keptBytes = 64 * 1024;

/**
 * Lays a sample out to be read. JSON is indented token by token and never parsed into numbers and back: `1e999` or a time in
 * nanoseconds has to be seen as it was sent.
 */
export function layOut(payload: string): Payload {
  const cut = new TextEncoder().encode(payload).length >= keptBytes;
  const binary = /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(payload); // oxlint-disable-line no-control-regex -- what no text holds
  if (isJson(payload)) return { kind: 'json', text: indent(payload), cut, binary };
  return { kind: 'text', text: visible(payload), cut, binary };
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** @param json A text that is JSON. */
function indent(json: string): string {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g) ?? [];
  let depth = 0;
  let text = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const closed = tokens[index + 1] === (token === '{' ? '}' : ']');
    if (token === '{' || token === '[') {
      depth += 1;
      text += closed ? token : token + line();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      const opened = tokens[index - 1] === (token === '}' ? '{' : '[');
      text += opened ? token : line() + token;
    } else if (token === ',') text += token + line();
    else text += token === ':' ? ': ' : token;
  }
  return text;
}

/** Control characters as their pictures (Unicode 2400), so that a stray NUL is seen. Line ends and tabs stay. */
function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these characters are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f]/g, (control) => String.fromCodePoint(0x2400 + (control.codePointAt(0) ?? 0)));
}
