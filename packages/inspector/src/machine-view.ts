import { formatTerm, type Term } from '@beamline/beam-file';
import { type ErlangRuntime, terms } from '@beamline/runtime-core';
import { compiledModule } from './generated/module.js';
import { elementsOf, functionText, nameOf, numberOf, textOf, valueIn } from './term-parts.js';

/** The module in the machine that answers. */
const MODULE = 'beamline_inspector';

/** What processes are ordered by: their age, or a figure, the greatest first. */
export type ProcessOrder = 'newest' | 'oldest' | 'reductions' | 'memory' | 'message_queue_len';

/** Figures of a machine. */
export interface MachineSummary {
  readonly processes: number;
  /** Processes that could run and wait for their turn. */
  readonly runnable: number;
  readonly ports: number;
  readonly tables: number;
  readonly atoms: number;
  /** Bytes. */
  readonly memory: number;
  readonly reductions: number;
  /** Milliseconds since it was made. */
  readonly upTime: number;
  /** The release of OTP that it behaves as. */
  readonly release: string;
}

/** A process in a list. */
export interface ProcessRow {
  /** The pid, as it is sent back. */
  readonly term: Term;
  /** The pid as text. */
  readonly pid: string;
  /** Its registered name; undefined if it has none. */
  readonly name: string | undefined;
  /** The function that it began with. */
  readonly started: string;
  /** The function that it is in. */
  readonly current: string;
  readonly status: string;
  readonly reductions: number;
  /** Bytes. */
  readonly memory: number;
  /** Messages in its mailbox. */
  readonly messages: number;
  readonly links: number;
}

/** All that is shown of one process. */
export interface ProcessDetails {
  /** Texts by the items of `erlang:process_info/2`. */
  readonly items: readonly (readonly [string, string])[];
  /** Processes that it is linked to. */
  readonly links: readonly Term[];
  /** Processes that it monitors, or is monitored by. */
  readonly monitors: readonly Term[];
  readonly monitoredBy: readonly Term[];
  /** Where it is, the innermost call first. */
  readonly stack: readonly string[];
  /** The first messages in its mailbox; undefined if there are too many to read. */
  readonly messages: readonly string[] | undefined;
  /** How many there are. */
  readonly messageCount: number;
}

/** A table of `ets`. */
export interface TableRow {
  /** What it is found by. */
  readonly term: Term;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly protection: string;
  readonly owner: Term;
  readonly size: number;
  /** Bytes. */
  readonly memory: number;
}

/** Messages that a process has sent or got. */
export interface SeenMessages {
  readonly messages: readonly {
    readonly kind: 'sent' | 'got';
    /** The receiver of what was sent. */
    readonly to: string | undefined;
    readonly text: string;
  }[];
  /** How many came at the same time and were not kept. */
  readonly left: number;
}

/** Machines that have the module. */
const prepared = new WeakMap<ErlangRuntime, Promise<unknown>>();

function loadInto(runtime: ErlangRuntime): Promise<unknown> {
  const known = prepared.get(runtime);
  if (known !== undefined) return known;
  const loading = runtime.load(Uint8Array.from(atob(compiledModule), (character) => character.charCodeAt(0)));
  prepared.set(runtime, loading);
  // Another time it may succeed.
  loading.catch(() => prepared.delete(runtime));
  return loading;
}

/** Items of details that are shown in a way of their own. */
const APART: ReadonlySet<string> = new Set(['links', 'monitors', 'monitored_by', 'current_stacktrace', 'messages', 'message_queue_len']);

/** What can be seen of a running machine, in this thread or in a Worker. Loads a module of 7 kB into it. */
export class MachineView {
  readonly #runtime: ErlangRuntime;

  constructor(runtime: ErlangRuntime) {
    this.#runtime = runtime;
  }

  async #ask(name: string, ...args: Term[]): Promise<Term> {
    await loadInto(this.#runtime);
    return await this.#runtime.callTerm(MODULE, name, args);
  }

  /** Figures of the machine. */
  async summary(): Promise<MachineSummary> {
    const found = await this.#ask('summary');
    const number = (key: string): number => numberOf(valueIn(found, key));
    const release = valueIn(found, 'release');
    return {
      processes: number('processes'),
      runnable: number('runnable'),
      ports: number('ports'),
      tables: number('tables'),
      atoms: number('atoms'),
      memory: number('memory'),
      reductions: number('reductions'),
      upTime: number('up_time'),
      release: release === undefined ? '' : textOf(release),
    };
  }

  /** The processes that come first in an order, and how many there are. */
  async processes(order: ProcessOrder = 'newest', limit = 100): Promise<{ readonly count: number; readonly rows: readonly ProcessRow[] }> {
    const [count, rows] = elementsOf(await this.#ask('processes', terms.atom(order), terms.integer(limit)));
    return { count: numberOf(count), rows: elementsOf(rows).map(processRow) };
  }

  /** What there is of a process; undefined if it has ended. */
  async process(pid: Term): Promise<ProcessDetails | undefined> {
    const found = await this.#ask('process', pid);
    if (found.kind !== 'list') return undefined;
    const values = new Map(found.elements.map((pair) => [nameOf(elementsOf(pair)[0]) ?? '', elementsOf(pair)[1]]));
    const messages = values.get('messages');
    return {
      items: [...values].flatMap(([key, value]) => (APART.has(key) || value === undefined ? [] : [[key, itemText(key, value)] as const])),
      links: elementsOf(values.get('links')).filter(isProcess),
      monitors: elementsOf(values.get('monitors'))
        .flatMap((monitor) => elementsOf(monitor).slice(1))
        .filter(isProcess),
      monitoredBy: elementsOf(values.get('monitored_by')).filter(isProcess),
      stack: elementsOf(values.get('current_stacktrace')).map(frameText),
      messages: messages?.kind === 'atom' ? undefined : elementsOf(messages).map(formatTerm),
      messageCount: numberOf(values.get('message_queue_len')),
    };
  }

  /** All tables of `ets`. */
  async tables(): Promise<readonly TableRow[]> {
    return elementsOf(await this.#ask('tables')).map((row) => {
      const [id, name, type, protection, owner, size, memory, term] = elementsOf(row);
      return {
        term: term ?? terms.NIL,
        id: formatTerm(id ?? terms.NIL),
        name: nameOf(name) ?? '',
        type: nameOf(type) ?? '',
        protection: nameOf(protection) ?? '',
        owner: owner ?? terms.NIL,
        size: numberOf(size),
        memory: numberOf(memory),
      };
    });
  }

  /** Some objects of a table; undefined if only its owner may read it. */
  async objects(table: Term): Promise<readonly string[] | undefined> {
    const found = await this.#ask('objects', table);
    return found.kind === 'atom' ? undefined : elementsOf(found).map(formatTerm);
  }

  /** Ends a process, as `exit(Pid, kill)` does. */
  async kill(pid: Term): Promise<void> {
    await this.#ask('kill', pid);
  }

  /** Messages that a process sends and gets from now on, until the signal is aborted or the process is gone. The machine traces it meanwhile. */
  async *watch(pid: Term, signal: AbortSignal): AsyncGenerator<SeenMessages, void, undefined> {
    await loadInto(this.#runtime);
    const mailbox = await this.#runtime.mailbox();
    const close = (): void => mailbox.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      if (signal.aborted) return;
      await this.#ask('watch', pid, mailbox.pid.term);
      for (;;) {
        const [kind, told, left] = elementsOf(await mailbox.receiveTerm());
        if (nameOf(kind) !== 'messages') return;
        yield { messages: elementsOf(told).map(seenMessage), left: numberOf(left) };
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', close);
      mailbox.close();
    }
  }
}

function isProcess(term: Term): boolean {
  return term.kind === 'pid';
}

function processRow(row: Term): ProcessRow {
  const [pid, name, started, current, status, reductions, memory, messages, links] = elementsOf(row);
  const registered = nameOf(name);
  return {
    term: pid ?? terms.NIL,
    pid: formatTerm(pid ?? terms.NIL),
    name: registered === 'none' ? undefined : registered,
    started: functionText(started),
    current: functionText(current),
    status: nameOf(status) ?? '',
    reductions: numberOf(reductions),
    memory: numberOf(memory),
    messages: numberOf(messages),
    links: numberOf(links),
  };
}

function itemText(key: string, value: Term): string {
  if (key === 'initial_call') return functionText(value);
  return value.kind === 'nil' ? '–' : formatTerm(value);
}

/** A frame of a stack, with its file and line if these are known. */
function frameText(frame: Term): string {
  const [module, name, arity, location] = elementsOf(frame);
  if (module === undefined || name === undefined || arity === undefined) return formatTerm(frame);
  const places = new Map(elementsOf(location).map((pair) => [nameOf(elementsOf(pair)[0]) ?? '', elementsOf(pair)[1]]));
  const file = places.get('file');
  const line = places.get('line');
  const text = functionText(terms.tuple(module, name, arity));
  return file === undefined || line === undefined ? text : `${text} (${charactersOf(file)}:${numberOf(line)})`;
}

function charactersOf(list: Term): string {
  return String.fromCodePoint(...elementsOf(list).map(numberOf));
}

function seenMessage(message: Term): SeenMessages['messages'][number] {
  const [kind, , text, to] = elementsOf(message);
  const isSent = nameOf(kind) === 'sent';
  return {
    kind: isSent ? 'sent' : 'got',
    to: isSent && to !== undefined ? formatTerm(to) : undefined,
    text: formatTerm(text ?? terms.NIL),
  };
}
