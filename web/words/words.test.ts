import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import compile from 'icu-minify/compile';
import format from 'icu-minify/format';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { german } from './de.ts';
import { english } from './en.ts';

type Tree = { readonly [key: string]: string | Tree };

/** Every message by its whole key. */
function messages(tree: Tree, before = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(before + key, value);
    else for (const [inner, text] of messages(value, `${before}${key}.`)) found.set(inner, text);
  }
  return found;
}

/** The names of what is put into a message; the words of a plural's branches are none. */
function slots(message: string): readonly string[] {
  const found = message.matchAll(/(?<!(?:zero|one|two|few|many|other|=\d+) ?)\{(\w+)\s*(?:\}|,)/g);
  return [...new Set([...found].map(([, name]) => name ?? ''))].toSorted();
}

const getNumberFormat = (...given: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...given);
const getDateTimeFormat = (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...given);
const getPluralRules = (...given: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...given);
const inEnglish = messages(english);
const inGerman = messages(german);

describe('The catalogue', () => {
  it('has the same keys in both languages', () => {
    expect([...inGerman.keys()].toSorted()).toEqual([...inEnglish.keys()].toSorted());
  });

  it('puts the same things into a message in both languages', () => {
    const names = (message: string) =>
      [...new Set(slots(message).map((slot) => slot.split(':')[0]))].filter((name) => !/^\d+$/.test(name ?? ''));
    const different = [...inEnglish].filter(([key, text]) => names(text).join(' ') !== names(inGerman.get(key) ?? '').join(' '));
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('has no empty message, and none with a space at its edge', () => {
    const bad = [...inEnglish, ...inGerman].filter(([, text]) => text === '' || text !== text.trim());
    expect(bad).toEqual([]);
  });

  it.each([
    ['en', english, inEnglish],
    ['de', german, inGerman],
  ] as const)('is ICU that can be read: %s', (locale, tree, all) => {
    const broken: string[] = [];
    const t = createTranslator<Tree>({ locale, messages: tree, onError: (error) => void broken.push(error.message) });
    for (const [key, text] of all) {
      const values = Object.fromEntries(slots(text).map((slot) => [slot, 2]));
      if (/<\w+>/.test(text)) continue;
      t(key as never, values as never);
    }
    expect(broken).toEqual([]);
  });

  it.each([
    ['en', inEnglish],
    ['de', inGerman],
  ] as const)('says the same when it was read while the console was built: %s', (locale, all) => {
    const different = [...all].filter(([, text]) => {
      const values = Object.fromEntries(slots(text).map((slot) => [slot, 1234.5]));
      const options = { formatters: { getDateTimeFormat, getNumberFormat, getPluralRules }, timeZone: 'UTC' };
      if (/<\w+>/.test(text)) return false;
      return format(compile(text), locale, values, options) !== createTranslator({ locale, messages: { text } })('text', values);
    });
    expect(different).toEqual([]);
  });

  it('has words for every value of every enum that people see', () => {
    const sdl = readFileSync(join(import.meta.dirname, '..', '..', 'schema', 'api.graphql'), 'utf8');
    const technical = /(OrderField|Direction|ProblemCode)$/;
    const missing = parse(sdl).definitions.flatMap((node) => {
      if (node.kind !== Kind.ENUM_TYPE_DEFINITION || technical.test(node.name.value)) return [];
      return (node.values ?? []).map((value) => `enums.${node.name.value}.${value.name.value}`).filter((key) => !inEnglish.has(key));
    });
    expect(missing).toEqual([]);
  });
});
