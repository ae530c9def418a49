import { formatTerm, type Term } from '@beamline/beam-file';
import { make, setText } from './elements.js';
import type { MachineView, TableRow } from './machine-view.js';
import { bytesText, countText } from './quantities.js';

const TITLES: readonly (readonly [string, string])[] = [
  ['Table', ''],
  ['Type', 'medium'],
  ['Protection', 'wide'],
  ['Owner', 'code wide'],
  ['Objects', 'number'],
  ['Memory', 'number'],
];

/** The tables of `ets`, and some of what is in one of them. */
export class TableList {
  readonly element: HTMLElement;
  readonly #caption = make('caption');
  readonly #body = make('tbody');
  readonly #objects = make('section', { class: 'details', 'aria-label': 'Objects of the table', hidden: true });
  #shown = '';

  constructor() {
    const heads = TITLES.map(([title, kind]) => make('th', { scope: 'col', class: kind }, title));
    const table = make('table', {}, this.#caption, make('thead', {}, make('tr', {}, ...heads)), this.#body);
    this.element = make('div', {}, table, this.#objects);
  }

  /** Asks the machine again. */
  async refresh(view: MachineView): Promise<void> {
    const tables = await view.tables();
    const shown = JSON.stringify(tables.map(({ id, size, memory }) => [id, size, memory]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    setText(this.#caption, `${countText(tables.length)} tables`);
    const focused = (this.element.getRootNode() as ShadowRoot).activeElement?.getAttribute('data-table');
    this.#body.replaceChildren(...tables.map((table) => this.#row(view, table)));
    if (focused !== null && focused !== undefined) this.#body.querySelector<HTMLElement>(`[data-table="${CSS.escape(focused)}"]`)?.focus();
  }

  #row(view: MachineView, table: TableRow): HTMLElement {
    const open = (): void => {
      this.#open(view, table.term, table.name).catch((error: unknown) => {
        this.#objects.replaceChildren(make('p', { class: 'note' }, String(error)));
      });
    };
    const button = make('button', { class: 'link', type: 'button', 'data-table': table.id, onclick: open }, table.name);
    return make(
      'tr',
      {},
      make('td', {}, button),
      make('td', { class: 'medium' }, table.type.replaceAll('_', ' ')),
      make('td', { class: 'wide' }, table.protection),
      make('td', { class: 'code wide' }, formatTerm(table.owner)),
      make('td', { class: 'number' }, countText(table.size)),
      make('td', { class: 'number' }, bytesText(table.memory)),
    );
  }

  async #open(view: MachineView, term: Term, name: string): Promise<void> {
    const objects = await view.objects(term);
    const close = make('button', { class: 'plain', type: 'button', onclick: () => this.#close() }, 'Close');
    const title = make('h3', { tabindex: '-1' }, name);
    this.#objects.replaceChildren(make('div', { class: 'head' }, title, close));
    if (objects === undefined) this.#objects.append(make('p', { class: 'note' }, 'Only its owner may read this table.'));
    else if (objects.length === 0) this.#objects.append(make('p', { class: 'note' }, 'This table is empty.'));
    else this.#objects.append(make('ol', {}, ...objects.map((object) => make('li', {}, object))));
    this.#objects.hidden = false;
    title.focus();
  }

  #close(): void {
    this.#objects.hidden = true;
    this.#body.querySelector<HTMLElement>('button')?.focus();
  }
}
