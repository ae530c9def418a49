/** The generated sources, by file name. */
export function generate(): Map<string, string>;
