import { failure, type ProgramResult, WrongResult } from '../measuring/program-result.js';
import { describeRule, type RunRule, ruleArguments } from '../measuring/run-rule.js';
import { summarizeTimes } from '../measuring/timing.js';
import type { Program } from '../programs.js';
import { CommandError, linesOf } from './command-lines.js';
import { erlCommand } from './erl.js';
import type { AbsentPeer, Peer, PeerRun } from './peer.js';

/** A line of `bench_time:main/1`. */
interface TimeLine {
  readonly name: string;
  /** Nanoseconds of each run that counts. */
  readonly nanoseconds?: readonly number[];
  /** Whether it was compiled from its source, as this release does not load the `.beam` of OTP 25. */
  readonly compiled?: boolean;
  readonly result: string;
  /** `jit` is BeamAsm, `emu` the interpreter. */
  readonly emulator: string;
  readonly otp: string;
  readonly erts: string;
}

/** OTP's own emulator, by the `erl` that starts it: a path, or a name to be found on the `PATH`. */
export function otpPeer(erl: string): Peer {
  const title = `OTP (${erl})`;
  return {
    title,
    async run(programs, rule, tell): Promise<PeerRun | AbsentPeer> {
      const results: ProgramResult[] = [];
      let last: TimeLine | undefined;
      let ended: string | undefined;
      try {
        for await (const line of linesOf(erlCommand(erl, timeArguments(programs, rule)))) {
          if (!line.startsWith('{')) continue;
          last = JSON.parse(line) as TimeLine;
          const result = readResult(last, programs);
          results.push(result);
          tell(result);
        }
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        ended = error.message;
      }
      if (last === undefined) return { title, reason: ended ?? `${erl} printed no times` };
      const { emulator, otp, erts } = last;
      const system = emulator === 'jit' ? 'BeamAsm' : `erl's emulator "${emulator}"`;
      return {
        id: `otp-${otp}${emulator === 'jit' ? '' : `-${emulator}`}`,
        system: 'otp',
        title: `${system}, OTP ${otp}`,
        version: `OTP ${otp}, erts ${erts}, ${emulator}`,
        how: `One erl for all programs, the same .beam files; each run in a process of its own, measured inside it by bench_time.erl; ${describeRule(rule)}.`,
        programs: results,
        ...(ended === undefined ? {} : { ended }),
      };
    },
  };
}

function timeArguments(programs: readonly Program[], rule: RunRule): string[] {
  return ['-s', 'bench_time', 'main', ...ruleArguments(rule), ...programs.map(({ name }) => name), '-s', 'init', 'stop'];
}

/** Reads a line of `bench_time:main/1`, and compares the result with the one that is known. */
export function readResult(
  { name, nanoseconds, compiled, result, otp }: Pick<TimeLine, 'name' | 'nanoseconds' | 'compiled' | 'result' | 'otp'>,
  programs: readonly Pick<Program, 'name' | 'expected'>[],
): ProgramResult {
  const expected = programs.find((program) => program.name === name)?.expected ?? '';
  if (nanoseconds === undefined || result !== expected) return failure(name, new WrongResult(result, expected));
  return {
    name,
    result,
    correct: true,
    timing: summarizeTimes(nanoseconds.map((time) => time / 1e6)),
    ...(compiled === true ? { remark: `compiled by OTP ${otp}, which does not load the .beam file of OTP 25` } : {}),
  };
}
