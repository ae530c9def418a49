import { formatTerm, type Term } from '@beamline/beam-file';
import { make } from './elements.js';
import type { MachineView, ProcessDetails, SeenMessages } from './machine-view.js';

/** Messages that are kept on the page. */
const KEPT_MESSAGES = 200;

/** What the panel asks of the inspector. */
export interface DetailsActions {
  /** Shows another process. */
  open(term: Term): void;
  /** Closes the panel. */
  close(): void;
  /** Tells something to who cannot see it. */
  say(text: string): void;
}

/** The panel with all of one process. */
export class ProcessPanel {
  readonly element: HTMLElement;
  readonly #actions: DetailsActions;
  readonly #title = make('h3', { tabindex: '-1' });
  readonly #body = make('div');
  readonly #watched = make('ol', { 'aria-label': 'Messages sent and received' });
  readonly #watching = make('section', { hidden: true }, make('h4', {}, 'Messages as they come and go'), this.#watched);
  readonly #watchButton = make('button', { class: 'plain', type: 'button', 'aria-pressed': 'false', onclick: () => this.#toggleWatch() });
  #view: MachineView | undefined;
  #term: Term | undefined;
  #watch: AbortController | undefined;
  /** What is shown, so that the same is not made anew. */
  #shown = '';

  constructor(actions: DetailsActions) {
    this.#actions = actions;
    this.#watchButton.textContent = 'Watch messages';
    const kill = make('button', { class: 'plain danger', type: 'button', onclick: () => this.#kill() }, 'Kill');
    const close = make('button', { class: 'plain', type: 'button', onclick: () => actions.close() }, 'Close');
    this.element = make(
      'section',
      { class: 'details', 'aria-label': 'Process', hidden: true },
      make('div', { class: 'head' }, this.#title, this.#watchButton, kill, close),
      this.#watching,
      this.#body,
    );
  }

  /** The pid of the process that is shown, as text. */
  get pid(): string | undefined {
    return this.#term === undefined ? undefined : formatTerm(this.#term);
  }

  /** Shows a process; the focus goes to its title. */
  open(view: MachineView, term: Term): void {
    this.#stopWatching();
    this.#view = view;
    this.#term = term;
    this.#shown = '';
    this.#title.textContent = formatTerm(term);
    this.#body.replaceChildren();
    this.element.hidden = false;
    this.#title.focus();
  }

  /** Shows none. */
  close(): void {
    this.#stopWatching();
    this.#term = undefined;
    this.element.hidden = true;
  }

  /** Asks the machine again. */
  async refresh(): Promise<void> {
    const term = this.#term;
    if (this.#view === undefined || term === undefined) return;
    const details = await this.#view.process(term);
    if (term !== this.#term) return;
    const shown = JSON.stringify(details ?? 'gone', (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (details === undefined) this.#body.replaceChildren(make('p', { class: 'note' }, 'This process has ended.'));
    else this.#body.replaceChildren(...this.#parts(details));
  }

  #parts(details: ProcessDetails): Node[] {
    const { items, stack, messages, messageCount } = details;
    const list = make('dl', { class: 'items' });
    for (const [key, text] of items)
      list.append(make('div', {}, make('dt', {}, key.replaceAll('_', ' ')), make('dd', { class: 'code' }, text)));
    const read =
      messages === undefined
        ? make('p', { class: 'note' }, `${messageCount.toLocaleString('en')} messages, too many to read without holding up the machine.`)
        : this.#lines(messages, 'none');
    if (messages !== undefined && messageCount > messages.length)
      read.append(make('p', { class: 'note' }, `and ${messageCount - messages.length} more`));
    return [
      list,
      make('h4', {}, `Mailbox: ${messageCount}`),
      read,
      make('h4', {}, 'Linked to'),
      this.#pids(details.links),
      make('h4', {}, 'Monitors'),
      this.#pids(details.monitors),
      make('h4', {}, 'Monitored by'),
      this.#pids(details.monitoredBy),
      make('h4', {}, 'Stack'),
      this.#lines(stack, 'empty'),
    ];
  }

  #lines(lines: readonly string[], none: string): HTMLElement {
    if (lines.length === 0) return make('p', { class: 'note' }, none);
    return make('ol', {}, ...lines.map((line) => make('li', {}, line)));
  }

  #pids(pids: readonly Term[]): HTMLElement {
    if (pids.length === 0) return make('p', { class: 'note' }, 'none');
    const button = (pid: Term): HTMLElement =>
      make('button', { class: 'link', type: 'button', onclick: () => this.#actions.open(pid) }, formatTerm(pid));
    return make('ul', { class: 'inline' }, ...pids.map((pid) => make('li', {}, button(pid))));
  }

  #kill(): void {
    const { pid } = this;
    if (this.#view === undefined || this.#term === undefined) return;
    this.#view.kill(this.#term).then(
      () => this.#actions.say(`${pid} was killed`),
      (error: unknown) => this.#actions.say(`${pid} could not be killed: ${String(error)}`),
    );
  }

  #toggleWatch(): void {
    if (this.#watch === undefined) this.#startWatching();
    else this.#stopWatching();
  }

  #startWatching(): void {
    if (this.#view === undefined || this.#term === undefined) return;
    const watch = new AbortController();
    this.#watch = watch;
    this.#watchButton.setAttribute('aria-pressed', 'true');
    this.#watched.replaceChildren();
    this.#watching.hidden = false;
    this.#follow(this.#view.watch(this.#term, watch.signal)).catch((error: unknown) => {
      if (!watch.signal.aborted) this.#actions.say(`the messages cannot be watched: ${String(error)}`);
    });
  }

  async #follow(seen: AsyncIterable<SeenMessages>): Promise<void> {
    for await (const { messages, left } of seen) {
      for (const { kind, to, text } of messages)
        this.#watched.append(make('li', {}, kind === 'got' ? `← ${text}` : `→ ${to ?? ''} ${text}`));
      if (left > 0) this.#watched.append(make('li', { class: 'note' }, `and ${left} more`));
      while (this.#watched.childElementCount > KEPT_MESSAGES) this.#watched.firstElementChild?.remove();
    }
  }

  #stopWatching(): void {
    this.#watch?.abort();
    this.#watch = undefined;
    this.#watchButton.setAttribute('aria-pressed', 'false');
    this.#watching.hidden = true;
  }
}
