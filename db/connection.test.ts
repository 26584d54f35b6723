import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { databaseUrl, loginRoles, rolePassword, roleUrl } from './connection.ts';

const secret = 'a secret for tests';

describe('an address for a role', () => {
  test.each([
    ['over TCP', 'postgres://admin:p%40ss@db.example:6543/dcmms?sslmode=disable', { host: 'db.example', port: 6543, database: 'dcmms' }],
    ['without a user', 'postgresql://db.example/dcmms', { host: 'db.example', database: 'dcmms' }],
    [
      'of a socket in a parameter',
      'postgres://admin:pw@/dcmms?host=/tmp/sock&port=5433',
      { host: '/tmp/sock', port: 5433, database: 'dcmms' },
    ],
    ['of a socket as host', 'postgresql://admin:pw@%2Ftmp%2Fsock:5432/dcmms', { host: '/tmp/sock', port: 5432, database: 'dcmms' }],
    ['with the user in a parameter', 'postgres://db.example/dcmms?user=admin&password=pw', { host: 'db.example', database: 'dcmms' }],
  ])('keeps server and database: %s', (_, base, place) => {
    const client = new pg.Client(roleUrl(base, 'dcmms_core', secret));
    expect(client).toMatchObject({ ...place, user: 'dcmms_core', password: rolePassword(secret, 'dcmms_core') });
  });

  test('refuses what is no PostgreSQL URL without repeating its password', () => {
    expect(() => roleUrl('mysql://admin:hidden@db/dcmms', 'dcmms_core', secret)).toThrow(/^(?!.*hidden).*DATABASE_URL/);
  });

  test('gives every role a password of its own, and another one under another secret', () => {
    const passwords = [...loginRoles.map((role) => rolePassword(secret, role)), rolePassword('another', 'dcmms_core')];
    expect(new Set(passwords).size).toBe(loginRoles.length + 1);
  });

  test('changes the database alone', () => {
    expect(databaseUrl('postgres://a:b@/postgres?host=/tmp/s', 'one')).toBe('postgres://a:b@/one?host=/tmp/s');
    expect(databaseUrl('postgres://a:b@%2Ftmp%2Fs:5432/postgres', 'one')).toBe('postgres://a:b@%2Ftmp%2Fs:5432/one');
    expect(databaseUrl('postgres://a:b@host:1', 'one')).toBe('postgres://a:b@host:1/one');
  });
});
