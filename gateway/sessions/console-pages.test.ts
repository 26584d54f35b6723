import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { ConsolePages } from './console-pages.ts';

/** A request as Node shows it, from a peer. */
function request(peer: string, headers: Record<string, string>): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  return Object.assign(new IncomingMessage(socket), { headers });
}

const origins = ['https://console.example', 'http://localhost:3000', 'https://localhost:3000'];

test('a request belongs to the origin under whose name it came, through this machine’s proxy or directly', () => {
  const pages = new ConsolePages(origins);
  const at = (headers: Record<string, string>, peer = '127.0.0.1') => pages.arrival(request(peer, headers));
  expect(at({ host: 'localhost:4000', 'x-forwarded-host': 'console.example' })).toEqual({
    ip: '127.0.0.1',
    origin: 'https://console.example',
    secure: true,
  });
  expect(at({ host: 'LOCALHOST:3000' })).toMatchObject({ origin: 'http://localhost:3000', secure: false });
  expect(at({ host: 'localhost:3000', 'x-forwarded-proto': 'https' })).toMatchObject({ origin: 'https://localhost:3000', secure: true });
  expect(at({ host: 'localhost:3000', 'x-forwarded-proto': 'wss, http' })).toMatchObject({ secure: true });
  expect(at({ host: 'evil.example' })).toMatchObject({ origin: 'https://console.example' });
});

test('what a stranger says of itself does not count; what a proxy that is trusted says does', () => {
  const claims = {
    host: 'localhost:3000',
    'x-forwarded-for': '198.51.100.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'console.example',
  };
  expect(new ConsolePages(origins).arrival(request('203.0.113.9', claims))).toEqual({
    ip: '203.0.113.9',
    origin: 'http://localhost:3000',
    secure: false,
  });
  for (const peer of ['10.1.2.3', '::ffff:10.1.2.3']) {
    expect(new ConsolePages(origins, ['10.0.0.0/8', 'fd00::/8']).arrival(request(peer, claims))).toEqual({
      ip: '198.51.100.1',
      origin: 'https://console.example',
      secure: true,
    });
  }
  expect(() => new ConsolePages(origins, ['everybody'])).toThrow('everybody');
});

test('of a chain the last stranger counts: what stands before it could be anything', () => {
  const pages = new ConsolePages(origins, ['10.0.0.0/8']);
  const from = (chain: string) => pages.arrival(request('127.0.0.1', { 'x-forwarded-for': chain })).ip;
  expect(from('1.1.1.1, 203.0.113.9, 10.0.0.1')).toBe('203.0.113.9');
  expect(from('10.0.0.2, 10.0.0.1')).toBe('10.0.0.2');
  expect(from('nonsense, 10.0.0.1')).toBe('10.0.0.1');
  expect(from('')).toBe('127.0.0.1');
});

test('a page is the console’s by its Origin alone, whole and exact', () => {
  const pages = new ConsolePages(origins);
  const sent = (headers: Record<string, string>) => pages.sent(request('127.0.0.1', headers));
  expect(sent({ origin: 'https://console.example' })).toBe(true);
  for (const origin of ['https://console.example.evil', 'http://console.example', 'https://console.example:444', 'null', ''])
    expect(sent({ origin })).toBe(false);
  expect(sent({ referer: 'https://console.example/', host: 'console.example' })).toBe(false);
});
