'use client';

import { Check, Copy } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { DeadLettersQuery } from '../gql/graphql.ts';
import { useData } from '../graph/use-data.ts';
import { Button } from '../ui/button.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { deadLetterSampleQuery } from './documents.ts';
import { layOut } from './payload.ts';

export type DeadLetter = DeadLettersQuery['deadLetters']['nodes'][number];

/** One dead letter: what was wrong, what to do about it, and what was sent. */
export function Sample({ letter }: { readonly letter: DeadLetter }): ReactNode {
  const t = useWords('gateways');
  const label = useEnumLabel();
  const facts = [
    { name: t('reason'), value: label('DeadLetterReason', letter.reason) },
    { name: t('fault'), value: letter.error ?? '–' },
    { name: t('gateway'), value: letter.gateway ?? t('gatewayUnknown') },
    { name: t('topic'), value: <span className="code break-all">{letter.topic}</span> },
    { name: t('received'), value: <Time at={letter.receivedAt} style="full" withZone /> },
  ];
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <section aria-labelledby="remedy">
        <h3 id="remedy" className="mb-1">
          {t('whatToDo')}
        </h3>
        <p className="text-ink-2">{t(`meaning.${letter.reason}`)}</p>
        <p className="mt-1">{t(`remedy.${letter.reason}`)}</p>
      </section>
      <Payload letter={letter} />
    </div>
  );
}

function Payload({ letter }: { readonly letter: DeadLetter }): ReactNode {
  const t = useWords('gateways');
  const { data, state, error, refetch } = useData(deadLetterSampleQuery, { at: letter.receivedAt });
  const payload = data?.deadLetters.nodes.find(({ id }) => id === letter.id)?.payload;
  return (
    <section aria-labelledby="sample" className="min-w-0">
      <header className="mb-1 flex flex-wrap items-center gap-x-3">
        <h3 id="sample">{t('sample')}</h3>
        {letter.count > 1 && <span className="text-sm text-ink-2">{t('sampleOf', { count: letter.count })}</span>}
        {payload != null && payload !== '' && <CopyButton text={payload} />}
      </header>
      {state === 'loading' && <Loading rows={4} />}
      {state === 'failed' && <Failed what={t('sample')} error={error} retry={refetch} />}
      {state === 'ready' && (payload == null || payload === '') && <p className="text-ink-2">{t('sampleNone')}</p>}
      {payload != null && payload !== '' && <Text payload={payload} />}
    </section>
  );
}

function Text({ payload }: { readonly payload: string }): ReactNode {
  const t = useWords('gateways');
  const { text, cut, binary } = layOut(payload);
  return (
    <>
      {(cut || binary) && (
        <p className="mb-1 text-sm text-ink-2">{[binary && t('sampleBinary'), cut && t('sampleCut')].filter(Boolean).join(' ')}</p>
      )}
      <pre
        // A box that scrolls has to be reachable by keyboard.
        tabIndex={0}
        aria-label={t('sample')}
        className="code max-h-[50vh] overflow-auto border border-line bg-canvas p-2 whitespace-pre-wrap break-all"
      >
        {text}
      </pre>
    </>
  );
}

function CopyButton({ text }: { readonly text: string }): ReactNode {
  const t = useWords('gateways');
  const [copied, setCopied] = useState<'yes' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      setCopied('refused');
    }
  };
  return (
    <span className="ml-auto flex items-center gap-2">
      <span role="status" className="text-sm text-ink-2">
        {copied === 'refused' && t('copyFailed')}
        {copied === 'yes' && t('copied')}
      </span>
      <Button size="small" icon={copied === 'yes' ? <Check /> : <Copy />} onClick={copy}>
        {t('copySample')}
      </Button>
    </span>
  );
}
