import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { isTheme, themeCookie } from '../shell/theme.ts';
import { DocumentTitle } from '../shell/title.tsx';
import { isZoneMode, zoneCookie } from '../time/zone-mode.ts';
import { ZoneProvider } from '../time/zone.tsx';
import { TooltipLayer } from '../ui/tooltip.tsx';
import { ToastLayer } from '../ui/toast.tsx';
import { isLanguage, languageCookie } from '../words/language.ts';
import { WordsProvider } from '../words/provider.tsx';
import '../styles/tokens.css';

// With the page, and with a fallback of the same measure: nothing moves when they arrive. Letters beyond Latin come by `tokens.css`.
const inter = localFont({
  src: '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  variable: '--font-inter',
  weight: '100 900',
  display: 'swap',
});
const mono = localFont({
  src: '../../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  variable: '--font-mono-local',
  weight: '100 800',
  display: 'swap',
  adjustFontFallback: false,
});

export const metadata: Metadata = {
  description: 'Operations and maintenance of solar, wind and storage sites',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfbfc' },
    { media: '(prefers-color-scheme: dark)', color: '#1d2023' },
  ],
};

/** What every page stands in: theme, language and clock as the cookies say, so that the first paint is the right one. */
export default async function RootLayout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const jar = await cookies();
  const theme = jar.get(themeCookie)?.value;
  const language = jar.get(languageCookie)?.value;
  const zone = jar.get(zoneCookie)?.value;
  return (
    <html
      lang={isLanguage(language) ? language : 'en'}
      data-theme={isTheme(theme) ? theme : undefined}
      className={`${inter.variable} ${mono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <DocumentTitle />
        <WordsProvider language={isLanguage(language) ? language : 'en'}>
          <NuqsAdapter>
            <ZoneProvider initial={isZoneMode(zone) ? zone : 'site'}>
              {children}
              <ToastLayer />
              <TooltipLayer />
            </ZoneProvider>
          </NuqsAdapter>
        </WordsProvider>
      </body>
    </html>
  );
}
