import { expect, test } from 'vitest';
import * as bridge from '../bridge/live/credential.ts';
import { livePassword, liveTopic, liveUsername } from './topic.ts';

test('the bridge and its readers agree on where live values are and who may read them', () => {
  const siteId = '0198a000-0000-7000-8000-000000000002';
  expect([liveUsername, livePassword('a secret'), liveTopic(siteId)]).toEqual([
    bridge.liveUsername,
    bridge.livePassword('a secret'),
    bridge.liveTopic(siteId),
  ]);
});
