import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryPages, repositoryRoot } from '../.vitepress/repository-pages.js';

/** A package as the reference lists it. */
export interface ListedPackage {
  readonly name: string;
  readonly description: string;
  readonly page: string;
  /** Where its API is, from the root of the site; undefined if it is not there. */
  readonly api: string | undefined;
}

declare const data: readonly ListedPackage[];

export { data };

const typedoc = JSON.parse(readFileSync(path.join(repositoryRoot, 'typedoc.json'), 'utf8')) as { entryPoints: readonly string[] };

export default {
  load(): readonly ListedPackage[] {
    return repositoryPages
      .filter(({ page }) => page.startsWith('packages/'))
      .map(({ page }) => {
        const manifest = path.join(repositoryRoot, page, 'package.json');
        if (!existsSync(manifest)) throw new Error(`${page} has a README and no package.json`);
        const { name, description } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; description: string };
        const api = typedoc.entryPoints.includes(page) ? `api/modules/${name.replaceAll(/[@/]/g, '_')}.html` : undefined;
        return { name, description, page: `${page}.html`, api };
      });
  },
};
