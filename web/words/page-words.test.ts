import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everywhere } from './everywhere.en.ts';

const web = join(import.meta.dirname, '..');

/** Every module that a module may bring into the page, at once or later. */
function broughtBy(start: string): ReadonlySet<string> {
  const found = new Set<string>();
  const ahead = [start];
  for (let file = ahead.pop(); file !== undefined; file = ahead.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const source = readFileSync(file, 'utf8').replaceAll(/^import type [^;]*;$/gm, '');
    for (const [, path = ''] of source.matchAll(/(?:from|import|import\()\s*'(\.[^']+\.tsx?)'/g)) {
      const brought = join(dirname(file), path);
      if (!brought.startsWith(join(web, 'gql')) && brought !== join(import.meta.dirname, 'index.ts')) ahead.push(brought);
    }
  }
  return found;
}

/** Folders whose words the modules say. */
function said(modules: ReadonlySet<string>): readonly string[] {
  return [...modules].flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/useWords\('(\w+)/g)].map(([, name = '']) => name));
}

/** Folders whose words the modules bring. */
function given(modules: ReadonlySet<string>): readonly string[] {
  return [...modules]
    .filter((file) => file.endsWith('/page-words.tsx'))
    .flatMap((file) => /const english = \{ ([^}]*) \}/.exec(readFileSync(file, 'utf8'))?.[1]?.split(', ') ?? []);
}

/** The page itself and the layouts that it stands in. */
function around(page: string): readonly string[] {
  const folders = page.split('/').slice(0, -1);
  const layouts = folders.map((_, index) => [...folders.slice(0, index + 1), 'layout.tsx'].join('/'));
  return [page, ...layouts.filter((file) => existsSync(join(web, file)))];
}

describe('The words of a page', () => {
  const pages = globSync('app/**/{page,layout,error,not-found}.tsx', { cwd: web });

  it.each(pages)('are all there: %s', (page) => {
    const brought = new Set([...Object.keys(everywhere), ...around(page).flatMap((file) => given(broughtBy(join(web, file))))]);
    expect(said(broughtBy(join(web, page))).filter((name) => !brought.has(name))).toEqual([]);
  });
});
