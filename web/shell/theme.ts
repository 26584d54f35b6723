export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The cookie that keeps a person's choice: the server sets it before the first paint, without a script. */
export const themeCookie = 'dcmms-theme';

/** Those that are set on the page; `system` is neither. */
export function isTheme(value: unknown): value is 'light' | 'dark' {
  return value === 'light' || value === 'dark';
}

/** What the page shows now. */
export function currentTheme(): Theme {
  const set = document.documentElement.dataset['theme'];
  return isTheme(set) ? set : 'system';
}

/** Changes the page at once and the next ones by the cookie. */
export function setTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  keepCookie(themeCookie, theme);
}

/** A choice that the server has to know on the next page, for a year. */
export function keepCookie(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}
