import { join } from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` has seen the types; a build that starts a plant must not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: join(import.meta.dirname, '..'),
    // What can be read while the console is built, no page brings a reader for.
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
    rules: {
      '**/{words,enums}.{en,de}.ts': { loaders: ['./loaders/words.mjs'] },
      '*.{ts,tsx}': { condition: { all: [{ not: 'foreign' }, { content: /\/gql\/gql\.ts'/ }] }, loaders: ['./loaders/documents.mjs'] },
    },
  },
};

export default config;
