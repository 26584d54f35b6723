import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { demoPassword } from '@dcmms/db/seed/people.ts';
import { signIn } from '@dcmms/dev/idp/sign-in.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';

export interface GraphQLAnswer {
  readonly status: number;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly { message: string; path?: (string | number)[]; extensions: { code: string; traceId?: string } }[] | undefined;
}

/** A person who signed in through the identity provider and asks the graph, over HTTP and over graphql-ws. */
export class Person {
  readonly email: string;
  readonly token: string;
  readonly #ready: ReadyFile;
  readonly #clients: Client[] = [];

  private constructor(email: string, token: string, ready: ReadyFile) {
    this.email = email;
    this.token = token;
    this.#ready = ready;
  }

  static async signIn(ready: ReadyFile, email: string): Promise<Person> {
    const tenant = email.slice(email.indexOf('@') + 1, email.lastIndexOf('.'));
    const token = await signIn({ issuer: `${ready.idp}/t/${tenant}`, email, password: demoPassword });
    return new Person(email, token, ready);
  }

  async ask(query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<GraphQLAnswer> {
    const response = await fetch(this.#ready.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Omit<GraphQLAnswer, 'status'>;
    return { status: response.status, data: body.data, errors: body.errors };
  }

  /** The data; fails on any error. */
  // The caller states the shape of its own document, as a generated client would.
  async data<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const answer = await this.ask(query, variables);
    if (answer.errors) throw new Error(`${this.email}: ${JSON.stringify(answer.errors)}`);
    return answer.data as Data;
  }

  /** A mutation's payload: fails on errors and on problems. */
  async change<Payload extends object>(field: string, input: Record<string, unknown>, selection: string): Promise<Payload> {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input!`;
    const data = await this.data<Record<string, Payload & { problems: unknown[] }>>(
      `mutation($input: ${type}) { ${field}(input: $input) { ${selection} problems { code message path } } }`,
      { input },
    );
    const payload = data[field];
    if (!payload) throw new Error(`${field} gave no payload`);
    if (payload.problems.length > 0) throw new Error(`${this.email}: ${field} was refused: ${JSON.stringify(payload.problems)}`);
    return payload;
  }

  /** Follows a subscription; what has come so far is in `seen`. */
  subscribe<Data>(query: string, variables: Record<string, unknown> = {}): Feed<Data> {
    const client = createClient({
      url: this.#ready.graphqlWs,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.token}` },
      retryAttempts: 0,
      lazy: false,
    });
    this.#clients.push(client);
    return new Feed<Data>(client, query, variables);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) await client.dispose();
  }
}

/** What a subscription has delivered. */
export class Feed<Data> {
  readonly seen: Data[] = [];
  readonly errors: unknown[] = [];
  ended = false;
  readonly #waiting = new Set<() => void>();
  readonly #unsubscribe: () => void;

  constructor(client: Client, query: string, variables: Record<string, unknown>) {
    this.#unsubscribe = client.subscribe<Data>(
      { query, variables },
      {
        next: (result) => {
          if (result.errors) this.errors.push(...result.errors);
          if (result.data) this.seen.push(result.data);
          this.#wake();
        },
        error: (error) => {
          this.errors.push(error);
          this.ended = true;
          this.#wake();
        },
        complete: () => {
          this.ended = true;
          this.#wake();
        },
      },
    );
  }

  /** The first delivery that fits, of those before and those to come. */
  async until(fits: (data: Data) => boolean, timeoutMs = 20_000): Promise<Data> {
    const late = Date.now() + timeoutMs;
    for (;;) {
      const found = this.seen.find(fits);
      if (found) return found;
      if (this.ended || Date.now() >= late)
        throw new Error(`Not delivered. Seen: ${JSON.stringify(this.seen).slice(0, 2_000)} Errors: ${JSON.stringify(this.errors)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(late - Date.now(), 1));
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  stop(): void {
    this.#unsubscribe();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
