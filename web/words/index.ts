import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { english } from './en.ts';
import { isLanguage, type Language } from './language.ts';

export { isLanguage, languageCookie, languages, type Language } from './language.ts';

/**
 * The words of the console. Every folder brings `words.en.ts` and `words.de.ts`, each exporting `words`: ICU messages by key, the
 * German one typed as `InOtherWords<typeof english>`. A new folder is named in `en.ts` and `de.ts`, and its pages stand in its
 * `page-words.tsx`.
 */
export type Messages = typeof english;

/** Every key of a catalogue, the nested ones as `view.active`. */
export type KeysOf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeysOf<T[K]>}` }[keyof T & string];

type Values = Readonly<Record<string, string | number | Date>>;

/** Says the words for a key. Arguments as the ICU message names them; an unknown key does not compile. */
export interface Translate<Key extends string> {
  (key: Key, values?: Values): string;
  /** With elements in place of the message's tags: `<b>…</b>`. */
  rich(key: Key, values?: Readonly<Record<string, string | number | Date | ((chunks: ReactNode) => ReactNode)>>): ReactNode;
  has(key: string): key is Key;
}

type Branch<T> = { [K in keyof T & string]: T[K] extends string ? never : K }[keyof T & string];

/** A folder's name, or a branch of its words: `trends`, `trends.chart`. */
export type WordsName = { [Name in keyof Messages]: Name | `${Name}.${Branch<Messages[Name]>}` }[keyof Messages];

type WordsAt<Name extends WordsName> = Name extends keyof Messages
  ? Messages[Name]
  : Name extends `${infer Folder extends keyof Messages}.${infer Rest}`
    ? Rest extends keyof Messages[Folder]
      ? Messages[Folder][Rest]
      : never
    : never;

/** `const t = useWords('alarms')`, then `t('acknowledge')` or `t('nNew', { n: 7 })`. */
export function useWords<Name extends WordsName>(name: Name): Translate<KeysOf<WordsAt<Name>>> {
  // The library's own types over the whole catalogue take the compiler seconds, and it gives up on some; these say the same.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return useTranslations(name) as unknown as Translate<KeysOf<WordsAt<Name>>>;
}

/** The language that the page is shown in. */
export function useLanguage(): Language {
  const locale = useLocale();
  return isLanguage(locale) ? locale : 'en';
}

/** The words for a value of one of the graph's enums: `label('WorkOrderStatus', order.status)`. A value that is newer than the console is spelled out. */
export function useEnumLabel(): (name: keyof Messages['enums'], value: string) => string {
  const t = useWords('enums');
  return (name, value) => {
    const key = `${name}.${value}`;
    return t.has(key) ? t(key) : spelled(value);
  };
}

/** `IN_PROGRESS` as `In progress`. */
export function spelled(value: string): string {
  const words = value.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
