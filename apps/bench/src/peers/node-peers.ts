import type { Engine } from '../engines/engine.js';
import type { ProgramResult } from '../measuring/program-result.js';
import { describeRule, ruleArguments } from '../measuring/run-rule.js';
import { builtScript } from '../programs.js';
import { type Command, CommandError, linesOf } from './command-lines.js';
import type { Peer, System } from './peer.js';

/** A version of Node to run under. */
export interface NodeEngine {
  /** `Node 26`. */
  readonly title: string;
  /** What starts it, before its script. */
  readonly command: Command;
}

/** The Node that runs the bench itself. */
export const thisNode: NodeEngine = nodeEngine(process.versions.node, { file: process.execPath, args: [] });

/** A version that npx fetches, as npm knows it (`22`, `24.1.0`), or the path of an executable. */
export function nodeOf(versionOrPath: string): NodeEngine {
  if (isPath(versionOrPath)) return { title: `Node of ${versionOrPath}`, command: { file: versionOrPath, args: [] } };
  return nodeEngine(versionOrPath, {
    file: 'npx',
    args: ['--yes', '--loglevel=error', `node@${versionOrPath}`],
    shell: process.platform === 'win32',
  });
}

/** Whether it names an executable rather than a version. */
export function isPath(versionOrPath: string): boolean {
  return /[/\\]/.test(versionOrPath);
}

function nodeEngine(version: string, command: Command): NodeEngine {
  return { title: `Node ${version.replace(/^v/, '').split('.')[0]}`, command };
}

/** The command of the script that measures in a process of an engine. */
export function engineCommand({ command }: NodeEngine, args: readonly string[]): Command {
  return { ...command, args: [...command.args, builtScript('node-engine.js'), ...args] };
}

const systems = {
  beamline: {
    title: 'Beamline',
    how: 'A Node process for all programs, a new runtime for each; a run is a call of main/0 in a new Erlang process, until its result is there as a plain term, the way through the event loop included',
  },
  javascript: {
    title: 'JavaScript',
    how: 'A Node process for all programs; a run is a call of main(), until its promise is fulfilled if it returns one',
  },
} as const;

/** Beamline, or the programs in JavaScript, in a process of a version of Node. */
export function nodePeer(engine: NodeEngine, system: 'beamline' | 'javascript'): Peer {
  const { title: systemTitle, how } = systems[system];
  return {
    title: `${systemTitle}, ${engine.title}`,
    async run(programs, rule, tell) {
      const results: ProgramResult[] = [];
      let described: Engine | undefined;
      let ended: string | undefined;
      const names = programs.map(({ name }) => name);
      try {
        for await (const line of linesOf(engineCommand(engine, ['times', system, ...ruleArguments(rule), ...names]))) {
          if (described === undefined) described = JSON.parse(line) as Engine;
          else {
            const result = JSON.parse(line) as ProgramResult;
            results.push(result);
            tell(result);
          }
        }
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        ended = error.message;
      }
      if (described === undefined) return { title: `${systemTitle}, ${engine.title}`, reason: ended ?? 'it printed nothing' };
      const { version, clock } = described;
      const major = /^Node (\d+)/.exec(version)?.[1] ?? '';
      return {
        id: `${system satisfies System}-node-${major}`,
        system,
        title: `${systemTitle}, Node ${major}`,
        version,
        how: `${how}; ${describeRule(rule)}.`,
        clock,
        programs: results,
        ...(ended === undefined ? {} : { ended }),
      };
    },
  };
}
