import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { consoleOf, signIn } from './person.ts';

/** Every page comes with a policy that admits its own scripts by a nonce of its own, and none in the text of the page. */
export async function admitNoForeignScript(browser: Browser, ready: ReadyFile): Promise<void> {
  const at = consoleOf(ready);
  const pages = await Promise.all(['/', '/alarms', '/sign-in', '/wall/CESTAS'].map((path) => fetch(new URL(path, at))));
  const nonces = await Promise.all(
    pages.map(async (page) => {
      const policy = page.headers.get('content-security-policy') ?? '';
      const scripts = directive(policy, 'script-src');
      expect(scripts).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
      expect(directive(policy, 'default-src')).toBe("'self'");
      expect(directive(policy, 'connect-src')).toBe("'self'");
      expect(directive(policy, 'object-src')).toBe("'none'");
      expect(directive(policy, 'frame-ancestors')).toBe("'none'");
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('referrer-policy')).toBe('same-origin');
      expect(page.headers.get('x-powered-by')).toBeNull();
      const nonce = /'nonce-([\w+/=-]+)'/.exec(scripts)?.[1] ?? '';
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      const tags = (await page.text()).match(/<script\b[^>]*>/g) ?? [];
      expect(tags.length).toBeGreaterThan(0);
      expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      return nonce;
    }),
  );
  expect(new Set(nonces).size).toBe(nonces.length);

  const { page, context } = await signIn(browser, at, 'auditor@helios.test');
  try {
    // What somebody could get into a page's text is a handler: it must not run.
    const ran = await page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
            resolve(!violatedDirective.startsWith('script-src')),
          );
          document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="document.title = `foreign`">');
        }),
    );
    expect(ran).toBe(false);
    expect(await page.title()).not.toBe('foreign');
    const cookies = await context.cookies(at);
    const session = cookies.find(({ name }) => name === 'sid');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: new URL(at).hostname });
    // Looks and language are the only ones that scripts read.
    expect(cookies.filter(({ httpOnly, name }) => !httpOnly && !/theme|language|zone|density/i.test(name))).toEqual([]);
  } finally {
    await context.close();
  }
}

function directive(policy: string, name: string): string {
  return (
    policy
      .split('; ')
      .find((each) => each.startsWith(`${name} `))
      ?.slice(name.length + 1) ?? ''
  );
}
