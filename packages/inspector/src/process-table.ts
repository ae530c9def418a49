import type { Term } from '@beamline/beam-file';
import { make, setText } from './elements.js';
import type { ProcessOrder, ProcessRow } from './machine-view.js';
import { bytesText, countText } from './quantities.js';

/** A row of the table, as it is shown. */
interface ShownRow {
  readonly row: HTMLTableRowElement;
  readonly cells: readonly HTMLTableCellElement[];
  readonly button: HTMLButtonElement;
  term: Term;
  /** Reductions when it was shown last, and when that was. */
  reductions: number;
  time: number;
}

interface Column {
  readonly title: string;
  readonly order?: ProcessOrder;
  readonly kind: string;
}

const COLUMNS: readonly Column[] = [
  { title: 'Process', kind: '' },
  { title: 'Name or first call', kind: 'code' },
  { title: 'Now in', kind: 'code widest' },
  { title: 'Status', kind: 'medium' },
  { title: 'Reductions/s', order: 'reductions', kind: 'number' },
  { title: 'Memory', order: 'memory', kind: 'number wide' },
  { title: 'Mailbox', order: 'message_queue_len', kind: 'number' },
  { title: 'Links', kind: 'number widest' },
];

/** The table of processes. Rows stay the same elements from one time to the next, so that the focus stays where it is. */
export class ProcessTable {
  readonly element: HTMLTableElement;
  readonly #caption = make('caption');
  readonly #body = make('tbody');
  readonly #heads: readonly HTMLTableCellElement[];
  readonly #rows = new Map<string, ShownRow>();
  readonly #open: (term: Term) => void;

  /** @param open - told the pid of the process that someone wants to see more of */
  constructor(open: (term: Term) => void) {
    this.#open = open;
    this.#heads = COLUMNS.map(({ title, kind }) => make('th', { scope: 'col', class: kind.replace('code', '') }, title));
    this.element = make('table', {}, this.#caption, make('thead', {}, make('tr', {}, ...this.#heads)), this.#body);
  }

  /** Shows processes. */
  show(rows: readonly ProcessRow[], count: number, order: ProcessOrder, selected: string | undefined): void {
    const now = performance.now();
    COLUMNS.forEach((column, i) => {
      const head = this.#heads[i];
      if (column.order === order) head?.setAttribute('aria-sort', 'descending');
      else if (i === 0 && (order === 'newest' || order === 'oldest'))
        head?.setAttribute('aria-sort', order === 'oldest' ? 'ascending' : 'descending');
      else head?.removeAttribute('aria-sort');
    });
    const many = count > rows.length ? `, of which ${rows.length} are shown` : '';
    setText(this.#caption, `${countText(count)} processes${many}`);
    const gone = new Set(this.#rows.keys());
    let before: Element | null = this.#body.firstElementChild;
    for (const process of rows) {
      gone.delete(process.pid);
      const shown = this.#rows.get(process.pid) ?? this.#add(process, now);
      this.#update(shown, process, now, process.pid === selected);
      if (shown.row === before) before = before.nextElementSibling;
      else this.#body.insertBefore(shown.row, before);
    }
    for (const pid of gone) {
      this.#rows.get(pid)?.row.remove();
      this.#rows.delete(pid);
    }
  }

  #add(process: ProcessRow, time: number): ShownRow {
    const button = make('button', { class: 'link', type: 'button', onclick: () => this.#open(shown.term) }, process.pid);
    const cells = COLUMNS.map(({ kind }, i) => (i === 0 ? make('td', {}, button) : make('td', { class: kind })));
    const shown: ShownRow = { row: make('tr', {}, ...cells), cells, button, term: process.term, reductions: process.reductions, time };
    this.#rows.set(process.pid, shown);
    return shown;
  }

  #update(shown: ShownRow, process: ProcessRow, now: number, isSelected: boolean): void {
    const { row, cells, button } = shown;
    const seconds = (now - shown.time) / 1000;
    const rate = seconds > 0 ? Math.max(0, process.reductions - shown.reductions) / seconds : 0;
    shown.term = process.term;
    shown.reductions = process.reductions;
    shown.time = now;
    if (isSelected) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
    button.setAttribute('aria-label', `${process.pid} ${process.name ?? process.started}: more`);
    const texts = [
      undefined,
      process.name ?? process.started,
      process.current,
      process.status,
      countText(Math.round(rate)),
      bytesText(process.memory),
      countText(process.messages),
      String(process.links),
    ];
    texts.forEach((text, i) => {
      const cell = cells[i];
      if (cell !== undefined && text !== undefined) setText(cell, text);
    });
    cells[3]?.classList.add('status');
    cells[3]?.setAttribute('data-status', process.status);
  }
}
