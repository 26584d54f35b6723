/** Who is signed in, as far as the page has to know; there is no token anywhere in the browser. */
export interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly email: string;
  readonly tenant: { readonly id: string; readonly code: string; readonly name: string };
}

const place = 'dcmms.person';

/** Who was last signed in here and has not signed out: whose unsent writes and kept reads are shown while nobody can be asked. */
export function rememberedPerson(): Person | undefined {
  try {
    return readPerson(JSON.parse(localStorage.getItem(place) ?? 'null'));
  } catch {
    return undefined;
  }
}

export function rememberPerson(person: Person | undefined): void {
  try {
    if (person) localStorage.setItem(place, JSON.stringify(person));
    else localStorage.removeItem(place);
  } catch {
    // A browser that stores nothing can do without: only an offline reload needs it.
  }
}

/** Unique in the installation: the name under which a person's data is kept in this browser. */
export const personKey = (person: Person): string => `${person.tenant.id}/${person.id}`;

export function samePerson(one: Person | undefined, other: Person | undefined): boolean {
  return one !== undefined && other !== undefined && personKey(one) === personKey(other);
}

export function readPerson(value: unknown): Person | undefined {
  if (!isRecord(value) || !isRecord(value['tenant'])) return undefined;
  const { id, displayName, email, tenant } = value;
  const { id: tenantId, code, name } = tenant;
  if (!isText(id) || !isText(displayName) || !isText(email) || !isText(tenantId) || !isText(code) || !isText(name)) return undefined;
  return { id, displayName, email, tenant: { id: tenantId, code, name } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
