/**
 * Finds a Chromium to drive: `CHROME_PATH`, then an installed Chrome, Chromium or Edge, then the headless build that
 * came with `npm ci`. `LAB_BROWSER=bundled` skips the installed ones, `LAB_BROWSER=installed` refuses the bundled one.
 */
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { libraryPath, unpackChromium } from './bundled-chromium.ts';

export interface Browser {
  readonly executablePath: string;
  readonly kind: 'installed' | 'bundled';
  /** To be set for the browser's process, beside what it inherits. */
  readonly environment: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown with a message for a person when there is no browser to be had. */
export class NoBrowserError extends Error {
  override readonly name = 'NoBrowserError';
}

export async function findBrowser(environment: Environment = process.env): Promise<Browser> {
  const named = environment['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (!(await isExecutable(named))) throw new NoBrowserError(`CHROME_PATH is ${named}, which cannot be run`);
    return { executablePath: named, kind: 'installed', environment: {} };
  }
  if (environment['LAB_BROWSER'] !== 'bundled') {
    for (const executablePath of usualPlaces(process.platform, environment)) {
      if (await isExecutable(executablePath)) return { executablePath, kind: 'installed', environment: {} };
    }
  }
  if (environment['LAB_BROWSER'] !== 'installed' && process.platform === 'linux' && process.arch === 'x64') {
    const folder = await unpackChromium();
    return {
      executablePath: join(folder, 'chromium'),
      kind: 'bundled',
      environment: { LD_LIBRARY_PATH: libraryPath(folder, environment['LD_LIBRARY_PATH']), FONTCONFIG_PATH: folder },
    };
  }
  throw new NoBrowserError('no Chrome, Chromium or Edge found: install one, or set CHROME_PATH to its executable');
}

/**
 * Where installers put Chromium browsers, best first. Firefox and Safari are left out: Playwright drives only its own
 * builds of those, which are not what a visitor runs.
 */
export function usualPlaces(platform: NodeJS.Platform, environment: Environment): string[] {
  switch (platform) {
    case 'darwin':
      return ['/Applications', join(environment['HOME'] ?? homedir(), 'Applications')].flatMap((folder) =>
        ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`),
      );
    case 'win32': {
      const roots = [environment['PROGRAMFILES'], environment['PROGRAMFILES(X86)'], environment['LOCALAPPDATA']];
      const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
      return programs.flatMap((program) => roots.flatMap((root) => (root === undefined ? [] : [`${root}\\${program}`])));
    }
    default: {
      const fixed = ['/opt/google/chrome/chrome', '/snap/bin/chromium', '/usr/lib/chromium-browser/chromium-browser'];
      const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'microsoft-edge-stable'];
      const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
      return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...fixed];
    }
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
