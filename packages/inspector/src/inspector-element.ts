import type { Term } from '@beamline/beam-file';
import type { ErlangRuntime } from '@beamline/runtime-core';
import { make, setText } from './elements.js';
import { MachineView, type ProcessOrder } from './machine-view.js';
import { ProcessPanel } from './process-details.js';
import { ProcessTable } from './process-table.js';
import { bytesText, countText, durationText } from './quantities.js';
import { style } from './style.js';
import { TableList } from './table-list.js';

/** Milliseconds from one look at the machine to the next. */
const INTERVAL = 1000;
/** How many times as long as a look has taken there is none: of a machine with very many processes it takes a while. */
const REST = 8;
/** Processes that are shown. */
const SHOWN = 100;

const ORDERS: readonly (readonly [ProcessOrder, string])[] = [
  ['newest', 'newest first'],
  ['oldest', 'oldest first'],
  ['reductions', 'most work'],
  ['memory', 'most memory'],
  ['message_queue_len', 'longest mailbox'],
];

const TOTALS = ['Processes', 'Runnable', 'Memory', 'Reductions/s', 'Tables', 'Atoms', 'Up for'] as const;

// A module that is imported where there is no page, in Node or a Worker, must not fail there.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** `<beamline-inspector>`: looks into the machine that its property `runtime` is, once a second while it is seen. */
export class InspectorElement extends Base {
  /** The names that it is told changes of. */
  static readonly observedAttributes: readonly string[] = ['hidden'];

  readonly #totals: ReadonlyMap<string, HTMLElement> = new Map(TOTALS.map((name) => [name, make('dd', {}, '–')]));
  readonly #processes = new ProcessTable((term) => this.#open(term));
  readonly #tables = new TableList();
  readonly #panel = new ProcessPanel({ open: (term) => this.#open(term), close: () => this.#close(), say: (text) => this.#say(text) });
  readonly #live = make('p', { class: 'unseen', role: 'status' });
  readonly #order = make('select', { onchange: () => this.#lookSoon() }, ...ORDERS.map(([value, text]) => make('option', { value }, text)));
  readonly #pause = make(
    'button',
    { class: 'plain', type: 'button', 'aria-pressed': 'false', onclick: () => this.#togglePause() },
    'Pause',
  );
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #panels: readonly HTMLElement[];
  #runtime: ErlangRuntime | undefined;
  #view: MachineView | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isPaused = false;
  #isLooking = false;
  #lastReductions = 0;
  #lastUpTime = 0;
  /** What was focused when the panel was opened. */
  #opener: Element | null = null;

  constructor() {
    super();
    const tables = make('div', {
      class: 'panel',
      role: 'tabpanel',
      id: 'tables',
      'aria-labelledby': 'tab-tables',
      tabindex: '0',
      hidden: true,
    });
    tables.append(this.#tables.element);
    const processes = make(
      'div',
      { class: 'panel', role: 'tabpanel', id: 'processes', 'aria-labelledby': 'tab-processes', tabindex: '0' },
      this.#processes.element,
    );
    this.#panels = [processes, tables];
    this.#tabs = ['processes', 'tables'].map((name, i) =>
      make(
        'button',
        {
          role: 'tab',
          type: 'button',
          id: `tab-${name}`,
          'aria-controls': name,
          'aria-selected': String(i === 0),
          tabindex: i === 0 ? '0' : '-1',
          onclick: () => this.#select(i),
          onkeydown: (event) => this.#moveTab(event as KeyboardEvent, i),
        },
        i === 0 ? 'Processes' : 'Tables',
      ),
    );
    const totals = make('dl', { class: 'totals', 'aria-label': 'The machine' });
    for (const [name, value] of this.#totals) totals.append(make('div', {}, make('dt', {}, name), value));
    const root = this.attachShadow({ mode: 'open' });
    root.append(
      make('style', {}, style),
      totals,
      make(
        'div',
        { class: 'bar' },
        make('div', { class: 'tabs', role: 'tablist', 'aria-label': 'What to look at' }, ...this.#tabs),
        make('label', {}, 'Order', this.#order),
        this.#pause,
      ),
      processes,
      tables,
      this.#panel.element,
      this.#live,
    );
    this.#panel.element.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape') this.#close();
    });
  }

  /** The machine that it looks into; undefined for none. */
  get runtime(): ErlangRuntime | undefined {
    return this.#runtime;
  }

  set runtime(runtime: ErlangRuntime | undefined) {
    if (runtime === this.#runtime) return;
    this.#runtime = runtime;
    this.#view = runtime === undefined ? undefined : new MachineView(runtime);
    this.#lastUpTime = 0;
    this.#panel.close();
    this.#lookSoon();
  }

  /** Called by the browser. */
  connectedCallback(): void {
    this.#lookSoon();
  }

  /** Called by the browser. */
  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#panel.close();
  }

  /** Called by the browser. */
  attributeChangedCallback(): void {
    this.#lookSoon();
  }

  #lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#look().catch(() => undefined);
    }, 0);
  }

  /** Looks at the machine, unless nobody sees that, and again after a while. */
  async #look(): Promise<void> {
    const view = this.#view;
    if (view === undefined || this.#isLooking || !this.isConnected) return;
    const start = performance.now();
    const isSeen = !document.hidden && (this.checkVisibility?.() ?? true);
    if (!this.#isPaused && isSeen) {
      this.#isLooking = true;
      try {
        await this.#show(view);
      } catch (error) {
        // A machine that was stopped is not asked again. Another time it may have the memory, or not end the process that answers.
        if (view === this.#view && error instanceof Error && error.name === 'StoppedError') {
          this.#live.textContent = 'The machine was stopped';
          return;
        }
      } finally {
        this.#isLooking = false;
      }
    }
    if (!this.isConnected || view !== this.#view) {
      this.#lookSoon();
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#look().catch(() => undefined);
      },
      Math.max(INTERVAL, (performance.now() - start) * REST),
    );
  }

  async #show(view: MachineView): Promise<void> {
    const summary = await view.summary();
    const seconds = (summary.upTime - this.#lastUpTime) / 1000;
    const rate = this.#lastUpTime === 0 || seconds <= 0 ? 0 : (summary.reductions - this.#lastReductions) / seconds;
    this.#lastUpTime = summary.upTime;
    this.#lastReductions = summary.reductions;
    const texts = [
      countText(summary.processes),
      countText(summary.runnable),
      bytesText(summary.memory),
      countText(Math.round(rate)),
      countText(summary.tables),
      countText(summary.atoms),
      durationText(summary.upTime),
    ];
    TOTALS.forEach((name, i) => {
      const value = this.#totals.get(name);
      if (value !== undefined) setText(value, texts[i] ?? '');
    });
    if (this.#panels[1]?.hidden === false) await this.#tables.refresh(view);
    else {
      const order = this.#order.value as ProcessOrder;
      const { rows, count } = await view.processes(order, SHOWN);
      this.#processes.show(rows, count, order, this.#panel.pid);
    }
    await this.#panel.refresh();
  }

  #open(term: Term): void {
    if (this.#view === undefined) return;
    if (this.#panel.pid === undefined) this.#opener = this.shadowRoot?.activeElement ?? null;
    this.#panel.open(this.#view, term);
    this.#panel.refresh().catch(() => undefined);
    this.#lookSoon();
  }

  #close(): void {
    this.#panel.close();
    if (this.#opener instanceof HTMLElement && this.#opener.isConnected) this.#opener.focus();
    this.#lookSoon();
  }

  #say(text: string): void {
    this.#live.textContent = text;
    this.#lookSoon();
  }

  #togglePause(): void {
    this.#isPaused = !this.#isPaused;
    this.#pause.setAttribute('aria-pressed', String(this.#isPaused));
    setText(this.#pause, this.#isPaused ? 'Go on' : 'Pause');
    this.#lookSoon();
  }

  #select(selected: number): void {
    this.#tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === selected));
      tab.tabIndex = i === selected ? 0 : -1;
      const panel = this.#panels[i];
      if (panel !== undefined) panel.hidden = i !== selected;
    });
    this.#lookSoon();
  }

  #moveTab(event: KeyboardEvent, from: number): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const to = (from + step + this.#tabs.length) % this.#tabs.length;
    this.#select(to);
    this.#tabs[to]?.focus();
  }
}

/** Makes the element known to the page, under its name or another one. A second call does nothing. */
export function defineInspector(name = 'beamline-inspector'): void {
  if (customElements.get(name) === undefined) customElements.define(name, InspectorElement);
}
