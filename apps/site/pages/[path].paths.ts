import path from 'node:path';
import { repositoryPages, repositoryRoot, siteText } from '../.vitepress/repository-pages.js';

/** The pages that are texts of the repository. */
export default {
  watch: repositoryPages.map(({ file }) => path.join(repositoryRoot, file)),
  paths: () => repositoryPages.map((page) => ({ params: { path: page.page }, content: siteText(page) })),
};
