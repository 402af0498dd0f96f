import type { Page } from '@playwright/test';

/** The page's clock (UTC ms) at the frame in which the map's list of candidates holds more than `before`. */
export function moreCandidates(page: Page, before: number): Promise<number> {
  return page.evaluate((known) => {
    const list = document.querySelector('[data-testid="candidates"]') as HTMLElement;
    const count = (): number => list.querySelectorAll('[data-testid="candidate-row"]').length;
    return new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (count() <= known) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
      });
      observer.observe(list, { subtree: true, childList: true });
    });
  }, before);
}
