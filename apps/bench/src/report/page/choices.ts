import type { BenchReport } from '../bench-report.js';
import type { Measure } from '../comparison.js';
import { make } from './elements.js';
import { drawMark, type Mark } from './marks.js';

/** What a reader has chosen to see. */
export interface Choices {
  /** The peer by whose times others are divided; undefined for times in milliseconds. */
  by: string | undefined;
  measure: Measure;
  readonly peers: Set<string>;
  readonly programs: Set<string>;
}

/** What is chosen at first: all programs; Beamline and the JavaScript of its first engine by OTP, where that has run. */
export function firstChoices({ peers, programs }: BenchReport): Choices {
  const by = peers.find(({ system }) => system === 'otp') ?? peers[1] ?? peers[0];
  const javascript = peers.find(({ system }) => system === 'javascript');
  const shown = peers.filter((peer) => peer !== by && (peer.system === 'beamline' || peer === javascript));
  return {
    by: by?.id,
    measure: 'best',
    peers: new Set(shown.map(({ id }) => id)),
    programs: new Set(programs.map(({ name }) => name)),
  };
}

/** Fills the form with all that can be chosen, and calls `changed` whenever something else is. */
export function showChoices(
  form: HTMLElement,
  { peers, programs }: BenchReport,
  choices: Choices,
  marks: ReadonlyMap<string, Mark>,
  changed: () => void,
): void {
  const select = make('select', { id: 'by' });
  for (const { id, title } of peers) select.append(make('option', { value: id }, `by the times of ${title}`));
  select.append(make('option', { value: '' }, 'in milliseconds'));
  select.value = choices.by ?? '';
  select.addEventListener('change', () => {
    choices.by = select.value === '' ? undefined : select.value;
    changed();
  });
  const times = fieldset('Times', '', make('label', { for: 'by' }, select));
  for (const measure of ['best', 'median'] as const) {
    const radio = make('input', { type: 'radio', name: 'measure', value: measure });
    radio.checked = choices.measure === measure;
    radio.addEventListener('change', () => {
      choices.measure = measure;
      changed();
    });
    times.options.append(make('label', {}, radio, measure === 'best' ? 'best run' : 'median run'));
  }
  select.setAttribute('aria-label', 'How times are shown');

  const shown = fieldset('Engines', 'grows');
  for (const { id, title } of peers) {
    const mark = marks.get(id);
    shown.options.append(checkbox(choices.peers, [id], changed, ...(mark === undefined ? [] : [drawMark(mark)]), title).label);
  }

  const ofPrograms = fieldset('Programs', 'grows tall');
  const ofGroups = fieldset('Groups of programs', 'grows');
  const boxes: { refresh(): void }[] = [];
  const refresh = (): void => {
    for (const box of boxes) box.refresh();
    changed();
  };
  const all = programs.map(({ name }) => name);
  const add = (options: HTMLElement, names: readonly string[], text: string): void => {
    const box = checkbox(choices.programs, names, refresh, text);
    boxes.push(box);
    options.append(box.label);
  };
  add(ofGroups.options, all, 'all');
  for (const group of new Set(programs.map((program) => program.group))) {
    add(
      ofGroups.options,
      programs.filter((program) => program.group === group).map(({ name }) => name),
      group,
    );
  }
  for (const name of all) add(ofPrograms.options, [name], name);
  form.append(times.element, shown.element, ofGroups.element, ofPrograms.element);
}

function fieldset(title: string, classes: string, ...children: readonly Node[]): { element: HTMLElement; options: HTMLElement } {
  const options = make('div', { class: classes.includes('tall') ? 'options tall' : 'options' }, ...children);
  return { element: make('fieldset', { class: classes }, make('legend', {}, title), options), options };
}

/** A box for some members of a set, half checked when some of them are in it. */
function checkbox(
  set: Set<string>,
  members: readonly string[],
  changed: () => void,
  ...content: readonly (Node | string)[]
): { label: HTMLElement; refresh(): void } {
  const input = make('input', { type: 'checkbox' });
  const refresh = (): void => {
    const count = members.filter((member) => set.has(member)).length;
    input.checked = count === members.length;
    input.indeterminate = count > 0 && count < members.length;
  };
  refresh();
  input.addEventListener('change', () => {
    for (const member of members) {
      if (input.checked) set.add(member);
      else set.delete(member);
    }
    changed();
  });
  return { label: make('label', {}, input, ...content), refresh };
}
