import type { z } from 'zod';

/** The environment does not fit the settings a process needs. The message lists every fault, one a line. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Parses the environment once, at the edge of a process. A variable that is empty counts as not set, as compose files and shells
 * write one that is left out.
 *
 * @throws ConfigurationError with all faults at once, never the values (they may be secrets).
 */
export function parseEnvironment<Schema extends z.ZodType>(schema: Schema, environment: NodeJS.ProcessEnv = process.env): z.infer<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigurationError(`These settings need a look:\n${faults.join('\n')}`);
}
