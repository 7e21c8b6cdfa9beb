import type { Page } from "playwright-core";

/** Keeps the next request for `url` from the server until it is let go, by what this returns. */
export async function holdAnswer(page: Page, url: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  await page.route(
    url,
    async (route) => {
      await promise;
      await route.continue();
    },
    { times: 1 },
  );
  return () => {
    resolve(undefined);
  };
}
