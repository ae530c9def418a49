/** The style of the element, in its shadow. A page sets the colours with `--inspector-…`. */
export const style: string = `
:host {
  --own-accent: var(--inspector-accent, light-dark(#a3164a, #ff8fae));
  --own-line: var(--inspector-line, light-dark(#d9d5cc, #3a3843));
  --own-muted: var(--inspector-muted, light-dark(#5f5b66, #aaa5b4));
  --own-surface: var(--inspector-surface, light-dark(#ffffff, #1b1a20));
  --own-raised: var(--inspector-raised, light-dark(#f4f1ea, #26242d));
  --own-ink: var(--inspector-ink, light-dark(#1d1b22, #eeebf3));
  --own-mono: var(--inspector-mono, ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace);
  display: flex;
  flex-direction: column;
  min-height: 0;
  color: var(--own-ink);
  background: var(--own-surface);
  font: 0.875rem/1.45 var(--inspector-font, system-ui, sans-serif);
  container-type: inline-size;
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
button, select { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--own-accent); outline-offset: 1px; border-radius: 4px; }
.totals { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0; padding: 0.75rem 1rem; border-bottom: 1px solid var(--own-line); }
.totals div { display: flex; flex-direction: column; }
dt { color: var(--own-muted); font-size: 0.75rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.totals dd { font-size: 1.0625rem; font-weight: 600; white-space: nowrap; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; padding: 0.5rem 1rem; border-bottom: 1px solid var(--own-line); }
.tabs { display: flex; gap: 0.25rem; margin-right: auto; }
.tabs button { border: 0; background: none; padding: 0.375rem 0.625rem; min-height: 2.25rem; border-radius: 6px; color: var(--own-muted); }
.tabs button[aria-selected="true"] { color: var(--own-ink); background: var(--own-raised); font-weight: 600; }
.bar label { display: flex; align-items: center; gap: 0.375rem; color: var(--own-muted); }
select, .plain { border: 1px solid var(--own-line); border-radius: 6px; background: var(--own-surface); padding: 0.25rem 0.5rem; min-height: 2.25rem; }
.plain:hover { border-color: var(--own-muted); }
.plain[aria-pressed="true"] { border-color: var(--own-accent); color: var(--own-accent); }
.panel { flex: 1; min-height: 0; overflow: auto; }
.panel[hidden] { display: none; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; padding: 0.5rem 1rem; color: var(--own-muted); font-size: 0.8125rem; }
th, td { text-align: left; padding: 0.1875rem 0.5rem; border-bottom: 1px solid var(--own-line); white-space: nowrap; }
th:first-child, td:first-child { padding-left: 1rem; }
th:last-child, td:last-child { padding-right: 1rem; }
thead th { position: sticky; top: 0; background: var(--own-surface); color: var(--own-muted); font-weight: 500; font-size: 0.75rem; z-index: 1; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.code, th.code, .code { font-family: var(--own-mono); font-size: 0.8125rem; }
td.code { max-width: 18rem; overflow: hidden; text-overflow: ellipsis; }
tbody tr:hover { background: var(--own-raised); }
tr[aria-current="true"] { background: var(--own-raised); box-shadow: inset 3px 0 0 var(--own-accent); }
.link { border: 0; background: none; padding: 0.125rem 0; min-height: 1.75rem; font-family: var(--own-mono); font-size: 0.8125rem; color: var(--own-accent); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
.status::before { content: ""; display: inline-block; width: 0.5rem; height: 0.5rem; margin-right: 0.375rem; border-radius: 50%; background: var(--own-muted); }
.status[data-status="running"]::before, .status[data-status="runnable"]::before { background: light-dark(#1f8a4c, #56d68b); }
.status[data-status="waiting"]::before { background: transparent; box-shadow: inset 0 0 0 1.5px var(--own-muted); }
.details { border-top: 2px solid var(--own-line); max-height: 60%; overflow: auto; padding: 0.75rem 1rem 1rem; background: var(--own-raised); }
.details[hidden] { display: none; }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
.details h3 { margin: 0; margin-right: auto; font: 600 1rem/1.4 var(--own-mono); }
.details h4 { margin: 1rem 0 0.25rem; font-size: 0.75rem; font-weight: 600; color: var(--own-muted); }
.items { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 40%), 1fr)); gap: 0.5rem 1rem; margin: 0.75rem 0 0; }
.items dd { overflow-wrap: anywhere; }
ol, ul { margin: 0; padding: 0; list-style: none; }
.details li { font-family: var(--own-mono); font-size: 0.8125rem; overflow-wrap: anywhere; padding: 0.125rem 0; }
.details .inline { display: flex; flex-wrap: wrap; gap: 0 0.75rem; }
.danger { color: light-dark(#a3164a, #ff8fae); }
.note { color: var(--own-muted); margin: 0.25rem 0; }
.empty { padding: 1.5rem 1rem; color: var(--own-muted); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@container (max-width: 58rem) {
  .widest { display: none; }
}
@container (max-width: 36rem) {
  .wide { display: none; }
  td.code { max-width: 10rem; }
  .totals { gap: 0.25rem 1rem; }
  .details { max-height: 75%; }
  .link { min-height: 2.25rem; }
}
@container (max-width: 26rem) {
  .medium { display: none; }
  th, td { padding-inline: 0.375rem; }
  td.code { max-width: 7.5rem; }
}
`;
