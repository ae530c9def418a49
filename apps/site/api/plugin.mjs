import { JSX } from 'typedoc';

/** Adds a link to the documentation to each page: where that is depends on the page, as the site may be below any path. */
export function load(app) {
  app.renderer.hooks.on('sidebar.begin', (context) =>
    JSX.createElement('p', null, JSX.createElement('a', { href: context.relativeURL('../index.html') }, '← Documentation')),
  );
}
