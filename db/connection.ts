import { createHmac } from 'node:crypto';
import type { LoginRole } from './security/roles.ts';

export { databaseRoles, loginRoles, type DatabaseRoleName, type LoginRole } from './security/roles.ts';

/** The password of a login role: derived, so that one secret is all an installation has to keep. */
export function rolePassword(secret: string, role: LoginRole): string {
  return createHmac('sha256', secret).update(`db:${role}`).digest('base64url');
}

/**
 * The base address with another user: same server, same database, same parameters.
 *
 * @param baseUrl A PostgreSQL URL: `postgres://user:password@host:5432/database?sslmode=verify-full`, or of a unix socket either
 * `postgres://user:password@/database?host=/folder&port=5432` or `postgres://user:password@%2Ffolder:5432/database`.
 * @throws When it is none.
 */
export function roleUrl(baseUrl: string, role: LoginRole, secret: string): string {
  const parts = /^(postgres(?:ql)?:\/\/)(?:[^/?#]*@)?([^?#]*)(?:\?([^#]*))?$/.exec(baseUrl);
  // The address itself holds a password and stays out of the message.
  if (parts === null) throw new Error('The address of the database is no postgres:// URL; set DATABASE_URL to one.');
  const [, scheme = '', place = '', query = ''] = parts;
  // The driver lets a parameter win over the part before the @.
  const parameters = query.split('&').filter((parameter) => parameter !== '' && !/^(?:user|password)=/.test(parameter));
  const rest = parameters.length > 0 ? `?${parameters.join('&')}` : '';
  return `${scheme}${role}:${rolePassword(secret, role)}@${place}${rest}`;
}

/** The base address with another database, for tests and for making one. */
export function databaseUrl(baseUrl: string, database: string): string {
  const parts = /^(postgres(?:ql)?:\/\/[^/?#]*)(?:\/[^?#]*)?(\?.*)?$/.exec(baseUrl);
  if (parts === null) throw new Error('The address of the database is no postgres:// URL.');
  return `${parts[1] ?? ''}/${encodeURIComponent(database)}${parts[2] ?? ''}`;
}
