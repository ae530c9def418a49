import { formatAtom, formatTerm, type Term } from '@beamline/beam-file';
import { displayedTerm } from '../terms/displayed-term.js';
import type { ProcessInfo } from './process-info.js';
import type { Processes } from './processes.js';

/** States by what `process_info` calls them (`erts_print_scheduler_info` and `print_process_info` in `erts/emulator/beam/break.c`). */
const STATES: Readonly<Record<string, string>> = { running: 'Running', runnable: 'Scheduled', waiting: 'Waiting', suspended: 'Suspended' };

function functionText(term: Term | undefined): string {
  const [module, name, arity] = term?.kind === 'tuple' ? term.elements : [];
  if (module?.kind !== 'atom' || name?.kind !== 'atom' || arity === undefined) return '';
  return `${formatAtom(module.name)}:${formatAtom(name.name)}/${formatTerm(arity)}`;
}

function integerOf(term: Term | undefined): number {
  return term?.kind === 'integer' ? Number(term.value) : 0;
}

function listText(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

/** What a process is linked to, what it monitors, and what monitors it. */
function relations(context: number, { relations: all }: Processes): string[] {
  const end = (direction: string, other: Term, reference: Term): string =>
    `{${direction},${displayedTerm(other)},${displayedTerm(reference)}}`;
  return [
    ...all.links(context).map((other) => displayedTerm(other)),
    ...all.monitorsSet(context).map(({ other, reference }) => end('to', other, reference)),
    ...all.monitorsOn(context).map(({ other, reference }) => end('from', other, reference)),
  ];
}

/**
 * A process in the format of OTP's crash dumps (`print_process_info` in `erts/emulator/beam/break.c`), with its stack. Sizes are in
 * words of the machine, but for those of memory, in bytes.
 */
export function processReport(context: number, info: ProcessInfo, processes: Processes): string {
  const item = (name: string): Term | undefined => info.value(context, name);
  const name = item('registered_name');
  const dictionary = item('dictionary');
  const linked = relations(context, processes);
  const parent = item('parent');
  const { fragments, oldBlock, old, used } = info.collectionItems(context);
  const heap = integerOf(item('heap_size'));
  return [
    `=proc:${displayedTerm(processes.pid(context))}`,
    `State: ${STATES[formatTerm(item('status') ?? { kind: 'nil' })] ?? ''}`,
    ...(name?.kind === 'atom' ? [`Name: ${formatAtom(name.name)}`] : []),
    `Spawned as: ${functionText(item('initial_call'))}`,
    `Spawned by: ${parent?.kind === 'pid' ? displayedTerm(parent) : '[]'}`,
    `Message queue length: ${integerOf(item('message_queue_len'))}`,
    `Number of heap fragments: ${integerOf(fragments) === 0 ? 0 : 1}`,
    `Heap fragment data: ${integerOf(fragments)}`,
    ...(linked.length === 0 ? [] : [`Link list: ${listText(linked)}`]),
    ...(dictionary?.kind === 'list' ? [`Dictionary: ${listText(dictionary.elements.map((pair) => displayedTerm(pair)))}`] : []),
    `Reductions: ${integerOf(item('reductions'))}`,
    `Stack+heap: ${heap + integerOf(item('stack_size'))}`,
    `OldHeap: ${integerOf(oldBlock)}`,
    `Heap unused: ${heap - integerOf(used)}`,
    `OldHeap unused: ${integerOf(oldBlock) - integerOf(old)}`,
    `Memory: ${integerOf(item('memory'))}`,
    'Stack dump:',
    info.backtrace(context),
  ].join('\n');
}
