'use client';

import { useMemo } from 'react';
import { useClient } from 'urql';
import { graphql } from '../gql/gql.ts';
import { useViewer } from '../shell/viewer.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { FilterDef } from '../ui/list-state.ts';
import { severities } from './alarm.ts';

const alarmAssetSearch = graphql(`
  query AlarmAssetSearch($text: String!) {
    assets(first: 20, where: { or: [{ code: { contains: $text } }, { name: { contains: $text } }] }) {
      nodes {
        id
        code
        name
      }
    }
  }
`);

/** The filters of the alarms; what they say is in the URL by code: `?severity=CRITICAL&site=CESTAS&asset=INV-07`. */
export function useAlarmFilters(): readonly FilterDef[] {
  const t = useWords('alarms');
  const label = useEnumLabel();
  const client = useClient();
  const { sites } = useViewer();
  return useMemo(
    (): readonly FilterDef[] => [
      { kind: 'text', name: 'q', label: t('filter.text') },
      {
        kind: 'choice',
        name: 'severity',
        label: t('filter.severity'),
        options: severities.map((value) => ({ value, label: label('AlertSeverity', value) })),
      },
      {
        kind: 'choice',
        name: 'site',
        label: t('filter.site'),
        options: sites.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
      },
      {
        kind: 'pick',
        name: 'asset',
        label: t('filter.asset'),
        search: async (text) => {
          const { data } = await client.query(alarmAssetSearch, { text }).toPromise();
          return data?.assets.nodes.map(({ code, name }) => ({ value: code, label: code, note: name })) ?? [];
        },
        labelOf: (code) => Promise.resolve(code),
      },
      { kind: 'span', name: 'raised', label: t('filter.raised') },
    ],
    [t, label, client, sites],
  );
}
