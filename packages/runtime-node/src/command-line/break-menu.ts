import { readSync } from 'node:fs';
import { formatTerm, type Term } from '@beamline/beam-file';
import { type Runtime, terms } from '@beamline/runtime-core';

const { atom, list, tuple } = terms;

/** What Ctrl-C does: shows the menu, is left to the shell, ends the program, or nothing (`+B` in `erl`'s documentation). */
export type BreakAction = 'menu' | 'shell' | 'end' | 'ignore';

// The menu and what its keys do are those of `do_break` in `erts/emulator/beam/break.c`.
const MENU =
  'BREAK: (a)bort (A)bort with dump (c)ontinue (p)roc info (i)nfo\r\n       (l)oaded (v)ersion (k)ill (D)b-tables (d)istribution\r\n';
const KILLER_TITLE = `\r\n\r\nProcess Information\r\n\r\n${'-'.repeat(50)}\r\n`;

const END_OF_LINE: ReadonlySet<number> = new Set([0x0a, 0x0d]);
const INTERRUPT = 0x03;
const END_OF_INPUT = 0x04;
const ERASE: ReadonlySet<number> = new Set([0x08, 0x7f]);
/** Bytes of an input that is no terminal of which the first is the answer. */
const LINE_BYTES = 256;
/** Milliseconds between looks at an input that does not wait. */
const PAUSE = 50;

/** What is shown before each item of `ets:info/2`. */
const TABLE_ITEMS = [
  ['Name: ', 'name'],
  ['Objects: ', 'size'],
  ['Words: ', 'memory'],
  ['Type: ', 'type'],
  ['Protection: ', 'protection'],
  ['Compressed: ', 'compressed'],
  ['Write Concurrency: ', 'write_concurrency'],
  ['Read Concurrency: ', 'read_concurrency'],
] as const;

/** The characters of a string of Erlang. */
function stringOf(term: Term): string {
  const codes = term.kind === 'list' ? term.elements : [];
  return codes.map((code) => (code.kind === 'integer' ? String.fromCodePoint(Number(code.value)) : '')).join('');
}

function print(text: string): void {
  process.stdout.write(process.stdout.isTTY ? text.replace(/\r?\n/g, '\r\n') : text);
}

/** The menu that Ctrl-C opens: while it waits for a key the machine stands still. */
export class BreakMenu {
  readonly #runtime: Runtime;
  #isOpen = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Shows the menu, and does what the user asks for. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    this.#isOpen = true;
    try {
      print(`\r\n${MENU}`);
      let isDone = false;
      while (!isDone) isDone = await this.#choose(readAnswer());
    } finally {
      this.#isOpen = false;
    }
  }

  /** Does what a key is for; false if the menu stays. */
  async #choose(key: string | undefined): Promise<boolean> {
    switch (key) {
      case undefined:
      case 'a':
        process.exit(0);
        break;
      case 'A':
        this.#abortWithDump();
        break;
      case 'c':
        break;
      case 'p':
        print((await this.#processes()).join(''));
        break;
      case 'i':
        print(await this.#report('info'));
        break;
      case 'l':
        print(await this.#report('loaded'));
        break;
      case 'd':
        print(await this.#report('dist'));
        break;
      case 'v':
        print(`Erlang (BEAM) emulator version ${stringOf(await this.#systemInfo('version'))}\r\n`);
        break;
      case 'D':
        print(await this.#tables());
        break;
      case 'k':
        await this.#killer();
        break;
      case '\n':
        return false;
      default:
        print(`Invalid option '${key}'. Please enter one of the following:\r\n${MENU}`);
        return false;
    }
    return true;
  }

  #call(module: string, name: string, ...args: Term[]): Promise<Term> {
    return this.#runtime.callTerm(module, name, args);
  }

  #systemInfo(item: string): Promise<Term> {
    return this.#call('erlang', 'system_info', atom(item));
  }

  async #report(item: 'procs' | 'info' | 'loaded' | 'dist'): Promise<string> {
    const text = await this.#systemInfo(item);
    return text.kind === 'bitstring' ? new TextDecoder().decode(text.bytes) : '';
  }

  /** A report of each process and each port, but for the process that makes them. */
  async #processes(): Promise<string[]> {
    const sections = (await this.#report('procs')).split(/^(?==(?:proc|port):)/m);
    return sections.filter((section) => !section.includes('\nSpawned as: erlang:system_info/1\n'));
  }

  #abortWithDump(): void {
    const options = list([tuple(atom('flush'), atom('false'))]);
    // It does not return.
    this.#call('erlang', 'halt', terms.characters('Crash dump requested by user'), options).catch(() => undefined);
  }

  /** What is known of each table; not what is in it, which may belong to its process alone. */
  async #tables(): Promise<string> {
    const all = await this.#call('ets', 'all');
    const sections = (all.kind === 'list' ? all.elements : []).map(async (table) => {
      const lines = TABLE_ITEMS.map(async ([name, item]) => `${name}${formatTerm(await this.#call('ets', 'info', table, atom(item)))}\r\n`);
      const owner = formatTerm(await this.#call('ets', 'info', table, atom('owner')));
      return `=ets:${owner}\r\nTable: ${formatTerm(table)}\r\n${(await Promise.all(lines)).join('')}`;
    });
    return (await Promise.all(sections)).join('');
  }

  /** Shows processes, the newest first, and ends those that the user wants to end. */
  async #killer(): Promise<void> {
    print(KILLER_TITLE);
    const processes = (await this.#processes()).filter((section) => section.startsWith('=proc:'));
    for (const shown of processes.reverse()) {
      print(`${shown}(k)ill (n)ext (r)eturn:\r\n`);
      const key = readAnswer();
      if (key === undefined) process.exit(0);
      if (key === 'r') return;
      if (key !== 'k') continue;
      const [, name = ''] = /^=proc:(<[\d.]+>)/.exec(shown) ?? [];
      await this.#call('erlang', 'exit', await this.#call('erlang', 'list_to_pid', terms.characters(name)), atom('kill'));
    }
  }
}

/** The first key of a line that the user enters, a line feed for an empty line; undefined at the end of the input or for a second Ctrl-C. */
function readAnswer(): string | undefined {
  const { stdin } = process;
  if (!stdin.isTTY) return readBytes(LINE_BYTES)?.toString('latin1').charAt(0);
  const { isRaw } = stdin;
  // Ctrl-C would be a signal, which is seen only after this.
  stdin.setRawMode(true);
  try {
    return readLine();
  } finally {
    stdin.setRawMode(isRaw);
  }
}

/** Reads keys up to the end of a line, and shows them. */
function readLine(): string | undefined {
  let line = '';
  for (;;) {
    // What comes after the line is for the program.
    const [byte = END_OF_INPUT] = readBytes(1) ?? [];
    if (byte === INTERRUPT || (byte === END_OF_INPUT && line === '')) return undefined;
    if (END_OF_LINE.has(byte)) {
      print('\r\n');
      return line.charAt(0) || '\n';
    }
    if (!ERASE.has(byte)) {
      line += String.fromCharCode(byte);
      print(String.fromCharCode(byte));
    } else if (line !== '') {
      line = line.slice(0, -1);
      print('\b \b');
    }
  }
}

/** Waits for the standard input, and reads so many bytes of it at most; undefined at its end. */
function readBytes(most: number): Buffer | undefined {
  const bytes = Buffer.alloc(most);
  for (;;) {
    try {
      const count = readSync(process.stdin.fd, bytes);
      return count === 0 ? undefined : bytes.subarray(0, count);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return undefined;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}
