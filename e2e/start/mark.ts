import type { Installation } from '@dcmms/dev/installation/installation.ts';
import { eventually } from '../testing/eventually.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import { Person } from '../testing/person.ts';

/** Something of each store that must still be there later: an order's number and title, a reading's time and value. */
export interface Mark {
  readonly order: { readonly number: string; readonly title: string };
  readonly reading: { readonly timestamp: string; readonly value: number };
}

const asset = 'INV-11';
const tag = `${asset}.EnergyTotal`;
let marks = 0;

/** Creates an order and sends a reading, and waits until the graph shows both. */
export async function leaveMark(installation: Installation): Promise<Mark> {
  const manager = await Person.signIn(installation.ready, 'manager@helios.test');
  marks += 1;
  const { site } = await manager.data<{ site: { id: string } }>('{ site(code: "CESTAS") { id } }');
  const { workOrder } = await manager.change<{ workOrder: Mark['order'] }>(
    'createWorkOrder',
    { siteId: site.id, type: 'INSPECTION', priority: 'LOW', title: `Walk the fence ${marks}`, description: 'Once around the plant.' },
    'workOrder { number title }',
  );
  // Of a day on which nobody else sends anything.
  const t = Date.now() - 10 * 86_400_000;
  const reading = { timestamp: new Date(t).toISOString(), value: 1_000_000 + marks };
  const gateway = await EdgeGateway.connect(installation.ready, 'CESTAS');
  try {
    await gateway.send([{ asset, tag, t, v: reading.value }]);
  } finally {
    await gateway.close();
  }
  const mark = { order: workOrder, reading };
  await eventually(
    () => marksLeft(installation, mark),
    (left) => left.reading !== undefined,
  );
  return mark;
}

interface Shown {
  readonly workOrder: Mark['order'] | null;
  readonly asset: {
    readonly tags: readonly {
      readonly name: string;
      readonly series: { readonly timestamps: readonly string[]; readonly values: readonly number[] };
    }[];
  };
}

/** What the graph shows of a mark now. */
export async function marksLeft(installation: Installation, mark: Mark): Promise<{ [Part in keyof Mark]: Mark[Part] | null | undefined }> {
  const manager = await Person.signIn(installation.ready, 'manager@helios.test');
  const query = `query ($number: String!, $from: DateTime!, $to: DateTime!) {
    workOrder(number: $number) { number title }
    asset(code: "${asset}") { tags { name series(from: $from, to: $to, resolution: RAW) { timestamps values } } }
  }`;
  const { number } = mark.order;
  const from = mark.reading.timestamp;
  const data = await manager.data<Shown>(query, { number, from, to: new Date(Date.parse(from) + 1).toISOString() });
  const series = data.asset.tags.find(({ name }) => name === tag)?.series;
  const [timestamp] = series?.timestamps ?? [];
  const [value] = series?.values ?? [];
  return { order: data.workOrder, reading: timestamp === undefined || value === undefined ? undefined : { timestamp, value } };
}
