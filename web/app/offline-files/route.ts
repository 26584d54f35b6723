import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Read when it is asked: the build that serves it is the one that counts. */
export const dynamic = 'force-dynamic';

/** What is larger is a map's or a picture's: nothing that somebody with one bar of reception needs. */
const bytesMax = 400_000;

/**
 * The files of this build that the console is made of, for the service worker: a technician's page has to find the part of it that
 * opens a dialog also when it is opened for the first time without a network.
 */
export function GET(): Response {
  const folder = [join('web', '.next', 'static'), join('.next', 'static')]
    .map((path) => join(/* turbopackIgnore: true */ process.cwd(), path))
    .find(existsSync);
  if (folder === undefined) return Response.json({ files: [] });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(js|css|woff2)$/.test(file) && statSync(join(folder, file)).size <= bytesMax,
  );
  return Response.json({ files: files.map((file) => `/_next/static/${file}`) }, { headers: { 'cache-control': 'no-store' } });
}
