import { askSession } from '../graph/session.ts';

const askMsMax = 8_000;

/** Whether the web server has this page. It answers alone, whatever the gateway does. */
export async function isPageUp(): Promise<boolean> {
  try {
    const response = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(askMsMax) });
    return response.ok;
  } catch {
    return false;
  }
}

/** Whether the gateway, which has the way in, is there and says that nobody is signed in; somebody may be by now. */
export async function isSessionOver(): Promise<boolean> {
  const { state } = await askSession();
  return state === 'ended';
}
