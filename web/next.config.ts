import { join } from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` has seen the types; a build that starts a plant must not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: join(import.meta.dirname, '..') },
};

export default config;
