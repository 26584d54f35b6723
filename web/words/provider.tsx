'use client';

import { use, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { everywhere } from './everywhere.en.ts';
import type { Messages } from './index.ts';
import type { Language } from './language.ts';
import { reportMissing } from './report-missing.ts';

/** Gives the page its words. English comes with the page; German is a chunk of its own, fetched when it was chosen. */
export function WordsProvider({ language, children }: { readonly language: Language; readonly children: ReactNode }): ReactNode {
  const messages = language === 'de' ? use(german()) : everywhere;
  return (
    <IntlProvider locale={language} messages={messages} timeZone="UTC" onError={reportMissing}>
      {children}
    </IntlProvider>
  );
}

let loading: Promise<Messages> | undefined;

function german(): Promise<Messages> {
  loading ??= import('./de.ts').then((module) => module.german);
  return loading;
}
