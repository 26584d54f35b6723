'use client';

import { useMemo, type ReactNode } from 'react';
import { IntlProvider, useMessages } from 'use-intl';
import { useLanguage, type Messages } from './index.ts';
import { reportMissing } from './report-missing.ts';

/** Gives pages the words that only they say, beside those of every page. Only English comes so: another language is fetched whole. */
export function MoreWords({ english, children }: { readonly english: Partial<Messages>; readonly children: ReactNode }): ReactNode {
  const language = useLanguage();
  const before = useMessages();
  const messages = useMemo(() => (language === 'en' ? { ...before, ...english } : before), [language, before, english]);
  return (
    <IntlProvider locale={language} messages={messages} timeZone="UTC" onError={reportMissing}>
      {children}
    </IntlProvider>
  );
}
