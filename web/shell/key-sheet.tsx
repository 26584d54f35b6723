'use client';

import { useState, type ReactNode } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox } from '../ui/field.tsx';
import { spellKeys } from '../ui/keys.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { registeredKeys, singleKeys } from './keys.ts';

/** What can be pressed on this page, by where it belongs. */
export default function KeySheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useWords('shell');
  const language = useLanguage();
  const [groups] = useState(() => [...registeredKeys()]);
  const [single, setSingle] = useState(() => singleKeys.on());
  return (
    <Dialog title={t('keys')} open onClose={onClose} size="large">
      <div className="columns-2 gap-8 phone:columns-1">
        {groups.map(([group, bindings]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-xs font-medium text-ink-2">{group === '' ? t('thisPage') : group}</h3>
            <dl className="m-0">
              {bindings.map(({ keys, label }) => (
                <div key={keys} className="flex min-h-7 items-center justify-between gap-4 border-b border-line">
                  <dt>{label}</dt>
                  <dd className="code m-0 text-ink-2">{spellKeys(keys, language)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Checkbox
        label={t('singleKeys')}
        help={t('singleKeysHelp')}
        checked={single}
        onChange={(on) => {
          singleKeys.set(on);
          setSingle(on);
        }}
      />
    </Dialog>
  );
}
