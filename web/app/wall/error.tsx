'use client';

import type { ReactNode } from 'react';
import { Restart } from '../../wall/restart.tsx';

export default function WallError(): ReactNode {
  return <Restart />;
}
