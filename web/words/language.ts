export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The cookie that keeps a person's choice. */
export const languageCookie = 'dcmms-language';

export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'de';
}
