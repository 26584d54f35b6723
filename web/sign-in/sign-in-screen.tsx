'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { rememberedPerson } from '../graph/person.ts';
import { links } from '../links.ts';
import { readCurrentSession, type CurrentSession } from '../sessions/own-sessions.ts';
import { keepCookie } from '../shell/theme.ts';
import { usePageTitle } from '../shell/title.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { controlClass, FieldFrame } from '../ui/field.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { languageCookie, type Language } from '../words/language.ts';
import { localPath } from './return-to.ts';

/**
 * The way in: the e-mail address says which organisation a person belongs to, and its own provider does the rest. Reads
 * `?email=`, `?returnTo=`, `?error=` (what the gateway says when a sign-in did not come about) and `?signedOut=1`.
 */
export function SignInScreen(): ReactNode {
  const t = useWords('signIn');
  const query = useSearchParams();
  const returnTo = localPath(query.get('returnTo'));
  const error = query.get('error');
  usePageTitle(t('title'));
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[400px] flex-col px-5 pt-[18vh] pb-10 phone:pt-[10vh]">
      <header className="mb-6">
        <p className="text-lg font-semibold">{t('product')}</p>
        <p className="text-balance text-ink-2">{t('purpose')}</p>
      </header>
      <h1 className="mb-3 text-xl">{t('title')}</h1>
      {error !== null && <Refused error={error} email={query.get('email')} />}
      {error === null && query.get('signedOut') !== null && (
        <p role="status" className="mb-4 border-l-2 border-ink-3 pl-3 text-ink-2">
          {t('signedOut')}
        </p>
      )}
      <EmailForm email={query.get('email') ?? ''} returnTo={returnTo} pressed={query.get('pressed') !== null} />
      {returnTo !== '/' && <p className="mt-4 text-sm text-ink-2">{t('returnTo')}</p>}
      <SignedIn returnTo={returnTo} />
      <Languages />
    </main>
  );
}

function EmailForm({ email, returnTo, pressed }: EmailFormProps): ReactNode {
  const t = useWords('signIn');
  const [wrong, setWrong] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Whoever comes back by the browser's back button finds the page as they left it, still leaving.
    const shown = ({ persisted }: PageTransitionEvent) => persisted && setLeaving(false);
    addEventListener('pageshow', shown);
    return () => removeEventListener('pageshow', shown);
  }, []);
  const go = (leave: (address: string) => void): void => {
    const typed = input.current?.value.trim() ?? '';
    if (!/^[^\s@]+@[^\s@]+$/.test(typed)) {
      setWrong(true);
      input.current?.focus();
      return;
    }
    setWrong(false);
    setLeaving(true);
    // By script and not as the form's own request: `form-action` of the page's policy would stop at the provider's address.
    leave(links.login({ email: typed, returnTo }));
  };
  // Whoever was quicker than the page's script has sent the form to this page itself, which goes on from there.
  const goOn = useEffectEvent(() => pressed && go((address) => location.replace(address)));
  useEffect(() => void goOn(), []);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    go((address) => location.assign(address));
  };
  return (
    <form onSubmit={submit} noValidate>
      <input type="hidden" name="returnTo" value={returnTo} />
      <input type="hidden" name="pressed" value="1" />
      <FieldFrame label={t('email')} help={t('emailHelp')} problem={wrong ? t('emailInvalid') : undefined}>
        {(ids) => (
          <input
            {...ids}
            ref={input}
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page's one purpose: nobody is taken away from anything.
            autoFocus
            defaultValue={email}
            className={cx(controlClass, '!h-10 text-lg')}
          />
        )}
      </FieldFrame>
      <Button type="submit" variant="primary" size="large" busy={leaving} className="mt-4 w-full">
        {leaving ? t('leaving') : t('continue')}
      </Button>
    </form>
  );
}

interface EmailFormProps {
  readonly email: string;
  readonly returnTo: string;
  /** The browser has sent the form. */
  readonly pressed: boolean;
}

const refusals = ['unknown', 'refused', 'expired', 'unavailable'] as const;

function Refused({ error, email }: { readonly error: string; readonly email: string | null }): ReactNode {
  const t = useWords('signIn');
  const known = refusals.find((refusal) => refusal === error);
  const title =
    known === undefined
      ? t('error.other.title')
      : known === 'unknown' && email !== null
        ? t('error.unknown.titleFor', { email })
        : t(`error.${known}.title`);
  const help = known === undefined ? t('error.other.help', { error: error.slice(0, 40) }) : t(`error.${known}.help`);
  return (
    <div role="alert" className="mb-5 border-l-2 border-ink pl-3">
      <p className="font-semibold break-words">{title}</p>
      <p className="mt-0.5 text-ink-2">{help}</p>
    </div>
  );
}

/** Whoever is signed in already may go on; they may also sign in as somebody else. */
function SignedIn({ returnTo }: { readonly returnTo: string }): ReactNode {
  const t = useWords('signIn');
  const [session, setSession] = useState<CurrentSession | null>(null);
  useEffect(() => {
    // Where nobody was, nobody is: the question would only be answered with a refusal.
    if (rememberedPerson() === undefined) return;
    const asking = new AbortController();
    void readCurrentSession(asking.signal).then((found) => asking.signal.aborted || setSession(found));
    return () => asking.abort();
  }, []);
  if (session === null) return null;
  return (
    <div role="status" className="mt-6 flex flex-wrap items-center justify-between gap-3 border border-line bg-surface px-3 py-2">
      <span>{t('signedInAs', { name: session.person.displayName, tenant: session.tenant.name })}</span>
      <Button href={returnTo}>{t('goOn')}</Button>
    </div>
  );
}

/** Every language by its own name: whoever reads none of the others finds theirs. */
const names: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

function Languages(): ReactNode {
  const t = useWords('signIn');
  const language = useLanguage();
  const other: Language = language === 'de' ? 'en' : 'de';
  const choose = () => {
    keepCookie(languageCookie, other);
    location.reload();
  };
  return (
    <nav aria-label={t('language')} className="mt-6 -ml-2.5">
      <Button variant="quiet" onClick={choose}>
        <span lang={other}>{names[other]}</span>
      </Button>
    </nav>
  );
}
