import mqtt from 'mqtt-packet';
import { describe, expect, test } from 'vitest';
import { wireBytesMax } from '../parse/unpack.ts';
import { PacketGuard } from './packet-guard.ts';

const publish = (topic: string, payload: string | Buffer, messageId = 7): Buffer =>
  mqtt.generate({ cmd: 'publish', topic, payload, qos: 1, messageId, dup: false, retain: false });

/** What the broker's parser makes of a stream that went through the guard in chunks. */
function parse(stream: Buffer, chunkBytes: number): { cmd: string; topic?: string; bytes?: number; messageId?: number | undefined }[] {
  const guard = new PacketGuard();
  const parser = mqtt.parser();
  const packets: ReturnType<typeof parse> = [];
  parser.on('packet', (packet) => {
    packets.push(
      packet.cmd === 'publish'
        ? { cmd: packet.cmd, topic: packet.topic, bytes: packet.payload.length, messageId: packet.messageId }
        : { cmd: packet.cmd },
    );
  });
  parser.on('error', (error) => expect.unreachable(error.message));
  for (let at = 0; at < stream.length; at += chunkBytes) parser.parse(guard.filter(stream.subarray(at, at + chunkBytes)));
  return packets;
}

describe('the guard of packets', () => {
  const ping = mqtt.generate({ cmd: 'pingreq' });

  test('passes an ordinary chunk on as it is', () => {
    const chunk = Buffer.concat([publish('a/b', 'hello'), ping, publish('c', 'x'.repeat(1_000))]);
    expect(new PacketGuard().filter(chunk)).toBe(chunk);
  });

  test.each([1, 2, 3, 7, 100, 65_536])('leaves every packet within the limit whole, in chunks of %i bytes', (chunkBytes) => {
    const stream = Buffer.concat([
      publish('a', ''),
      ping,
      publish('b', Buffer.alloc(chunkBytes > 3 ? wireBytesMax : 20_000)),
      ping,
      publish('c', 'end', 9),
    ]);
    expect(parse(stream, chunkBytes)).toEqual([
      { cmd: 'publish', topic: 'a', bytes: 0, messageId: 7 },
      { cmd: 'pingreq' },
      { cmd: 'publish', topic: 'b', bytes: chunkBytes > 3 ? wireBytesMax : 20_000, messageId: 7 },
      { cmd: 'pingreq' },
      { cmd: 'publish', topic: 'c', bytes: 3, messageId: 9 },
    ]);
  });

  test.each([977, 65_536, 10_000_000])(
    'cuts a payload of megabytes to just above the limit and goes on behind it, in chunks of %i bytes',
    (chunkBytes) => {
      const stream = Buffer.concat([
        ping,
        publish('long', Buffer.alloc(5_000_000), 8),
        publish('next', 'x', 9),
        publish('x'.repeat(60_000), Buffer.alloc(3_000_000), 10),
        ping,
      ]);
      const packets = parse(stream, chunkBytes);
      expect(packets.map(({ cmd, messageId }) => [cmd, messageId])).toEqual([
        ['pingreq', undefined],
        ['publish', 8],
        ['publish', 9],
        ['publish', 10],
        ['pingreq', undefined],
      ]);
      for (const { topic, bytes = 0 } of packets.filter(({ cmd, topic: of }) => cmd === 'publish' && of !== 'next')) {
        expect([topic, bytes > wireBytesMax && bytes <= wireBytesMax + 65_536]).toEqual([topic, true]);
      }
    },
  );

  test('ends a stream with another packet that is too long, or that is no MQTT', () => {
    const connect = mqtt.generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: 'x',
      keepalive: 0,
      username: 'u',
      password: Buffer.alloc(65_000),
    });
    expect(() => new PacketGuard().filter(connect)).not.toThrow();
    const subscribe = mqtt.generate({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: Array.from({ length: 3_000 }, (_, index) => ({ topic: `topic/number/${index}/and/so/on`, qos: 0 })),
    });
    expect(() => new PacketGuard().filter(subscribe)).toThrow(/packet of type 8/);
    expect(() => new PacketGuard().filter(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]))).toThrow(/no MQTT/);
  });
});
