import { readBeamFile } from '@beamline/beam-file';
import type { FunctionListing, ListedLine } from '@beamline/runtime-core';
import { make } from '../dom.js';
import type { LineUse } from '../editor/line-marks.js';
import type { Program } from '../machine/program.js';

interface ShownLine {
  readonly element: HTMLElement;
  readonly line: number;
}

/** Functions of the module that a compiler adds to each. */
const ADDED: ReadonlySet<string> = new Set(['module_info', '__info__']);

/** BEAM code and WebAssembly of a program beside each other. The lines of the source that something runs in, and that of the cursor, are marked. */
export class CodePane {
  readonly #content: HTMLElement;
  readonly #goTo: (line: number) => void;
  #program: Program | undefined;
  #isStale = false;
  #lines: ShownLine[] = [];
  #cursor = 0;
  #active: ReadonlySet<number> = new Set();

  /** @param goTo - told the line of the source that someone has chosen */
  constructor(content: HTMLElement, goTo: (line: number) => void) {
    this.#content = content;
    this.#goTo = goTo;
  }

  /** Takes another program; it is listed when it is seen. */
  set program(program: Program | undefined) {
    this.#program = program;
    this.#isStale = true;
    if (this.#content.offsetParent !== null) this.refresh().catch(() => undefined);
  }

  /** Lists the program, if it is another one. */
  async refresh(): Promise<void> {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#lines = [];
    if (this.#program === undefined || this.#program.modules.length === 0) {
      this.#content.replaceChildren(make('p', 'hint', 'Run a program to see the code that it becomes.'));
      return;
    }
    // The compiler on the page's side is loaded when it is first needed.
    const { modules } = this.#program;
    const { listFunctions } = await import('@beamline/runtime-core');
    if (modules !== this.#program?.modules) return;
    const parts: Node[] = [];
    for (const { name, bytes } of modules) {
      try {
        for (const listing of listFunctions(readBeamFile(bytes))) if (!ADDED.has(listing.name)) parts.push(this.#section(name, listing));
      } catch (error) {
        parts.push(make('p', 'hint', `${name} cannot be listed: ${String(error)}`));
      }
    }
    this.#content.replaceChildren(...parts);
    this.#mark();
  }

  #section(module: string, { name, arity, beam, wasm }: FunctionListing): HTMLElement {
    const title = `${name}/${arity}`;
    return make(
      'section',
      'listing',
      make('h3', '', title, make('small', '', ` ${module}`)),
      make('div', 'columns', this.#column('BEAM', title, trimmed(beam)), this.#column('WebAssembly', title, wasm)),
    );
  }

  #column(kind: string, title: string, lines: readonly ListedLine[]): HTMLElement {
    const code = make('div', 'column');
    code.setAttribute('role', 'group');
    code.setAttribute('aria-label', `${kind} of ${title}`);
    code.tabIndex = 0;
    code.append(make('h4', '', kind));
    const list = make('pre', '');
    for (const { text, line } of lines) {
      const element = make('span', 'code-line', `${text}\n`);
      if (line > 0) {
        element.dataset.line = String(line);
        this.#lines.push({ element, line });
      }
      list.append(element);
    }
    list.addEventListener('click', (event) => {
      const line = event.target instanceof HTMLElement ? Number(event.target.dataset.line ?? 0) : 0;
      if (line > 0) this.#goTo(line);
    });
    code.append(list);
    return code;
  }

  /** Marks the line of the cursor, and goes to the first place of its code. */
  showCursor(line: number): void {
    this.#cursor = line;
    this.#mark();
    this.#lines.find((shown) => shown.line === line)?.element.scrollIntoView({ block: 'nearest' });
  }

  /** Marks the lines that processes are in. */
  showUses(uses: readonly LineUse[]): void {
    this.#active = new Set(uses.map(({ line }) => line));
    this.#mark();
  }

  #mark(): void {
    for (const { element, line } of this.#lines) {
      element.classList.toggle('at-cursor', line === this.#cursor);
      element.classList.toggle('running', this.#active.has(line));
    }
  }
}

/** Without what only separates one function from the next. */
function trimmed(lines: readonly ListedLine[]): readonly ListedLine[] {
  const end = lines.findLastIndex(({ text }) => text !== '');
  return lines.slice(0, end + 1);
}
