import { type Browser, type BrowserKind, browsers, type Page, startBrowser } from '@beamline/browsers';
import type { PageProgram } from '../engines/page-engine.js';
import { failure, type ProgramResult } from '../measuring/program-result.js';
import { describeRule, type RunRule } from '../measuring/run-rule.js';
import { startPageServer } from './page-server.js';
import type { AbsentPeer, Peer, PeerRun } from './peer.js';

/** A browser, as it is named on the command line. */
export const browserNames: readonly string[] = browsers.map(({ name }) => name.toLowerCase());

const systems = {
  beamline: {
    title: 'Beamline',
    how: "on the page's thread, a new runtime for each program; a run is a call of main/0 in a new Erlang process, until its result is there as a plain term, the way through the event loop included",
  },
  javascript: {
    title: 'JavaScript',
    how: "on the page's thread; a run is a call of main(), until its promise is fulfilled if it returns one",
  },
} as const;

/** The kind of browser of that name. */
function browserKind(name: string): BrowserKind {
  const kind = browsers.find((each) => each.name.toLowerCase() === name);
  if (kind === undefined) throw new RangeError(`there is no browser ${name}; there are ${browserNames.join(', ')}`);
  return kind;
}

/** Opens a page of the bench that runs a script, in a browser that is closed afterwards. */
async function withPage<Result>(kind: BrowserKind, url: string, use: (page: Page) => Promise<Result>): Promise<Result> {
  const browser: Browser = await startBrowser(kind);
  try {
    const page = await browser.newPage();
    await page.goto(url);
    return await use(page);
  } finally {
    await browser.close();
  }
}

/** Beamline, or the programs in JavaScript, in a page in a browser of this machine. */
export function browserPeer(name: string, system: 'beamline' | 'javascript'): Peer {
  const kind = browserKind(name);
  const { title: systemTitle, how } = systems[system];
  const title = `${systemTitle}, ${kind.name}`;
  return {
    title,
    async run(programs, rule, tell): Promise<PeerRun | AbsentPeer> {
      if (!kind.installed) return { title, reason: `${kind.executable} is not installed` };
      const server = await startPageServer('page-engine.js');
      try {
        return await withPage(kind, `${server.origin}/`, async (page) => {
          const results: ProgramResult[] = [];
          const { version, clock } = await page.evaluate(() => globalThis.benchEngine.describe());
          for (const { name: program, group, expected } of programs) {
            const result = await measureInPage(page, system, { name: program, group, expected }, rule);
            results.push(result);
            tell(result);
          }
          return {
            id: `${system}-${name}`,
            system,
            title,
            version: `${kind.name} (${version})`,
            how: `One page for all programs, isolated from other origins, which gives it a finer clock; ${how}; ${describeRule(rule)}.`,
            clock,
            programs: results,
          };
        });
      } catch (error) {
        return { title, reason: error instanceof Error ? error.message : String(error) };
      } finally {
        await server.close();
      }
    },
  };
}

async function measureInPage(page: Page, system: 'beamline' | 'javascript', program: PageProgram, rule: RunRule): Promise<ProgramResult> {
  try {
    return await page.evaluate(({ of, ...rest }) => globalThis.benchEngine[of](rest.program, rest.rule), { of: system, program, rule });
  } catch (error) {
    return failure(program.name, error);
  }
}
