import { Agent, request } from 'node:http';
import { spread } from './figures.ts';
import { answerTasks } from './worker.ts';

export interface LoadTask {
  readonly url: string;
  readonly token: string;
  readonly query: string;
  readonly requests: number;
  readonly connections: number;
}

export interface LoadResult {
  readonly seconds: number;
  readonly answerMs: ReturnType<typeof spread>;
  /** Every answer was this one. */
  readonly answer: string;
}

answerTasks(run);

/**
 * A closed loop: each connection sends its next request when it has the answer to the last.
 *
 * @throws At the first answer that differs from the others.
 */
async function run(task: LoadTask): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: task.connections });
  const body = JSON.stringify({ query: task.query });
  const latencies: number[] = [];
  let left = task.requests;
  let answer: string | undefined;
  const begun = performance.now();
  const connection = async () => {
    while (left > 0) {
      left -= 1;
      const sent = performance.now();
      const { status, text } = await ask(agent, task, body);
      latencies.push(performance.now() - sent);
      answer ??= text;
      if (status !== 200 || text !== answer) throw new Error(`${task.url} answered ${status}: ${text.slice(0, 500)}`);
    }
  };
  await Promise.all(Array.from({ length: task.connections }, connection));
  agent.destroy();
  return { seconds: (performance.now() - begun) / 1_000, answerMs: spread(latencies), answer: answer ?? '' };
}

function ask(agent: Agent, { url, token }: LoadTask, body: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Bearer ${token}` };
    const asked = request(url, { agent, method: 'POST', headers, timeout: 20_000 }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer within 20 s')));
    asked.on('error', reject);
    asked.end(body);
  });
}
