import { expect, describe, test } from 'vitest';
import { libraryPath } from '../../../src/cli/browser/bundled-chromium.ts';
import { findBrowser, usualPlaces } from '../../../src/cli/browser/find-browser.ts';

describe('findBrowser', () => {
  test('CHROME_PATH decides', async () => {
    expect(await findBrowser({ CHROME_PATH: process.execPath })).toEqual({ executablePath: process.execPath, kind: 'installed', environment: {} });
  });

  test('a CHROME_PATH that cannot be run is said, not passed over', async () => {
    await expect(findBrowser({ CHROME_PATH: '/nowhere/chrome' })).rejects.toThrow('CHROME_PATH is /nowhere/chrome, which cannot be run');
  });
});

describe('usualPlaces', () => {
  test('Linux: every folder of PATH, Chrome before Chromium', () => {
    const places = usualPlaces('linux', { PATH: '/a:/b' });
    expect(places.indexOf('/b/google-chrome-stable')).toBeLessThan(places.indexOf('/a/chromium'));
    expect(places).toContain('/snap/bin/chromium');
  });

  test('macOS: for all users and for one', () => {
    const places = usualPlaces('darwin', { HOME: '/Users/me' });
    expect(places).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(places).toContain('/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium');
  });

  test('Windows: only under folders that there are', () => {
    expect(usualPlaces('win32', { PROGRAMFILES: 'C:\\Program Files' })).toEqual([
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files\\Chromium\\Application\\chrome.exe',
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    ]);
  });
});

test('libraryPath puts the unpacked libraries first and repeats nothing', () => {
  expect(libraryPath('/c', undefined)).toBe('/c/al2023/lib:/c');
  expect(libraryPath('/c', '/x:/c:')).toBe('/c/al2023/lib:/c:/x');
});
