import { make } from '../dom.js';

/** Characters that are kept of what was written. */
const KEPT = 200_000;

/** What kind of text it is. */
export type TextKind = 'plain' | 'error' | 'note' | 'result' | 'input';

/** What a machine writes, and a line to write to it. */
export class Terminal {
  readonly element: HTMLElement;
  readonly #title = make('h3', 'terminal-title');
  readonly #output = make('div', 'terminal-output');
  readonly #form = make('form', 'terminal-input');
  readonly #input = make('input', '');
  /** Lines that nobody has read. */
  readonly #lines: string[] = [];
  #reader: ((line: string) => void) | undefined;
  #length = 0;
  /** What is to be written in the next frame. */
  #pending: { readonly text: string; readonly kind: TextKind }[] = [];

  constructor(name: string) {
    this.#output.setAttribute('role', 'log');
    this.#output.setAttribute('aria-label', `Output of ${name}`);
    this.#output.tabIndex = 0;
    this.#title.textContent = name;
    this.#input.type = 'text';
    this.#input.autocomplete = 'off';
    this.#input.autocapitalize = 'off';
    this.#input.setAttribute('aria-label', `A line for ${name} to read`);
    this.#input.placeholder = 'A line for the program to read';
    const send = make('button', 'quiet', 'Send');
    send.type = 'submit';
    this.#form.append(this.#input, send);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send(this.#input.value);
      this.#input.value = '';
    });
    this.#form.hidden = true;
    this.element = make('section', 'terminal', this.#title, this.#output, this.#form);
  }

  /** Whether there is a line to write to the machine. */
  set takesInput(takes: boolean) {
    this.#form.hidden = !takes;
  }

  /** Writes a text; with others of the same frame, so that a program that writes much holds nothing up. */
  write(text: string, kind: TextKind = 'plain'): void {
    if (this.#pending.length === 0) requestAnimationFrame(() => this.#flush());
    this.#pending.push({ text, kind });
  }

  /** Writes a text on a line of its own. */
  writeLine(text: string, kind: TextKind): void {
    this.write(text.endsWith('\n') ? text : `${text}\n`, kind);
  }

  /** The next line that someone sends. */
  readLine(): Promise<string> {
    const line = this.#lines.shift();
    if (line !== undefined) return Promise.resolve(`${line}\n`);
    return new Promise((resolve) => {
      this.#reader = (read) => resolve(`${read}\n`);
    });
  }

  /** Empties it. */
  clear(): void {
    this.#pending = [];
    this.#length = 0;
    this.#output.replaceChildren();
    this.#lines.length = 0;
  }

  #send(line: string): void {
    this.writeLine(`› ${line}`, 'input');
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) this.#lines.push(line);
    else reader(line);
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = [];
    const atEnd = this.#output.scrollHeight - this.#output.scrollTop - this.#output.clientHeight < 40;
    let last = this.#output.lastElementChild;
    for (const { text, kind } of pending) {
      if (last === null || last.className !== `text text-${kind}` || (last.textContent?.length ?? 0) > 4000) {
        last = make('span', `text text-${kind}`);
        this.#output.append(last);
      }
      last.append(text);
      this.#length += text.length;
    }
    while (this.#length > KEPT && this.#output.childElementCount > 1) {
      this.#length -= this.#output.firstElementChild?.textContent?.length ?? 0;
      this.#output.firstElementChild?.remove();
    }
    if (atEnd) this.#output.scrollTop = this.#output.scrollHeight;
  }
}
