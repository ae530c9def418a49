import { make } from '../dom.js';
import { SourceEditor } from '../editor/source-editor.js';
import type { Measurement } from '../machine/program.js';
import { measureJavaScript } from './javascript-run.js';

/** What the pane asks of the page. */
export interface ComparisonHost {
  /** Measures `bench` of the program that is in the editor. */
  measure(): Promise<Measurement>;
  /** Tells something to who cannot see it. */
  say(text: string): void;
}

/** What is there when an example has nothing to compare. */
const EMPTY = `// The same in JavaScript: export a function bench(), and have bench/0 in the program.
export function bench() {
  return 0;
}
`;

/** The same program in JavaScript, with the times of both. */
export class Comparison {
  readonly #host: ComparisonHost;
  readonly #editor: SourceEditor;
  readonly #results: HTMLElement;
  readonly #button: HTMLButtonElement;

  constructor(parent: HTMLElement, results: HTMLElement, button: HTMLButtonElement, host: ComparisonHost) {
    this.#host = host;
    this.#results = results;
    this.#button = button;
    this.#editor = new SourceEditor(parent, 'The same in JavaScript', 'javascript');
    button.addEventListener('click', () => {
      this.#compare().catch((error: unknown) => this.#fail(error));
    });
  }

  /** Shows the script of an example; undefined if it has none. */
  open(source: string | undefined): void {
    this.#editor.open(source ?? EMPTY, 'javascript');
    this.#results.replaceChildren();
  }

  async #compare(): Promise<void> {
    this.#button.disabled = true;
    this.#results.replaceChildren(make('p', 'hint', 'Measuring: each one alone, the best of up to 20 times …'));
    try {
      const beam = await this.#host.measure();
      const script = await measureJavaScript(this.#editor.text);
      this.#show(beam, script);
    } finally {
      this.#button.disabled = false;
    }
  }

  #show(beam: Measurement, script: Measurement): void {
    const longest = Math.max(beam.best, script.best);
    const row = (name: string, { best, value }: Measurement): HTMLElement => {
      const bar = make('span', 'bar-fill');
      bar.style.inlineSize = `${Math.max(1, (100 * best) / longest)}%`;
      const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
      return make(
        'div',
        'measure',
        make('span', 'measure-name', name),
        make('span', 'bar-track', bar),
        make('span', 'measure-time', timeText(best)),
        make('code', 'measure-value', shown),
      );
    };
    const verdict = make('p', 'verdict', verdictOf(beam, script));
    this.#results.replaceChildren(row('This program', beam), row('JavaScript', script), verdict);
    this.#host.say(`${timeText(beam.best)} here, ${timeText(script.best)} in JavaScript`);
  }

  #fail(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.#results.replaceChildren(make('p', 'hint text-error', text));
    this.#host.say(text);
  }
}

function verdictOf(beam: Measurement, script: Measurement): string {
  const ratio = beam.best / script.best;
  if (ratio > 0.95 && ratio < 1.05) return 'About the same.';
  return ratio < 1 ? `${(1 / ratio).toFixed(1)} times as fast as JavaScript.` : `${ratio.toFixed(1)} times as long as JavaScript.`;
}

function timeText(milliseconds: number): string {
  if (milliseconds >= 100) return `${Math.round(milliseconds)} ms`;
  return milliseconds >= 1 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds * 1000)} µs`;
}
