import { type DefaultTheme, defineConfig } from 'vitepress';
import { repositoryPages, slug, titleOf } from './repository-pages.js';

/** Links to the pages of the repository in a folder of the site. */
function pagesIn(folder: string): DefaultTheme.SidebarItem[] {
  return repositoryPages
    .filter(({ page }) => page.startsWith(folder) && !page.endsWith('/index'))
    .map((page) => ({ text: titleOf(page), link: `/${page.page}` }));
}

const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [
      { text: 'In Node', link: '/start/node' },
      { text: 'In a page', link: '/start/page' },
      { text: 'Erlang', link: '/start/erlang' },
      { text: 'Elixir', link: '/start/elixir' },
      { text: 'Gleam', link: '/start/gleam' },
      { text: 'Just the assembler', link: '/assembler/' },
      { text: 'Examples', link: '/examples' },
    ],
  },
  {
    text: 'Guides',
    items: [
      { text: 'JavaScript and Erlang', link: '/guide/javascript-and-erlang' },
      { text: 'Untrusted code', link: '/guide/untrusted-code' },
      { text: 'Packing and plugins', link: '/guide/packing' },
      { text: 'Clusters', link: '/guide/clusters' },
      { text: 'Debugging', link: '/guide/debugging' },
      { text: 'Performance', link: '/guide/performance' },
      { text: 'The command line', link: '/guide/command-line' },
      { text: 'Write an adapter', link: '/guide/adapter' },
      { text: 'Write a tiny compiler', link: '/assembler/tiny-compiler' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'All packages and their API', link: '/reference' },
      { text: 'Packages', collapsed: true, items: pagesIn('packages/') },
    ],
  },
  {
    text: 'How it works',
    items: [
      { text: 'Architecture', link: '/how-it-works' },
      { text: 'Decisions', link: '/decisions/', collapsed: true, items: pagesIn('decisions/') },
      { text: 'AtomVM', link: '/atomvm' },
    ],
  },
  {
    text: 'The project',
    items: [
      { text: 'Benches', link: '/benches' },
      ...pagesIn('apps/'),
      { text: 'Contributing', link: '/contributing' },
      { text: 'Looking inside', link: '/internals/debugging' },
      { text: 'Security', link: '/security' },
    ],
  },
];

export default defineConfig({
  title: 'Beamline',
  description: 'BEAM bytecode, compiled to WebAssembly as it is loaded: Erlang, Elixir and Gleam in Node and in web pages.',
  lang: 'en',
  srcDir: 'pages',
  outDir: 'dist',
  // Wherever the files are put, below any path.
  base: './',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // Curly braces and colons are text in the READMEs; links to headings work there as here.
  markdown: { anchor: { slugify: slug }, attrs: false, emoji: false, languageAlias: { ex: 'elixir', src: 'erlang' } },
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/start/node', activeMatch: '/start/' },
      { text: 'Guides', link: '/guide/javascript-and-erlang', activeMatch: '/guide/' },
      { text: 'How it works', link: '/how-it-works' },
      { text: 'Reference', link: '/reference' },
    ],
    sidebar,
    outline: { level: [2, 3] },
    footer: { message: 'Apache-2.0' },
  },
  vite: {
    // Its Worker and its kernel are files beside it, which are not found in what Vite makes of dependencies beforehand.
    optimizeDeps: { exclude: ['@beamline/runtime-web'] },
    build: { target: 'esnext' },
  },
});
