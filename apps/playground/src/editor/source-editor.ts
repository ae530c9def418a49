import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import type { Language } from '../machine/language.js';
import type { Diagnostic } from '../machine/program.js';
import { appearance } from './appearance.js';
import { type LineUse, lineUses, showLineUses } from './line-marks.js';
import { colours, syntaxOf } from './syntax.js';

/** What an editor tells. */
export interface EditorEvents {
  /** The text was changed by who writes. */
  changed?(): void;
  /** The cursor went to another line. */
  lineChanged?(line: number): void;
}

/** An editor for a source. */
export class SourceEditor {
  readonly #view: EditorView;
  readonly #syntax = new Compartment();
  #line = 1;

  /** @param label - what it is called, for who cannot see it */
  constructor(parent: Element, label: string, language: Language | 'javascript', events: EditorEvents = {}) {
    this.#view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          lintGutter(),
          language === 'javascript' ? [] : lineUses,
          lineNumbers(),
          highlightSpecialChars(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          indentUnit.of(language === 'erlang' ? '    ' : '  '),
          // Escape, then Tab, leaves the editor; so does Tab alone after Ctrl+M.
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
          this.#syntax.of(syntaxOf(language)),
          colours,
          appearance,
          EditorView.contentAttributes.of({ 'aria-label': label, autocapitalize: 'off', spellcheck: 'false', tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && update.transactions.some((each) => each.isUserEvent('input') || each.isUserEvent('delete')))
              events.changed?.();
            if (!update.selectionSet && !update.docChanged) return;
            const { number } = update.state.doc.lineAt(update.state.selection.main.head);
            if (number === this.#line) return;
            this.#line = number;
            events.lineChanged?.(number);
          }),
        ],
      }),
    });
  }

  /** Its text. */
  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** The line of the cursor, from 1. */
  get line(): number {
    return this.#line;
  }

  /** Puts another text into it. */
  open(text: string, language: Language | 'javascript'): void {
    const { state } = this.#view;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      selection: { anchor: 0 },
      effects: [this.#syntax.reconfigure(syntaxOf(language)), EditorView.scrollIntoView(0)],
    });
    this.showDiagnostics([]);
    this.showUses([]);
  }

  /** Goes to a line. */
  goTo(line: number, column = 1): void {
    const { doc } = this.#view.state;
    const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
    const anchor = Math.min(to, from + column - 1);
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    this.#view.focus();
  }

  /** Shows what a compiler has to say at its places. */
  showDiagnostics(diagnostics: readonly Diagnostic[]): void {
    const { state } = this.#view;
    const shown = diagnostics.map(({ line, column, severity, text }) => {
      const place = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
      const from = Math.min(place.to, place.from + Math.max(0, column - 1));
      const word = /^[\w@]+/.exec(state.sliceDoc(from, place.to))?.[0].length ?? 1;
      return { from, to: Math.min(place.to, from + word), severity, message: text };
    });
    this.#view.dispatch(setDiagnostics(state, shown));
  }

  /** Shows how many processes are in which lines. */
  showUses(uses: readonly LineUse[]): void {
    showLineUses(this.#view, uses);
  }
}
