import { writeSync } from 'node:fs';
import { createLog } from '@dcmms/runtime/log.ts';
import { Journal } from './journal.ts';
import { READINGS } from './record.ts';

// The child of the kill test in journal.test.ts: appends numbered records of odd sizes and prints each number once acknowledged.
const [, , folder = ''] = process.argv;
const journal = await Journal.open({
  folder,
  consumers: ['writer'],
  bytesMax: 1e9,
  segmentBytesMax: 200_000,
  log: createLog('test', 'silent'),
});
let number = 0;
async function writer(): Promise<never> {
  for (;;) {
    number += 1;
    const mine = number;
    await journal.append(READINGS, Buffer.from(`${mine} ${'.'.repeat(mine % 977)}`));
    writeSync(1, `${mine}\n`);
  }
}
await Promise.all(Array.from({ length: 50 }, writer));
