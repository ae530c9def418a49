import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** A colour of the page mixed with what is below it. */
function tint(colour: string, percent: number): string {
  return `color-mix(in oklab, var(--${colour}) ${percent}%, transparent)`;
}

/** How editors look. Colours are the page's, which has them for light and dark. */
export const appearance: Extension = EditorView.theme({
  '&': { height: '100%', fontSize: '0.875rem', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)', paddingBlock: '0.5rem' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', border: '0' },
  '.cm-gutter-lint': { width: '0.9rem' },
  '.cm-activeLine': { backgroundColor: tint('accent', 5) },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: tint('accent', 22),
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: tint('accent', 18) },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--line)', borderRadius: '8px' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', padding: '0.375rem 0.75rem' },
  '.cm-uses .cm-gutterElement': { padding: '0 0.125rem 0 0.25rem', textAlign: 'end' },
  '.line-active': { backgroundColor: tint('good', 16) },
  '.line-waiting': { backgroundColor: tint('muted', 9) },
});
