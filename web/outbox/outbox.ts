import { createRequest, type Client, type TypedDocumentNode } from 'urql';
import { changed } from '../graph/changed.ts';
import { backoffMs } from '../graph/backoff.ts';
import { Observed } from '../graph/observed.ts';
import { patches } from '../graph/patches.ts';
import { personKey, type Person } from '../graph/person.ts';
import { askSession, session, whoIsHere } from '../graph/session.ts';
import { shown } from '../graph/shown.ts';
import { keyed } from '../graph/use-change.ts';
import { documents, outboxOrder } from './documents.ts';
import type { Entry, EntryKind } from './entry.ts';
import { rememberSent } from './last-sent.ts';
import { afterReply, inputOf, nextToSend, recovered, retried, unanswered, type Reply } from './queue.ts';
import { replyOf, seenOf } from './reply.ts';
import { shownAs } from './shown-as.ts';
import { append, change, entriesOf } from './store.ts';

export interface NewEntry {
  readonly kind: EntryKind;
  /** What it is, for the person: "Complete task: Replace the fan". */
  readonly title: string;
  readonly workOrderId: string;
  /** The mutation's; the input's `version` is raised to what is known when it is sent. */
  readonly variables: { readonly input: Readonly<Record<string, unknown>> };
  /** Used while this page lives; after a reload the outbox's own of that kind. */
  readonly document?: TypedDocumentNode<unknown, never>;
}

type Told = (entry: Entry) => void;

/**
 * A technician's writes. Each is on disk before anything else happens, is shown as done at once (a start
 * only when nobody can be asked), and is sent in turn until it has
 * been answered: over reloads, lost networks, gateways that are away and sessions that have ended. One tab sends at a time (a lock
 * of the browser), always as the person who wrote it.
 */
class Outbox {
  readonly entries = new Observed<readonly Entry[]>([]);
  #client: Client | undefined;
  #owner: Person | undefined;
  #stopped: Told = () => {};
  #unstored: Told = () => {};
  #draining = false;
  #again = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #sequence = 0;
  readonly #documents = new Map<string, TypedDocumentNode<unknown, never>>();
  readonly #others =
    typeof BroadcastChannel === 'undefined' || typeof window === 'undefined' ? undefined : new BroadcastChannel('dcmms.outbox');

  /**
   * Shows what is kept of this person and begins to send it. Returns what ends that.
   *
   * @param stopped told of an entry that waits for a decision
   * @param unstored told of one that the browser could not store, and that is not sent therefore
   */
  open(client: Client, stopped: Told, unstored: Told): () => void {
    this.#client = client;
    this.#stopped = stopped;
    this.#unstored = unstored;
    const heard = ({ data }: MessageEvent<unknown>) => void this.#heard(data);
    const go = () => this.drain();
    const looked = () => document.visibilityState === 'visible' && this.drain();
    this.#others?.addEventListener('message', heard);
    globalThis.addEventListener('online', go);
    document.addEventListener('visibilitychange', looked);
    const unwatch = session.subscribe(() => void this.#personCame());
    void this.#personCame();
    return () => {
      this.#others?.removeEventListener('message', heard);
      globalThis.removeEventListener('online', go);
      document.removeEventListener('visibilitychange', looked);
      unwatch();
      clearTimeout(this.#retry);
    };
  }

  /** Returns when it is on disk. Refuses when the browser cannot store it or nobody is signed in. */
  async send({ kind, title, workOrderId, variables: { input }, document }: NewEntry): Promise<Entry> {
    const person = await whoIsHere();
    if (!person) throw new Error('Nobody is signed in.');
    const seen = shown.order(workOrderId);
    const number = seen?.['number'];
    const version = input['version'];
    this.#sequence = Math.max(Date.now(), this.#sequence + 1);
    const entry: Entry = {
      id: crypto.randomUUID(),
      kind,
      title,
      workOrderId,
      orderNumber: typeof number === 'string' ? number : undefined,
      input,
      state: 'pending',
      problems: [],
      conflicts: [],
      traceId: undefined,
      createdAt: Date.now(),
      sequence: this.#sequence,
      tries: 0,
      outOfReach: false,
      person: personKey(person),
      seen: seenOf(seen) ?? (typeof version === 'number' ? { version, fields: {} } : undefined),
    };
    if (document) this.#documents.set(entry.id, document);
    try {
      await append(entry);
    } catch (error) {
      this.#unstored(entry);
      throw error;
    }
    await this.#changed();
    void navigator.storage.persist();
    this.drain();
    return entry;
  }

  /** Resolves when it was done (undefined) or waits for a decision. While the gateway is away that is not soon. */
  settled(id: string): Promise<Entry | undefined> {
    return new Promise((resolve) => {
      const look = () => {
        const entry = this.entries.get().find((one) => one.id === id);
        if (entry && entry.state !== 'failed' && entry.state !== 'conflict') return false;
        resolve(entry);
        return true;
      };
      if (look()) return;
      const stop = this.entries.subscribe(() => look() && stop());
    });
  }

  async retry(id: string): Promise<void> {
    await this.#change((entries) => entries.map((entry) => (entry.id === id ? retried(entry) : entry)));
    this.drain();
  }

  async discard(id: string): Promise<void> {
    await this.#change((entries) => entries.filter((entry) => entry.id !== id || entry.state === 'sending'));
    this.drain();
  }

  /** Sends what waits, if this is the tab whose turn it is; else that tab is told. */
  drain(): void {
    if (this.#draining) {
      this.#again = true;
      return;
    }
    this.#draining = true;
    clearTimeout(this.#retry);
    void this.#drainAlone().finally(() => {
      this.#draining = false;
      if (!this.#again) return;
      this.#again = false;
      this.drain();
    });
  }

  async #drainAlone(): Promise<void> {
    if (!this.#owner || nextToSend(this.entries.get()) === undefined) {
      if (!this.#owner || !this.entries.get().some(({ state }) => state === 'sending')) return;
    }
    await navigator.locks.request('dcmms.outbox', async () => {
      // Whatever is on its way now was left by a tab that is gone: only who holds the lock sends.
      await this.#change((entries) => entries.map(recovered));
      for (;;) {
        const entry = nextToSend(this.entries.get());
        if (!entry) return;
        const may = await this.#maySend(entry);
        if (may === 'later') return this.#later();
        if (may === 'outOfReach') return this.#goOn();
        if (may === 'noSession') return;
        const reply = await this.#sendOne(entry);
        if (reply.kind === 'noSession') return;
        if (reply.kind === 'later') return reply.answered ? this.#later() : this.#goOn();
        if (reply.kind === 'fault' && !reply.final) return this.#later();
        this.#tries = 0;
      }
    });
  }

  async #sendOne(entry: Entry): Promise<Reply> {
    await this.#change((entries) => entries.map((one) => (one.id === entry.id ? { ...one, state: 'sending' } : one)));
    const reply = await this.#answerTo(entry);
    if (reply.kind === 'done') {
      this.#documents.delete(entry.id);
      rememberSent(entry.person, Date.now());
    }
    const before = this.entries.get();
    const after = await this.#change((entries) => afterReply(entries, entry.id, reply), entry.workOrderId);
    for (const one of after) {
      const was = before.find(({ id }) => id === one.id);
      if ((one.state === 'failed' || one.state === 'conflict') && was?.state !== one.state) this.#stopped(one);
    }
    return reply;
  }

  async #answerTo(entry: Entry): Promise<Reply> {
    const client = this.#client;
    if (!client) return { kind: 'later', answered: false };
    const document = this.#documents.get(entry.id) ?? documents[entry.kind];
    const request = createRequest<unknown, never>(document, { input: inputOf(entry) } as never);
    const result = await client.executeMutation(request, keyed(entry.id)).toPromise();
    const reply = replyOf(result);
    if (reply.kind === 'done' || reply.kind === 'refused') changed(document, result.data);
    return reply;
  }

  /** The cookie may be another person's since: what this one has written must never be done in that one's name. */
  async #maySend(entry: Entry): Promise<'yes' | 'later' | 'outOfReach' | 'noSession'> {
    const { state, person } = await askSession();
    if (state === 'ended') return 'noSession';
    if (state === 'unreachable') return 'outOfReach';
    return state === 'live' && person && personKey(person) === entry.person ? 'yes' : 'later';
  }

  /** Nobody answers: what waits is shown as done meanwhile, a start too, and tried again. */
  async #goOn(): Promise<void> {
    await this.#change((entries) => entries.map(unanswered));
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.drain(), backoffMs(this.#tries++, { firstMs: 1_000, mostMs: 30_000 }));
  }

  async #personCame(): Promise<void> {
    const { person, state } = session.get();
    if (state === 'unknown') return;
    this.#owner = person;
    await this.#load();
    if (state !== 'ended') this.drain();
  }

  async #load(): Promise<readonly Entry[]> {
    const entries = this.#owner ? await entriesOf(personKey(this.#owner)) : [];
    return this.#publish(entries);
  }

  async #change(how: (entries: readonly Entry[]) => readonly Entry[], workOrderId?: string): Promise<readonly Entry[]> {
    if (!this.#owner) return [];
    const entries = this.#publish(await change(personKey(this.#owner), how));
    this.#others?.postMessage({ workOrderId });
    return entries;
  }

  async #changed(): Promise<void> {
    await this.#load();
    this.#others?.postMessage({});
  }

  #publish(entries: readonly Entry[]): readonly Entry[] {
    patches.stand(shownAs(entries));
    this.entries.set(entries);
    return entries;
  }

  /** Another tab has changed the queue. */
  async #heard(data: unknown): Promise<void> {
    const id = typeof data === 'object' && data !== null && 'workOrderId' in data ? data.workOrderId : undefined;
    // What it has been answered is read first, or the order would jump back until the live event is there.
    if (typeof id === 'string') await this.#client?.query(outboxOrder, { id }, { requestPolicy: 'network-only' }).toPromise();
    await this.#load();
    this.drain();
  }
}

export const outbox = new Outbox();
