import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@dcmms/runtime/log.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JournalConsumer } from './consumer.ts';
import { Journal, type JournalSettings } from './journal.ts';
import { DEAD_LETTERS, READINGS } from './record.ts';

const log = createLog('test', 'silent');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function openJournal(settings: Partial<JournalSettings> = {}): Promise<Journal> {
  return Journal.open({ folder, consumers: ['writer', 'rules'], bytesMax: 64 * 1024 * 1024, log, ...settings });
}

async function texts(consumer: JournalConsumer, bytesMax = 1_000_000): Promise<string[]> {
  const found: string[] = [];
  for (let records = await consumer.read(bytesMax); records.length > 0; records = await consumer.read(bytesMax)) {
    found.push(...records.map(({ payload }) => payload.toString()));
  }
  return found;
}

const segments = async () => (await readdir(folder)).filter((name) => name.endsWith('.segment')).sort();

async function lastSegment(): Promise<string> {
  const name = (await segments()).at(-1);
  if (name === undefined) throw new Error('no segment');
  return join(folder, name);
}

describe('the journal', () => {
  test('gives every consumer every record once, in order, whatever the size of a read', async () => {
    const journal = await openJournal({ segmentBytesMax: 2_000 });
    const sent = Array.from({ length: 500 }, (_, index) => `record ${index}`);
    const positions = await Promise.all(sent.map((text) => journal.append(READINGS, Buffer.from(text))));
    expect(positions).toEqual(positions.map((_, index) => (positions[0] ?? 0) + index));
    expect(await texts(journal.consumer('writer'), 10)).toEqual(sent);
    expect(await texts(journal.consumer('rules'))).toEqual(sent);
    await journal.close();
  });

  test('tells kinds apart', async () => {
    const journal = await openJournal();
    await Promise.all([journal.append(READINGS, Buffer.from('a')), journal.append(DEAD_LETTERS, Buffer.from('b'))]);
    expect((await journal.consumer('rules').read(1_000)).map(({ kind }) => kind)).toEqual([READINGS, DEAD_LETTERS]);
    await journal.close();
  });

  test('goes on where each consumer had finished, and repeats what was only read', async () => {
    const before = await openJournal();
    await Promise.all(['a', 'b', 'c', 'd'].map((text) => before.append(READINGS, Buffer.from(text))));
    const [, second] = await before.consumer('writer').read(1_000);
    await before.consumer('writer').finish(second?.position ?? 0);
    await texts(before.consumer('rules'));
    await before.close();
    const after = await openJournal();
    await after.append(READINGS, Buffer.from('e'));
    expect(await texts(after.consumer('writer'))).toEqual(['b', 'c', 'd', 'e']);
    expect(await texts(after.consumer('rules'))).toEqual(['a', 'b', 'c', 'd', 'e']);
    await after.close();
  });

  test('can be read again from what is not finished', async () => {
    const journal = await openJournal({ segmentBytesMax: 30 });
    await journal.append(READINGS, Buffer.from('one and more'));
    await journal.append(READINGS, Buffer.from('two and more'));
    await journal.append(READINGS, Buffer.from('three'));
    const writer = journal.consumer('writer');
    const [first] = await writer.read(1);
    await writer.finish((first?.position ?? 0) + 1);
    expect(await texts(writer)).toHaveLength(2);
    writer.rewind();
    expect(await texts(writer)).toEqual(['two and more', 'three']);
    await journal.close();
  });

  test('wakes a consumer that waits for more', async () => {
    const journal = await openJournal();
    const rules = journal.consumer('rules');
    const waiting = rules.more(10_000).then(() => texts(rules));
    await journal.append(READINGS, Buffer.from('here'));
    expect(await waiting).toEqual(['here']);
    await journal.close();
  });

  test('deletes a segment when all consumers have passed it, not before', async () => {
    const journal = await openJournal({ segmentBytesMax: 100 });
    for (let index = 0; index < 10; index += 1) await journal.append(READINGS, Buffer.alloc(100, index));
    const many = (await segments()).length;
    expect(many).toBeGreaterThanOrEqual(10);
    await journal.consumer('writer').finish(journal.end);
    expect(await segments()).toHaveLength(many);
    await journal.consumer('rules').finish(journal.end);
    expect(await segments()).toEqual([]);
    expect(journal.bytes).toBe(0);
    await journal.append(READINGS, Buffer.from('next'));
    expect(await texts(journal.consumer('writer'))).toEqual(['next']);
    await journal.close();
  });

  test('cuts a torn end and keeps everything before it', async () => {
    const before = await openJournal();
    await Promise.all(['a', 'b', 'c'].map((text) => before.append(READINGS, Buffer.from(text))));
    await before.close();
    for (const tear of [
      async (path: string) => appendFile(path, Buffer.from([200, 0, 0, 0, 1, 2, 3])),
      async (path: string) => appendFile(path, Buffer.alloc(4_096)),
      async (path: string) => truncate(path, (await stat(path)).size - 1),
      async (path: string) => {
        const file = await open(path, 'r+');
        await file.write(Buffer.from('x'), 0, 1, (await file.stat()).size - 1);
        await file.close();
      },
    ]) {
      const journal = await openJournal();
      await journal.append(READINGS, Buffer.from('last'));
      await journal.append(READINGS, Buffer.from('torn'));
      await journal.close();
      await tear(await lastSegment());
      const healed = await openJournal();
      const found = await texts(healed.consumer('writer'));
      expect(found.slice(0, 3)).toEqual(['a', 'b', 'c']);
      expect(found).toContain('last');
      await healed.append(READINGS, Buffer.from('after'));
      expect(await texts(healed.consumer('writer'))).toEqual(['after']);
      await healed.close();
    }
  });

  test('acknowledges nothing beyond its share of the disk, and goes on when there is room', async () => {
    const journal = await openJournal({ bytesMax: 4_000, consumers: ['writer'] });
    const acknowledged: number[] = [];
    const all = Array.from({ length: 40 }, (_, index) =>
      journal.append(READINGS, Buffer.alloc(191, index)).then(() => acknowledged.push(index)),
    );
    await expect.poll(() => journal.trouble).toMatch(/holds its/);
    expect(acknowledged).toHaveLength(20);
    expect(journal.bytes).toBeLessThanOrEqual(4_000);
    // What a consumer itself has to write goes beyond the share, or it could not finish what fills the journal.
    await journal.append(DEAD_LETTERS, Buffer.from('letter'), true);
    const writer = journal.consumer('writer');
    while (acknowledged.length < 40) {
      const records = await writer.read(1_000);
      await writer.finish((records.at(-1)?.position ?? 0) + 1);
      await writer.more(100);
    }
    await Promise.all(all);
    expect(acknowledged).toEqual(Array.from({ length: 40 }, (_, index) => index));
    expect(journal.trouble).toBeUndefined();
    await journal.close();
  });

  test('a record larger than the share is taken when nothing else is there', async () => {
    const journal = await openJournal({ bytesMax: 1_000, consumers: ['writer'] });
    await journal.append(READINGS, Buffer.alloc(100));
    const large = journal.append(READINGS, Buffer.alloc(5_000));
    await expect.poll(() => journal.trouble).toMatch(/holds its/);
    await journal.consumer('writer').finish(journal.end);
    await large;
    await journal.close();
  });

  test('positions of a new journal lie above those of an earlier one', async () => {
    const before = await openJournal();
    const old = await before.append(READINGS, Buffer.from('a'));
    await before.close();
    await rm(folder, { recursive: true });
    const after = await openJournal();
    expect(await after.append(READINGS, Buffer.from('b'))).toBeGreaterThan(old);
    await after.close();
  });

  test('has one writer', async () => {
    const journal = await openJournal();
    const second = openJournal();
    const early = await Promise.race([second.then(() => 'opened'), new Promise((resolve) => setTimeout(resolve, 300, 'waiting'))]);
    expect(early).toBe('waiting');
    await journal.close();
    await (await second).close();
  });

  test('passes over a damaged segment instead of stopping for ever', async () => {
    const journal = await openJournal({ segmentBytesMax: 100 });
    for (const text of ['a', 'b', 'c']) await journal.append(READINGS, Buffer.from(text.repeat(100)));
    const [, middle = ''] = await segments();
    const file = await open(join(folder, middle), 'r+');
    await file.write(Buffer.from('?'), 0, 1, 50);
    await file.close();
    expect(await texts(journal.consumer('writer'))).toEqual(['a'.repeat(100), 'c'.repeat(100)]);
    await journal.close();
  });

  test('holds everything it acknowledged after kill -9', async () => {
    for (let round = 0; round < 3; round += 1) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'journal.crash.ts'), folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await expect.poll(() => output.length, { timeout: 50_000 }).toBeGreaterThan(3_000);
      child.kill('SIGKILL');
      await once(child, 'close');
      const acknowledged = output.split('\n').slice(0, -1).map(Number);
      const journal = await openJournal({ consumers: ['writer'] });
      const kept = new Set((await texts(journal.consumer('writer'))).map((text) => Number(text.split(' ', 1)[0])));
      expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(300);
      await journal.consumer('writer').finish(journal.end);
      await journal.close();
    }
  });
});
