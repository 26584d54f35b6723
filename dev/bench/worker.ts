import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** A process of a benchmark's own, whose CPU is not counted as the system's: answers each task with one message. */
export class Worker<Task extends object, Result> {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  /** @param file Name of the file in this folder. */
  constructor(file: string) {
    this.#child = fork(join(import.meta.dirname, file));
    this.#ended = new Promise((_resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code, signal) => reject(new Error(`${file} ended with ${signal ?? code} before it had answered`)));
    });
    this.#ended.catch(() => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** One task at a time. */
  async run(task: Task): Promise<Result> {
    // The other side of the channel is the file named above, which answers with nothing else.
    const answered = new Promise<Result>((resolve) => this.#child.once('message', (message) => resolve(message as Result)));
    this.#child.send(task);
    return Promise.race([answered, this.#ended]);
  }

  end(): void {
    this.#child.kill();
  }
}

/** The other side: does each task and answers it; ends when nobody waits for answers any more, or with an error when one fails. */
export function answerTasks<Task, Result>(work: (task: Task) => Promise<Result>): void {
  process.on('message', (task) => {
    work(task as Task).then(
      (result) => process.send?.(result),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
}
