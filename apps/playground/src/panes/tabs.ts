/** Tabs of the page: a list with the role `tablist`, whose tabs name their panels by `aria-controls`. */
export class Tabs {
  readonly #tabs: readonly HTMLElement[];
  readonly #changed: (panel: string) => void;

  /** @param changed - told the id of the panel that was chosen */
  constructor(list: Element, changed: (panel: string) => void) {
    this.#tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
    this.#changed = changed;
    this.#tabs.forEach((tab, i) => {
      tab.addEventListener('click', () => this.#select(i));
      tab.addEventListener('keydown', (event) => {
        const to = this.#target(event.key, i);
        if (to === undefined) return;
        event.preventDefault();
        this.#select(to);
        this.#tabs[to]?.focus();
      });
    });
  }

  /** The id of the panel that is shown. */
  get selected(): string {
    return this.#panel(this.#tabs.find((tab) => tab.getAttribute('aria-selected') === 'true'));
  }

  /** Shows a panel. */
  show(panel: string): void {
    const index = this.#tabs.findIndex((tab) => this.#panel(tab) === panel);
    if (index >= 0) this.#select(index);
  }

  #panel(tab: HTMLElement | undefined): string {
    return tab?.getAttribute('aria-controls') ?? '';
  }

  #target(key: string, from: number): number | undefined {
    const count = this.#tabs.length;
    if (key === 'ArrowRight') return (from + 1) % count;
    if (key === 'ArrowLeft') return (from + count - 1) % count;
    if (key === 'Home') return 0;
    return key === 'End' ? count - 1 : undefined;
  }

  #select(index: number): void {
    this.#tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      document.getElementById(this.#panel(tab))?.toggleAttribute('hidden', i !== index);
    });
    this.#tabs[index]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#changed(this.#panel(this.#tabs[index]));
  }
}
