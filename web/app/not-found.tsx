import type { ReactNode } from 'react';
import { NotFound } from '../shell/not-found.tsx';

export default function NotFoundPage(): ReactNode {
  return <NotFound />;
}
