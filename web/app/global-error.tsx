'use client';

import { useEffect, type ReactNode } from 'react';

/** The last resort, when the frame itself could not be drawn: without words of the catalogue, for they may be what failed. */
export default function GlobalError({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}): ReactNode {
  useEffect(() => console.error(error), [error]);
  return (
    <html lang="en">
      <body style={{ font: '14px system-ui, sans-serif', padding: 24, colorScheme: 'light dark' }}>
        <h1 style={{ fontSize: 18 }}>The console could not be shown.</h1>
        <p>Das Programm konnte nicht angezeigt werden.{error.digest !== undefined && ` (${error.digest})`}</p>
        <button type="button" onClick={reset}>
          Try again · Erneut versuchen
        </button>
      </body>
    </html>
  );
}
