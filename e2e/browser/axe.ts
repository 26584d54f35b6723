import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds on the page as it is, each finding with the elements it is about; none when the page is clean. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Without its second, empty page: the results are collected where they were made, and no frame of ours is from elsewhere.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
