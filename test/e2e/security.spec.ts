import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { contentPolicy } from '../../electron/app/security/content-policy';
import { contract } from '../../shared/contract';
import type { Bridge } from '../../shared/bridge';
import { expect, test } from './fixtures';

/**
 * Motivation: a backup tool can read and write everything its person can; a page that breaks out of its window would
 * be the worst hole.
 * Pass criteria: every value that fences the page in is asserted on the running app, and each fence is run against.
 */

declare global {
  interface Window {
    postbag: Bridge;
  }
}

const ownUrl = (page: Page): string => page.url();

test('every web preference is the strict one', async ({ app, page }) => {
  expect(ownUrl(page)).toBe('app://postbag/index.html');
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return (
      contents as unknown as { getLastWebPreferences: () => Record<string, unknown> }
    ).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  });
  // The others are not told back by Electron: test/unit/app/web-preferences.test.ts asserts what is passed in.
});

test('the page has the verbs of the contract, and nothing of Node or Electron', async ({ page }) => {
  const seen = await page.evaluate(() => ({
    verbs: Object.keys(window.postbag).sort(),
    node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
  }));
  expect(seen.verbs).toEqual([...Object.keys(contract), 'on'].sort());
  expect(seen.node).toEqual([]);
});

test('pages come with the content policy, and it holds', async ({ app }) => {
  const page = await app.firstWindow(); // the refusals are errors on its console
  await page.waitForLoadState();
  const headers = await app.evaluate(async ({ session }) => {
    const answer = await session.defaultSession.fetch('app://postbag/index.html');
    return Object.fromEntries(answer.headers.entries());
  });
  expect(headers).toMatchObject({
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
    'content-type': 'text/html; charset=utf-8',
  });
  expect(contentPolicy.startsWith("default-src 'none';")).toBe(true);
  expect(contentPolicy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);

  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    // Later, so that it is the page and not the test's own connection that asks.
    setTimeout(() => {
      try {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- must be refused
        new Function('window.evalRan = true')();
      } catch {
        Object.assign(window, { evalRefused: true });
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    return ['inlineRan', 'evalRan', 'evalRefused'].filter((name) => name in window);
  });
  expect(ran).toEqual(['evalRefused']);
});

test('the page cannot be led elsewhere, and opens nothing', async ({ app }) => {
  const page = await app.firstWindow(); // the refusals are errors on its console
  await page.waitForLoadState();
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await page.evaluate(() => {
    location.href = 'file:///etc/passwd';
  });
  expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
  expect(ownUrl(page)).toBe('app://postbag/index.html');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the scheme serves the bundle and nothing else', async ({ app }) => {
  const answers = await app.evaluate(async ({ session }) => {
    const ask = async (url: string, method = 'GET'): Promise<number> =>
      (await session.defaultSession.fetch(url, { method })).status;
    return {
      page: await ask('app://postbag/index.html'),
      above: await ask('app://postbag/..%2f..%2fpackage.json'),
      encoded: await ask('app://postbag/%2e%2e/%2e%2e/package.json'),
      absolute: await ask('app://postbag//etc/passwd'),
      otherHost: await ask('app://elsewhere/index.html'),
      writing: await ask('app://postbag/index.html', 'POST'),
      otherType: await ask('app://postbag/assets/x.cjs'),
    };
  });
  expect(answers).toEqual({
    page: 200,
    above: 403,
    encoded: 403,
    absolute: 403,
    otherHost: 403,
    writing: 403,
    otherType: 403,
  });
});

test('nothing reaches the network, from the page or around its policy', async ({ app }) => {
  const page = await app.firstWindow(); // the refusals are errors on its console
  await page.waitForLoadState();
  let requests = 0;
  const server = http.createServer((_request, response) => {
    requests++;
    response.end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const fromPage = await page.evaluate(async (to) => {
      try {
        await fetch(to);
        return 'reached';
      } catch {
        return 'refused';
      }
    }, url);
    const fromSession = await app.evaluate(async ({ session }, to) => {
      try {
        await session.defaultSession.fetch(to);
        return 'reached';
      } catch {
        return 'refused';
      }
    }, url);
    expect({ fromPage, fromSession, requests }).toEqual({
      fromPage: 'refused',
      fromSession: 'refused',
      requests: 0,
    });
  } finally {
    server.close();
  }
});

test('every permission is refused', async ({ page }) => {
  const answers = await page.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    camera: await navigator.permissions.query({ name: 'camera' }).then(({ state }) => state),
    place: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
  }));
  expect(answers).toEqual({ notification: 'denied', camera: 'denied', place: 'denied' });
});

test('a page that is not ours is refused by every verb, even with our preload', async ({ app, page }) => {
  await page.waitForLoadState();
  const refused = await app.evaluate(async ({ app: running, BrowserWindow }) => {
    const preload = `${running.getAppPath()}/dist/preload/preload.cjs`;
    const foreign = new BrowserWindow({
      show: false,
      // A session of its own: in ours such a page could not even be loaded.
      webPreferences: { preload, sandbox: true, contextIsolation: true, partition: 'foreign' },
    });
    try {
      await foreign.loadURL('data:text/html,<title>foreign</title>');
      return (await foreign.webContents.executeJavaScript(
        `(async () => {
           const answers = [];
           for (const verb of Object.keys(window.postbag)) {
             if (verb === 'on') continue;
             answers.push(await window.postbag[verb]().then(() => verb + ' answered', (error) => error.message));
           }
           return answers;
         })()`,
      )) as string[];
    } finally {
      foreign.destroy();
    }
  });
  expect(refused).toHaveLength(Object.keys(contract).length);
  for (const answer of refused) expect(answer).toMatch(/refused/);
});

test('no verb takes a path, or an argument of another shape', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const bridge = window.postbag as unknown as Record<string, (input: unknown) => Promise<unknown>>;
    return {
      path: await bridge['addPostOffice']?.({ folderId: '/etc', name: 'x', format: null }),
      vault: await bridge['addVault']?.({ folderId: '../../etc' }),
      shape: await bridge['startRun']?.({ planId: 5 }),
      extra: await bridge['readLedger']?.({ runId: '../../../etc', onlyChanged: false, offset: 0, limit: 5 }),
      huge: await bridge['readLog']?.({ runId: 'x', offset: 0, limit: 1e9 }),
    };
  });
  const failed = (code: string): unknown =>
    expect.objectContaining({ error: expect.objectContaining({ code }) });
  expect(answers).toEqual({
    path: failed('folder-unknown'),
    vault: failed('folder-unknown'),
    shape: failed('bad-request'),
    extra: failed('run-unknown'),
    huge: failed('bad-request'),
  });
});
