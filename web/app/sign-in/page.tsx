import { Suspense, type ReactNode } from 'react';
import { SignInScreen } from '../../sign-in/sign-in-screen.tsx';

export default function Page(): ReactNode {
  return (
    <Suspense>
      <SignInScreen />
    </Suspense>
  );
}
