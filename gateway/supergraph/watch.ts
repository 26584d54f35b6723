import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { SupergraphManager } from '@apollo/gateway';
import type { Log } from '@dcmms/runtime/log.ts';

/** Where a supergraph comes from: the text itself, or a file that is followed. */
export type SupergraphSource = string | { readonly file: string };

/** Editors and git write a file in several steps. */
const settleMs = 200;

/**
 * Gives a gateway its supergraph and, from a file, every later version of it. A version that does not load is logged and the one
 * before stays in service.
 */
export function manageSupergraph(source: SupergraphSource, log: Log): SupergraphManager {
  return {
    async initialize({ update }) {
      if (typeof source === 'string') return { supergraphSdl: source };
      const { file } = source;
      const supergraphSdl = await readFile(file, 'utf8');
      let seen = digest(supergraphSdl);
      let timer: NodeJS.Timeout | undefined;
      const look = async () => {
        try {
          const next = await readFile(file, 'utf8');
          if (digest(next) === seen) return;
          update(next);
          seen = digest(next);
          log.info({ file }, 'a new supergraph is in service');
        } catch (error) {
          log.error({ err: error, file }, 'a new supergraph could not be loaded; the one before stays in service');
        }
      };
      // The folder, not the file: most editors replace a file by another one.
      const watcher = watch(dirname(file), (_event, name) => {
        if (name !== null && name !== basename(file)) return;
        clearTimeout(timer);
        timer = setTimeout(() => void look(), settleMs);
      });
      watcher.on('error', (error) => log.warn({ err: error, file }, 'the supergraph is no longer followed'));
      return {
        supergraphSdl,
        cleanup: async () => {
          clearTimeout(timer);
          watcher.close();
        },
      };
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
