import { existsSync, readFileSync } from 'node:fs';
import { type Browser, launch, type Page } from 'puppeteer-core';
import type { GivenSubject } from './browser-program.js';
import type { Outcome } from './job.js';
import type { MachineKind } from './machine-kinds.js';
import type { Engine } from './matrix-engines.js';
import type { Plan } from './plan.js';
import type { Finished } from './run-plan.js';

type BrowserEngine = Exclude<Engine, { kind: 'node' }>;

/** Where Debian has them, or where the environment says. */
const executables = {
  chromium: process.env.BEAMLINE_CHROMIUM ?? '/usr/bin/chromium',
  firefox: process.env.BEAMLINE_FIREFOX ?? '/usr/bin/firefox-esr',
} as const;

/** True unless the engine is a browser that is not on this machine. */
export function isInstalled(engine: Engine): boolean {
  return engine.kind === 'node' || existsSync(executables[engine.kind]);
}

function start(engine: BrowserEngine): Promise<Browser> {
  const executablePath = executables[engine.kind];
  if (engine.kind === 'firefox') {
    return launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox: { ...engine.preferences } });
  }
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
  if (engine.flags.length > 0) args.push(`--js-flags=${engine.flags.join(' ')}`);
  return launch({ browser: 'chrome', executablePath, headless: true, args });
}

/** A page with the program. */
async function open(browser: Browser, program: string): Promise<Page> {
  const page = await browser.newPage();
  await page.evaluate(readFileSync(program, 'utf8'));
  return page;
}

/** Rejects if something takes longer than a number of milliseconds. */
async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new Error(`nothing came of it in ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(clock);
  }
}

/** Runs all jobs of a plan in a browser: in another one from the next job on when one hangs or ends. */
export async function runInBrowser(
  engine: BrowserEngine,
  program: string,
  { files, jobs }: Plan,
  patience: number,
  finished: (result: Finished) => void,
): Promise<void> {
  let browser = await start(engine);
  try {
    let page = await open(browser, program);
    for (const job of jobs) {
      const file = files[job.module];
      if (file === undefined) throw new Error(`there is no module ${job.module}`);
      const given: GivenSubject = {
        module: job.module.replace(/^otp29\//, ''),
        beam: readFileSync(file.beam, 'base64'),
        cases: readFileSync(file.cases, 'utf8'),
        otpRelease: file.otpRelease,
      };
      const run = (subject: GivenSubject, kind: MachineKind, seed: number): Promise<Outcome> => globalThis.matrixJob(subject, kind, seed);
      try {
        const { problems, state } = await within(patience, page.evaluate(run, given, job.kind, job.seed));
        finished({ job, problems, state });
      } catch (error) {
        finished({ job, problems: [error instanceof Error ? error.message : String(error)], state: undefined });
        browser.process()?.kill('SIGKILL');
        browser = await start(engine);
        page = await open(browser, program);
      }
    }
  } finally {
    await browser.close();
  }
}
