import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { Log } from '@dcmms/runtime/log.ts';

/** The code generation writes the algorithm before the hash, and says so too in what it makes for the client. */
const algorithm = 'sha256:';
const manifest = z.record(z.string().regex(/^(sha256:)?[0-9a-f]{64}$/), z.string().min(1));

/** How often the file of a known document is looked at. */
const lookEveryMs = 1_000;

/**
 * The documents that the console was built with, by the SHA-256 of their text: all that a session's cookie may ask for. A page
 * that is made to say something else, by whoever managed that, has nothing to say it with.
 *
 * The file is read again when it has changed, so that a console and a gateway may be built and started in any order; one that is
 * broken or gone leaves what was known.
 */
export class TrustedDocuments {
  readonly #file: string;
  readonly #log: Log;
  #texts: ReadonlyMap<string, string> = new Map();
  #readMtimeMs = Number.NaN;
  #lookedAtMs = 0;

  /** @param file JSON of hash (64 hexadecimal digits, `sha256:` before them or not) to text; none is an empty list. */
  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
    this.#look();
    if (this.#texts.size === 0)
      log.warn({ file }, 'no trusted documents are known yet: what the console asks is refused until its build has written them');
    else log.info({ file, documents: this.#texts.size }, 'trusted documents are known');
  }

  /** The text of a document; an unknown one is looked for in the file at once. */
  find(given: string): string | undefined {
    const hash = plain(given);
    if (!this.#texts.has(hash) || Date.now() - this.#lookedAtMs > lookEveryMs) this.#look();
    return this.#texts.get(hash);
  }

  #look(): void {
    this.#lookedAtMs = Date.now();
    const mtimeMs = statSync(this.#file, { throwIfNoEntry: false })?.mtimeMs;
    if (mtimeMs === undefined || mtimeMs === this.#readMtimeMs) return;
    this.#readMtimeMs = mtimeMs;
    const read = readManifest(this.#file);
    if ('fault' in read) {
      const { fault } = read;
      this.#log.error({ file: this.#file, fault }, 'the list of trusted documents cannot be read; what was known goes on');
    } else this.#texts = read.texts;
  }
}

function readManifest(file: string): { texts: ReadonlyMap<string, string> } | { fault: string } {
  try {
    const read = manifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    // One fault says it all; a list of hundreds would say it hundreds of times.
    if (!read.success) return { fault: `${read.error.issues[0]?.path.join('.')}: ${read.error.issues[0]?.message}` };
    return { texts: new Map(Object.entries(read.data).map(([hash, text]) => [plain(hash), text])) };
  } catch (error) {
    return { fault: String(error) };
  }
}

function plain(hash: string): string {
  return hash.startsWith(algorithm) ? hash.slice(algorithm.length) : hash;
}
