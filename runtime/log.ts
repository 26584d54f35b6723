import { destination, pino, type Logger } from 'pino';

export type Log = Logger;

/**
 * The log of one process: JSON lines on standard output, level by `LOG_LEVEL` (default `info`).
 *
 * @param part The process or part, as operators call it: `gateway`, `bridge`.
 * @param file Where they go instead, for a process whose standard output is for people.
 */
export function createLog(part: string, level = process.env['LOG_LEVEL'] ?? 'info', file?: string): Log {
  const settings = {
    name: part,
    level,
    // Credentials must never reach a log, whoever logs a request or a setting.
    redact: ['authorization', '*.authorization', 'headers.authorization', 'headers.cookie', 'password', '*.password', 'secret', '*.secret'],
  };
  return file === undefined ? pino(settings) : pino(settings, destination({ dest: file, mkdir: true, sync: true, mode: 0o600 }));
}
