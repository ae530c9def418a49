import { formatTerm, type Term } from '@beamline/beam-file';
import type { ProcessInfo } from './process-info.js';
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

function functionText(term: Term | undefined): string {
  const [module, name, arity] = term?.kind === 'tuple' ? term.elements : [];
  return module === undefined || name === undefined || arity === undefined
    ? ''
    : `${[module, name].map(formatTerm).join(':')}/${formatTerm(arity)}`;
}

/** The state of the machine when it cannot go on, in the format of OTP's crash dumps: each process without its stack and heap. */
export function crashDump(head: CrashDumpHead, processes: Processes, info: ProcessInfo): string {
  const sections = [
    [
      '=erl_crash_dump:0.5',
      new Date(head.time).toUTCString(),
      `Slogan: ${head.slogan}`,
      `System version: ${head.systemVersion}`,
      'Taints: none',
      `Atoms: ${head.atoms}`,
    ],
    ['=memory', `total: ${head.memory}`],
    ...processes.all().map((context) => {
      const item = (name: string): Term | undefined => info.value(context, name);
      const text = (name: string): string => formatTerm(item(name) ?? { kind: 'nil' });
      const status = text('status');
      return [
        `=proc:${formatTerm(processes.pid(context))}`,
        `State: ${status.charAt(0).toUpperCase()}${status.slice(1)}`,
        ...(item('registered_name')?.kind === 'atom' ? [`Name: ${text('registered_name')}`] : []),
        `Spawned as: ${functionText(item('initial_call'))}`,
        `Message queue length: ${text('message_queue_len')}`,
        `Reductions: ${text('reductions')}`,
        `Stack+heap: ${text('total_heap_size')}`,
        `Current function: ${functionText(item('current_function'))}`,
      ];
    }),
    ['=end'],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n')}\n`;
}
