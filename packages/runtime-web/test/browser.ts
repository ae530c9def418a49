import { existsSync } from 'node:fs';
import { type Browser, launch } from 'puppeteer-core';

/** A browser that tests run in. */
export interface BrowserKind {
  readonly name: 'Chromium' | 'Firefox';
  readonly executable: string;
  /** Whether it is on this machine. */
  readonly installed: boolean;
}

function kind(name: BrowserKind['name'], executable: string): BrowserKind {
  return { name, executable, installed: existsSync(executable) };
}

/** Where Debian has them, or where the environment says. */
export const browsers: readonly BrowserKind[] = [
  kind('Chromium', process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium'),
  kind('Firefox', process.env.BEAMLINE_FIREFOX ?? '/usr/bin/firefox-esr'),
];

/** Starts a browser without a window, with a profile of its own that is removed when it is closed. */
export function start({ name, executable }: BrowserKind): Promise<Browser> {
  if (name === 'Firefox') return launch({ browser: 'firefox', executablePath: executable, headless: true });
  return launch({
    browser: 'chrome',
    executablePath: executable,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
