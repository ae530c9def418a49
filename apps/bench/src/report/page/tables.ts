import type { ProgramResult } from '../../measuring/program-result.js';
import type { BenchReport } from '../bench-report.js';
import { formatRatio, meansOf, resultOf } from '../comparison.js';
import type { Choices } from './choices.js';
import { make } from './elements.js';
import type { Figure } from './plot.js';

/** A time in milliseconds with as many digits as say something. */
export function milliseconds(time: number): string {
  return time >= 100 ? time.toFixed(0) : String(Number(time.toPrecision(3)));
}

/** A ratio, coloured by which side it is on. */
function ratioCell(ratio: number | undefined): HTMLElement {
  if (ratio === undefined) return make('td', {}, '–');
  return make('td', { class: ratio < 0.995 ? 'faster' : ratio > 1.005 ? 'slower' : undefined }, formatRatio(ratio));
}

/** The geometric means of the ratios of what is chosen, by group. */
export function meansTable(report: BenchReport, choices: Choices): HTMLElement {
  const by = report.peers.find(({ id }) => id === choices.by);
  if (by === undefined) return make('p', { class: 'quiet' }, 'There are means where times are divided by those of an engine.');
  const programs = report.programs.filter(({ name }) => choices.programs.has(name));
  const groups = [...new Set(programs.map(({ group }) => group))];
  const groupOf = new Map(programs.map(({ name, group }) => [name, group]));
  const head = make(
    'tr',
    {},
    make('th', { scope: 'col' }, ''),
    make('th', { scope: 'col' }, 'programs'),
    make('th', { scope: 'col' }, 'all'),
  );
  for (const group of groups) head.append(make('th', { scope: 'col' }, group));
  const body = make('tbody');
  for (const peer of report.peers.filter(({ id }) => choices.peers.has(id))) {
    const chosen = { ...peer, programs: peer.programs.filter(({ name }) => choices.programs.has(name)) };
    const means = meansOf(chosen, by, (name) => groupOf.get(name) ?? '', choices.measure);
    const count = make('td', {}, String(means?.programs ?? 0));
    const row = make('tr', {}, make('th', { scope: 'row' }, peer.title), count, ratioCell(means?.all));
    for (const group of groups) row.append(ratioCell(means?.groups[group]));
    body.append(row);
  }
  return make('table', {}, make('thead', {}, head), body);
}

function figureText({ timing, result }: ProgramResult): string {
  if (timing === undefined) return `failed: ${result.slice(0, 30)}`;
  const { best, median, lowerQuartile, upperQuartile } = timing;
  return `${milliseconds(best)} · ${milliseconds(median)} (${milliseconds(lowerQuartile)}–${milliseconds(upperQuartile)})`;
}

/**
 * All figures of what is chosen, as buttons: one can be reached by Tab, the others from there by the arrow keys. `choose` is called with the one that
 * is pressed.
 */
export function figuresTable(report: BenchReport, choices: Choices, choose: (figure: Figure) => void): HTMLElement {
  const peers = report.peers.filter(({ id }) => choices.peers.has(id) || id === choices.by);
  const head = make('tr', {}, make('th', { scope: 'col' }, 'program'));
  for (const { title } of peers) head.append(make('th', { scope: 'col' }, title));
  const body = make('tbody');
  for (const { name } of report.programs.filter((program) => choices.programs.has(program.name))) {
    const row = make('tr', {}, make('th', { scope: 'row' }, name));
    for (const peer of peers) {
      const result = resultOf(peer, name);
      if (result === undefined) {
        row.append(make('td', {}, '–'));
        continue;
      }
      const button = make('button', { type: 'button', tabindex: '-1' }, figureText(result));
      button.addEventListener('click', () => choose({ program: name, peer }));
      row.append(make('td', {}, button));
    }
    body.append(row);
  }
  const table = make('table', {}, make('thead', {}, head), body);
  body.querySelector('button')?.setAttribute('tabindex', '0');
  table.addEventListener('keydown', (event) => moveFocus(body, event));
  return table;
}

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function moveFocus(body: HTMLTableSectionElement, event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const cell = event.target instanceof Element ? event.target.closest('td') : null;
  const row = cell?.closest('tr');
  if (step === undefined || cell === null || row === null || row === undefined) return;
  const rows = [...body.rows];
  const next = rows[rows.indexOf(row) + step[0]]?.cells[cell.cellIndex + step[1]]?.querySelector('button');
  if (next === null || next === undefined) return;
  event.preventDefault();
  for (const button of body.querySelectorAll('button[tabindex="0"]')) button.setAttribute('tabindex', '-1');
  next.setAttribute('tabindex', '0');
  next.focus();
}
