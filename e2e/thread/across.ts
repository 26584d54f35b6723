import { expect } from 'vitest';
import { Episodes } from '../testing/episodes.ts';
import { eventually } from '../testing/eventually.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import type { Installation } from '@dcmms/dev/installation/installation.ts';
import { Person } from '../testing/person.ts';

/** One query over all four subgraphs, the widest that the cost ceiling has to admit, at the size of the demo fleet. */
export async function askAcrossFourSubgraphs(installation: Installation): Promise<void> {
  const ready = installation.ready;
  const manager = await Person.signIn(ready, 'manager@helios.test');
  const gateway = await EdgeGateway.connect(ready, 'CESTAS');
  try {
    const t = Date.now();
    await gateway.send([{ asset: 'INV-07', tag: 'INV-07.ActivePower', t, v: 412.5 }]);
    const query = `{
      site(code: "CESTAS") {
        code name
        assets(first: 20, where: { type: { eq: INVERTER } }) {
          totalCount
          nodes {
            code status
            tags { name unit latest { timestamp value quality } }
            alerts(first: 3, where: { status: { in: [ACTIVE, ACKNOWLEDGED, SUPPRESSED] } }) { nodes { status severity rule { name } } }
            predictions(first: 3) { nodes { confidenceScore model { name version status } } }
            workOrders(first: 3) { nodes { number status parts { quantity item { code quantityOnHand } } } }
          }
        }
      }
    }`;
    interface Answer {
      readonly site: {
        readonly assets: {
          readonly totalCount: number;
          readonly nodes: readonly {
            readonly code: string;
            readonly tags: readonly { name: string; latest: { timestamp: string; value: number; quality: string } | null }[];
            readonly alerts: { readonly nodes: readonly unknown[] };
            readonly predictions: { readonly nodes: readonly { confidenceScore: number }[] };
            readonly workOrders: { readonly nodes: readonly { parts: readonly { item: { code: string } | null }[] }[] };
          }[];
        };
      };
    }
    // The reading is in the journal; the store has it at the next commit of the writer.
    const answer = await eventually(
      () => manager.data<Answer>(query),
      ({ site }) => {
        const tag = site.assets.nodes.find((asset) => asset.code === 'INV-07')?.tags.find(({ name }) => name === 'INV-07.ActivePower');
        return tag?.latest?.timestamp === new Date(t).toISOString();
      },
    );
    const { nodes, totalCount } = answer.site.assets;
    expect(totalCount).toBe(12);
    expect(nodes.map((asset) => asset.code)).toContain('INV-12');
    const tag = nodes.find((asset) => asset.code === 'INV-07')?.tags.find(({ name }) => name === 'INV-07.ActivePower');
    expect(tag?.latest).toEqual({ timestamp: new Date(t).toISOString(), value: 412.5, quality: 'GOOD' });
    expect(nodes.flatMap((asset) => asset.alerts.nodes).length).toBeGreaterThan(0);
    expect(nodes.flatMap((asset) => asset.predictions.nodes).length).toBeGreaterThan(0);
    expect(
      nodes
        .flatMap((asset) => asset.workOrders.nodes)
        .flatMap((order) => order.parts)
        .filter((part) => part.item).length,
    ).toBeGreaterThan(0);
  } finally {
    await gateway.close();
    await manager.close();
  }
}

/** One subscription whose event comes from telemetry and whose nested fields come from core. */
export async function hearAcrossTwoSubgraphs(installation: Installation, asset: string): Promise<void> {
  const ready = installation.ready;
  const operator = await Person.signIn(ready, 'operator@helios.test');
  const gateway = await EdgeGateway.connect(ready, 'CESTAS');
  try {
    interface Event {
      readonly alertChanged: {
        alert: { severity: string; asset: { code: string; name: string; parent: { code: string } | null; site: { name: string } } };
      };
    }
    const feed = operator.subscribe<Event>(
      'subscription { alertChanged { alert { severity asset { code name parent { code } site { name } workOrders(first: 2) { nodes { number } } } } } }',
    );
    const raised = ({ alertChanged }: Event) => alertChanged.alert.asset.code === asset;
    await new Episodes(gateway, asset, Date.now() - 600_000).until(() => feed.seen.some(raised));
    const { alertChanged } = await feed.until(raised);
    expect(alertChanged.alert).toMatchObject({ severity: 'CRITICAL', asset: { code: asset, site: { name: expect.any(String) } } });
    expect(feed.errors).toEqual([]);
  } finally {
    await gateway.close();
    await operator.close();
  }
}
