const KEY = 'beamline-theme';
const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const names: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' };
const drawings: Readonly<Record<Theme, string>> = {
  system: '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>',
  light:
    '<circle cx="12" cy="12" r="4.5"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"/>',
  dark: '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
};

function kept(): Theme {
  const found = themes.find((theme) => theme === localStorage.getItem(KEY));
  return found ?? 'system';
}

/** Has a button go from the colours of the system to light and dark ones; what was chosen is kept. */
export function chooseTheme(button: HTMLButtonElement): void {
  let theme = kept();
  const show = (): void => {
    document.documentElement.dataset.theme = theme;
    button.setAttribute('aria-label', `Colours: ${names[theme]}`);
    button.innerHTML = `<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${drawings[theme]}</svg>`;
  };
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
    localStorage.setItem(KEY, theme);
    show();
  });
  show();
}
