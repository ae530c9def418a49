import type { ProcessInfo } from './process-info.js';
import { processReport } from './process-report.js';
import type { Processes } from './processes.js';

/** What a crash dump tells of the machine as a whole. */
export interface CrashDumpHead {
  readonly slogan: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly systemVersion: string;
  readonly atoms: number;
  readonly memory: number;
}

/** The state of the machine when it cannot go on, in the format of OTP's crash dumps: each process with its stack and without its heap. */
export function crashDump(head: CrashDumpHead, processes: Processes, info: ProcessInfo): string {
  const sections = [
    '=erl_crash_dump:0.5',
    new Date(head.time).toUTCString(),
    `Slogan: ${head.slogan}`,
    `System version: ${head.systemVersion}`,
    'Taints: none',
    `Atoms: ${head.atoms}`,
    '=memory',
    `total: ${head.memory}`,
    ...processes.all().map((context) => processReport(context, info, processes).trimEnd()),
    '=end',
  ];
  return `${sections.join('\n')}\n`;
}
