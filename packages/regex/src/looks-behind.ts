import type { Lengths } from './lengths.js';
import type { PatternReader } from './pattern-reader.js';
import { type LookNode, type Node, UNLIMITED } from './syntax-tree.js';

/** The farthest that PCRE2 looks behind where the length varies. */
const MAX_LOOKBEHIND = 255;

/** How much a look behind takes must be known: for PCRE in each alternative, for PCRE2 within limits. */
export function checkLookBehind(look: LookNode, lengths: Lengths, reader: PatternReader): void {
  for (const [i, branch] of look.branches.entries()) {
    const end = look.ends[i] ?? look.at;
    const extent = lengths.of(branch);
    if (typeof extent === 'string') {
      reader.fail(extent === 'byte' ? 'byteInLookbehind' : 'lookbehindNotFixed', reader.isPcre2 ? look.at : end);
    }
    if (extent.min === extent.max && (reader.isPcre2 || !hasReference(branch))) continue;
    if (!reader.isPcre2) reader.fail('lookbehindNotFixed', end);
    if (extent.max === UNLIMITED) reader.fail('lookbehindNotFixed', look.at);
    if (extent.max > MAX_LOOKBEHIND) reader.fail('lookbehindTooLong', look.at);
  }
}

/** PCRE takes no reference for fixed, whatever it refers to. */
function hasReference(node: Node): boolean {
  switch (node.kind) {
    case 'reference':
      return true;
    case 'sequence':
      return node.items.some(hasReference);
    case 'group':
      return node.branches.some(hasReference);
    case 'repeat':
      return hasReference(node.item);
    case 'condition':
      return hasReference(node.yes) || hasReference(node.no);
    default:
      return false;
  }
}
