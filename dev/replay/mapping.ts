import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const mapping = z.strictObject({
  /** What the data set is. */
  title: z.string(),
  tenant: z.string(),
  site: z.string(),
  /** Code of the asset whose tags the columns become; `--asset` takes another. */
  asset: z.string(),
  /** Column of the time stamp: a date, an ISO 8601 text with a zone, or epoch milliseconds. */
  timestamp: z.string(),
  protocol: z.enum(['modbus', 'opcua', 'iec61850', 'dnp3', 'mqtt']),
  /** Column to the tag's name after the asset's code and a dot. */
  columns: z.record(z.string(), z.string()),
});

/** How the columns of a recorded data set become tags: a file per data set in `maps/`. */
export type Mapping = z.infer<typeof mapping>;

const folder = join(import.meta.dirname, 'maps');

/** @param name Name of a file in `maps/` without its ending, or a path to one. */
export function readMapping(name: string): Mapping {
  const own = join(folder, `${name}.json`);
  const file = existsSync(own) ? own : name;
  if (!existsSync(file))
    throw new Error(`There is no mapping ${name}. There are: ${mappingNames().join(', ')}; or give the path of a file.`);
  const parsed = mapping.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`The mapping ${file} is not one:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export function mappingNames(): string[] {
  return readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));
}
