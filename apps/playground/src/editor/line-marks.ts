import { type Extension, RangeSet, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from '@codemirror/view';

/** How many processes are in a line of the source. */
export interface LineUse {
  readonly line: number;
  /** Those that run or could run. */
  readonly active: number;
  readonly waiting: number;
}

const setUses = StateEffect.define<readonly LineUse[]>();

/** The number of processes beside a line. */
class UseMarker extends GutterMarker {
  constructor(readonly use: LineUse) {
    super();
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof UseMarker && other.use.active === this.use.active && other.use.waiting === this.use.waiting;
  }

  override toDOM(): Node {
    const { active, waiting } = this.use;
    const mark = document.createElement('span');
    mark.className = active > 0 ? 'use use-active' : 'use';
    const count = active + waiting;
    mark.textContent = count > 999 ? '999+' : String(count);
    mark.title = `${active} running, ${waiting} waiting here`;
    return mark;
  }
}

interface Uses {
  readonly markers: RangeSet<GutterMarker>;
  readonly lines: DecorationSet;
}

const none: Uses = { markers: RangeSet.empty, lines: Decoration.none };
const activeLine = Decoration.line({ class: 'line-active' });
const waitingLine = Decoration.line({ class: 'line-waiting' });

const uses = StateField.define<Uses>({
  create: () => none,
  update: (before, transaction) => {
    let now = transaction.docChanged
      ? { markers: before.markers.map(transaction.changes), lines: before.lines.map(transaction.changes) }
      : before;
    for (const effect of transaction.effects) {
      if (!effect.is(setUses)) continue;
      const markers = new RangeSetBuilder<GutterMarker>();
      const lines = new RangeSetBuilder<Decoration>();
      const { doc } = transaction.state;
      for (const use of [...effect.value].sort((a, b) => a.line - b.line)) {
        if (use.line < 1 || use.line > doc.lines) continue;
        const { from } = doc.line(use.line);
        markers.add(from, from, new UseMarker(use));
        lines.add(from, from, use.active > 0 ? activeLine : waitingLine);
      }
      now = { markers: markers.finish(), lines: lines.finish() };
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field, ({ lines }) => lines),
});

/** A gutter with the number of processes in each line. */
export const lineUses: Extension = [
  uses,
  gutter({
    class: 'cm-uses',
    markers: (view) => view.state.field(uses).markers,
    initialSpacer: () => new UseMarker({ line: 0, active: 0, waiting: 99 }),
  }),
];

/** Shows how many processes are in which lines. */
export function showLineUses(view: EditorView, all: readonly LineUse[]): void {
  view.dispatch({ effects: setUses.of(all) });
}
