import { pino, type Logger } from 'pino';

export type Log = Logger;

/**
 * The log of one process: JSON lines on standard output, level by `LOG_LEVEL` (default `info`).
 *
 * @param part The process or part, as operators call it: `gateway`, `bridge`.
 */
export function createLog(part: string, level = process.env['LOG_LEVEL'] ?? 'info'): Log {
  return pino({
    name: part,
    level,
    // Credentials must never reach a log, whoever logs a request or a setting.
    redact: ['authorization', '*.authorization', 'headers.authorization', 'headers.cookie', 'password', '*.password', 'secret', '*.secret'],
  });
}
