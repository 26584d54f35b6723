'use client';

import Link from 'next/link';
import { Ellipsis } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useKeys } from '../shell/keys.ts';
import { formatCount } from '../time/format.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { FirstView } from './first-view.tsx';
import { usePhone } from './media.ts';
import { Menu } from './menu.tsx';
import { Boundary } from './panel.tsx';
import { Empty, Failed, Loading, NotRefreshed, type FailedProps, type Read } from './states.tsx';

export interface Fact {
  readonly label: string;
  /** Null and undefined show a dash; leave the fact out where it has no meaning. */
  readonly value: ReactNode;
  readonly href?: string;
  readonly help?: string;
}

export interface Action {
  /** The mutation's name, as the graph offers it; or one of the screen's own. */
  readonly name: string;
  readonly label: string;
  readonly keys?: string;
  /** Sentences: what has to be different first. They are shown before the click. */
  readonly blockedBy?: readonly string[];
  readonly run?: () => void | Promise<unknown>;
  readonly href?: string;
  readonly primary?: boolean;
  readonly danger?: boolean;
  /** Seldom wanted: kept in the menu on a wide screen too. */
  readonly minor?: boolean;
  readonly busy?: boolean;
  readonly icon?: ReactNode;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly count?: number | undefined;
  readonly action?: ReactNode;
  readonly content: ReactNode;
  /** Beside the facts on a broad screen instead of below. */
  readonly aside?: boolean;
}

export interface DetailProps {
  readonly title: ReactNode;
  /** Code or number, before the title. */
  readonly code?: ReactNode;
  readonly status?: ReactNode;
  readonly facts: readonly Fact[];
  readonly actions?: readonly Action[];
  readonly sections: readonly Section[];
  readonly loading?: boolean;
  /** There is none by this name, or it lies outside of the viewer's sites: both look the same. */
  readonly missing?: boolean;
  /** The viewer's roles do not let them see any of its kind. */
  readonly forbidden?: boolean;
  readonly failed?: Pick<FailedProps, 'error' | 'since' | 'retry'>;
  /** How reading it went: that it could not be read anew is told below. */
  readonly read?: Read;
  /** What it is one of, for the states: "the work order". */
  readonly what: string;
  /** Back to the list, on a phone and beside a list. */
  readonly back?: { readonly href: string; readonly label: string };
  /** `h1` when it is the page, `h2` beside its list. */
  readonly level?: 1 | 2;
  /** Above the facts: a conflict, what is pending. */
  readonly notice?: ReactNode;
  readonly className?: string;
}

/** The one detail: head with state and actions, facts, sections. One column and a bar of actions at the bottom on a phone. */
export function Detail(props: DetailProps): ReactNode {
  const { title, code, status, facts, actions = none, sections, loading = false, missing = false, forbidden = false, failed } = props;
  const { what, back, level = 1 } = props;
  const t = useWords('ui');
  const phone = usePhone();
  useKeys(actionKeys(actions, what));
  const Heading = level === 1 ? 'h1' : 'h2';
  const blocked = actions.filter((action) => (action.blockedBy?.length ?? 0) > 0);
  const aside = sections.filter((section) => section.aside === true);
  const main = sections.filter((section) => section.aside !== true);
  const backLink = back !== undefined && (
    <Link href={back.href} className="inline-flex min-h-6 items-center text-sm text-ink-2 no-underline hover:text-ink">
      ‹ {back.label}
    </Link>
  );
  if (loading || missing || forbidden || failed !== undefined) {
    return (
      <div className={cx('h-full overflow-y-auto', props.className)}>
        <div className="px-4 pt-3">
          {backLink}
          <Heading className={cx('text-lg', loading && 'sr-only')}>{loading ? t('loading') : (code ?? what)}</Heading>
        </div>
        {loading ? (
          <Loading rows={10} />
        ) : failed !== undefined ? (
          <Failed what={what} {...failed} />
        ) : forbidden ? (
          <Empty kind="forbidden" />
        ) : (
          <Empty kind="none" title={t('missing', { what })} detail={t('missingWhy')} />
        )}
      </div>
    );
  }
  return (
    <div className={cx('flex h-full min-h-0 flex-col', props.className)}>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <header className="border-b border-line px-4 py-3">
          {backLink}
          <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
            <div className="min-w-0 flex-1 basis-[240px]">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                {code !== undefined && <span className="code text-ink-2">{code}</span>}
                {status}
              </div>
              <Heading className="mt-0.5 text-lg break-words">{title}</Heading>
            </div>
            {!phone && actions.length > 0 && <WideActions actions={actions} />}
          </div>
          {blocked.length > 0 && <Blocked actions={blocked} />}
        </header>
        {props.notice}
        <FirstView className={cx(aside.length > 0 && 'broad:grid broad:grid-cols-[minmax(0,1fr)_340px]')}>
          <div className="min-w-0">
            {facts.length > 0 && <Facts facts={facts} />}
            {main.map((section) => (
              <SectionBlock key={section.id} section={section} level={level} />
            ))}
          </div>
          {aside.length > 0 && (
            <div className="min-w-0 border-line broad:border-l">
              {aside.map((section) => (
                <SectionBlock key={section.id} section={section} level={level} />
              ))}
            </div>
          )}
        </FirstView>
      </div>
      <NotRefreshed what={what} {...props.read} />
      {phone && actions.length > 0 && <PhoneActions actions={actions} />}
    </div>
  );
}

const none: readonly never[] = [];

function actionKeys(actions: readonly Action[], group: string): Parameters<typeof useKeys>[0] {
  return actions.flatMap(({ keys, label, run, blockedBy }) =>
    keys === undefined || run === undefined || (blockedBy?.length ?? 0) > 0 ? [] : [{ keys, label, group, run: () => void run() }],
  );
}

/** What it is, as pairs in columns. */
export function Facts({ facts, className }: { readonly facts: readonly Fact[]; readonly className?: string }): ReactNode {
  return (
    <dl
      className={cx('m-0 grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-4 gap-y-2.5 border-b border-line px-4 py-3', className)}
    >
      {facts.map(({ label, value, href, help }) => (
        <div key={label} className="min-w-0">
          <dt className="text-xs text-ink-2" data-tip={help}>
            {label}
          </dt>
          <dd className="m-0 break-words">
            {value == null || value === '' ? (
              <span className="text-ink-3">–</span>
            ) : href === undefined ? (
              value
            ) : (
              <Link href={href} className="text-ink underline decoration-line underline-offset-2 hover:decoration-ink">
                {value}
              </Link>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function SectionBlock({ section, level }: { readonly section: Section; readonly level: 1 | 2 }): ReactNode {
  const id = useId();
  const language = useLanguage();
  const Heading = level === 1 ? 'h2' : 'h3';
  return (
    <section id={section.id} aria-labelledby={id} className="border-b border-line">
      <div className="flex min-h-9 items-center gap-2 px-4 py-1">
        <Heading id={id} className="text-base">
          {section.title}
        </Heading>
        {section.count !== undefined && <span className="tnum text-ink-3">{formatCount(section.count, language)}</span>}
        {section.action !== undefined && <div className="ml-auto">{section.action}</div>}
      </div>
      <Boundary what={section.title}>{section.content}</Boundary>
    </section>
  );
}

function reasonOf(action: Action): string | undefined {
  return action.blockedBy === undefined || action.blockedBy.length === 0 ? undefined : action.blockedBy.join(' ');
}

function WideActions({ actions }: { readonly actions: readonly Action[] }): ReactNode {
  const t = useWords('ui');
  const major = actions.filter((action) => action.minor !== true);
  const minor = actions.filter((action) => action.minor === true);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {major.map((action) => (
        <ActionButton key={action.name} action={action} />
      ))}
      {minor.length > 0 && (
        <Menu
          align="end"
          trigger={<IconButton variant="plain" label={t('moreActions')} icon={<Ellipsis />} />}
          items={minor.map(menuItem)}
        />
      )}
    </div>
  );
}

function PhoneActions({ actions }: { readonly actions: readonly Action[] }): ReactNode {
  const t = useWords('ui');
  const first = actions.find((action) => action.primary === true) ?? actions.find((action) => reasonOf(action) === undefined) ?? actions[0];
  const rest = actions.filter((action) => action !== first);
  return (
    <div className="flex shrink-0 gap-2 border-t border-line bg-surface px-3 py-2">
      {first !== undefined && <ActionButton action={first} large />}
      {rest.length > 0 && (
        <Menu
          align="end"
          trigger={<IconButton variant="plain" size="large" className="w-11" label={t('moreActions')} icon={<Ellipsis />} />}
          items={rest.map(menuItem)}
        />
      )}
    </div>
  );
}

function ActionButton({ action, large = false }: { readonly action: Action; readonly large?: boolean }): ReactNode {
  return (
    <Button
      variant={action.primary === true ? 'primary' : action.danger === true ? 'danger' : 'plain'}
      size={large ? 'large' : 'normal'}
      reason={reasonOf(action)}
      busy={action.busy === true}
      {...(action.icon !== undefined && { icon: action.icon })}
      {...(action.href !== undefined && { href: action.href })}
      {...(action.keys !== undefined && !large && { keys: action.keys })}
      {...(large && { className: 'flex-1' })}
      onClick={() => action.run?.()}
    >
      {action.label}
    </Button>
  );
}

function menuItem(action: Action): Parameters<typeof Menu>[0]['items'][number] {
  const reason = reasonOf(action);
  return {
    label: action.label,
    ...(action.icon !== undefined && { icon: action.icon }),
    ...(action.keys !== undefined && { keys: action.keys }),
    ...(action.href !== undefined && { href: action.href }),
    ...(action.danger !== undefined && { danger: action.danger }),
    ...(reason !== undefined && { disabledReason: reason }),
    onSelect: () => void action.run?.(),
  };
}

/** Why what is blocked is blocked, each reason once, before anybody clicks. */
function Blocked({ actions }: { readonly actions: readonly Action[] }): ReactNode {
  const t = useWords('ui');
  const reasons = new Map<string, string[]>();
  for (const action of actions) {
    for (const reason of action.blockedBy ?? none) reasons.set(reason, [...(reasons.get(reason) ?? none), action.label]);
  }
  return (
    <ul className="m-0 mt-2 flex list-none flex-col gap-0.5 p-0 text-sm text-ink-2" aria-label={t('blocked')}>
      {[...reasons].map(([reason, labels]) => (
        <li key={reason}>
          <span className="font-medium text-ink">{labels.join(', ')}:</span> {reason}
        </li>
      ))}
    </ul>
  );
}
