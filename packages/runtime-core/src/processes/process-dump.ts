import { formatTerm } from '@beamline/beam-file';
import { BOTTOM_RETURN_ADDRESS, ContextOffset, MessageOffset, ProcessFlag, TermTag, TrapReason } from '@beamline/machine-model';
import type { LinearMemory } from '../terms/linear-memory.js';
import type { TermReader } from '../terms/term-reader.js';
import type { StackFrame } from './erlang-error.js';
import type { Processes } from './processes.js';
import type { StackTraces } from './stack-traces.js';

/** Characters of a term that a dump shows. */
const TERM_LENGTH = 200;

const reasonNames: ReadonlyMap<number, string> = new Map(Object.entries(TrapReason).map(([name, value]) => [value, name]));

/** Trap reasons with which a process enters a function when it goes on. */
const ENTERING: ReadonlySet<number> = new Set([TrapReason.call, TrapReason.yield, TrapReason.hibernating, TrapReason.blocked]);

/** What a dump reads of a machine. */
export interface DumpParts {
  readonly memory: LinearMemory;
  readonly reader: TermReader;
  readonly processes: Processes;
  readonly traces: StackTraces;
}

function hex(address: number): string {
  return `0x${(address >>> 0).toString(16).padStart(6, '0')}`;
}

function frameText({ module, function: name, arity, file, line }: StackFrame): string {
  return `${module}:${name}/${arity}${line === undefined ? '' : ` (${file}:${line})`}`;
}

/** A term as text; a word that is not one as a number. A dump is made when something is wrong, so nothing is taken for granted. */
function termText(word: number, reader: TermReader): string {
  if (word === 0) return '0';
  try {
    const text = formatTerm(reader.read(word));
    return text.length > TERM_LENGTH ? `${text.slice(0, TERM_LENGTH)}…` : text;
  } catch {
    return `not a term: ${hex(word)}`;
  }
}

/**
 * A process as text, for people: state, heaps, the stack word by word with the functions that return addresses stand for, saved
 * X registers and messages. Addresses are those of the machine's memory. It changes nothing, but that a collection
 * under way comes to its end.
 */
export function processDump(context: number, { memory, reader, processes, traces }: DumpParts): string {
  processes.settle(context);
  const load = (offset: number): number => memory.load(context + offset) >>> 0;
  const lines: string[] = [];
  const flags = load(ContextOffset.flags);
  const running = processes.isRunning(context);
  const pending = load(ContextOffset.pending);
  lines.push(`process ${formatTerm(processes.pid(context))} at ${hex(context)}`);
  lines.push(`  state: ${running ? 'running' : (reasonNames.get(pending) ?? `unknown trap reason ${pending}`)}, flags ${flagNames(flags)}`);
  if (load(ContextOffset.name) !== 0) lines.push(`  name: ${termText(load(ContextOffset.name), reader)}`);
  const entry = load(ContextOffset.pendingFunction);
  const enters = entry === 0 ? undefined : traces.functionAt(entry);
  if (!running && ENTERING.has(pending) && enters !== undefined) lines.push(`  goes on with: ${frameText(enters)}`);
  const range = (title: string, start: number, top: number, end: number): void => {
    lines.push(`  ${title}: ${hex(start)} to ${hex(end)}, ${top - start} of ${end - start} bytes used`);
  };
  range('young heap', load(ContextOffset.heapStart), load(ContextOffset.heapTop), load(ContextOffset.heapEnd));
  range('old heap', load(ContextOffset.oldStart), load(ContextOffset.oldTop), load(ContextOffset.oldEnd));
  lines.push(
    `  fragments: ${load(ContextOffset.fragmentBytes)} bytes; collections: ${load(ContextOffset.minorCollections)} minor, ${load(ContextOffset.majorCollections)} major`,
  );
  const live = running ? 0 : load(ContextOffset.savedLive);
  for (let i = 0; i < live; i++) lines.push(`  x${i}: ${termText(memory.load(load(ContextOffset.savedX) + 4 * i), reader)}`);
  const end = load(ContextOffset.stackEnd);
  lines.push(`  stack: ${hex(load(ContextOffset.stackStart))} to ${hex(end)}`);
  for (let at = processes.stackPointer(context), y = 0; at < end; at += 4) {
    const word = memory.load(at);
    if ((word & TermTag.primaryMask) === 0) {
      const frame = traces.frameAt(word);
      const target = word === BOTTOM_RETURN_ADDRESS ? 'nothing: the bottom of the stack' : hex(word);
      lines.push(`    ${hex(at)} returns to ${frame === undefined ? target : frameText(frame)}`);
      y = 0;
    } else {
      const isCatch = (word & TermTag.catchMask) === TermTag.catchTag;
      lines.push(`    ${hex(at)} y${y++}: ${isCatch ? `catch tag ${word >>> TermTag.atomShift}` : termText(word, reader)}`);
    }
  }
  lines.push(`  messages: ${load(ContextOffset.messageCount)}`);
  for (let message = load(ContextOffset.mailboxFirst); message !== 0; message = memory.load(message + MessageOffset.next) >>> 0)
    lines.push(`    ${termText(memory.load(message + MessageOffset.term), reader)}`);
  return lines.join('\n');
}

function flagNames(flags: number): string {
  const names = Object.entries(ProcessFlag).filter(([, bit]) => (flags & bit) !== 0);
  return names.length === 0 ? 'none' : names.map(([name]) => name).join(' ');
}
