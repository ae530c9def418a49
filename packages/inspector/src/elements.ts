/** What an element has: attributes, `on…` listeners, and whatever else is a property of it. */
export interface Parts {
  readonly [name: string]: string | boolean | undefined | ((event: Event) => void);
}

/** Makes an element. A part that is true is an attribute without a value; one that is false or undefined is left out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  parts: Parts = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** Sets the text of an element, if it is another one: what is selected or read aloud stays as it is. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
