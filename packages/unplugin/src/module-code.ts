import type { PackedProgram } from './packed-program.js';

/** Name of the event by which the development server tells a page that a program has changed. */
export const UPDATE_EVENT = 'beamline:update';

/**
 * The JavaScript of the module that an import of a program becomes.
 * @param url - an expression for the URL of its archive
 */
export function moduleCode({ start }: PackedProgram, url: string): string {
  return `const url = ${url};
export default { url, codePaths: [url], start: ${JSON.stringify(start)}, attach: () => () => {} };
`;
}

/** The same with the archive in it. */
export function inlineCode(program: PackedProgram): string {
  const url = `data:application/octet-stream;base64,${Buffer.from(program.archive).toString('base64')}`;
  return moduleCode(program, JSON.stringify(url));
}

/**
 * The same for a development server: machines that are attached load the modules that change, as OTP's code server does, by \`code:load_binary/3\`.
 * @param id - what updates of the program are told apart by
 * @param folder - URL of a folder with all modules that there are, for code that is added later
 */
export function developmentCode({ start }: PackedProgram, url: string, id: string, folder: string): string {
  return `const machines = new Set();
const atom = (name) => ({ kind: 'atom', name });
const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const load = async (machine, name, beam) => {
  const file = [...\`\${name}.beam\`].map((character) => ({ kind: 'integer', value: character.codePointAt(0) }));
  const binary = { kind: 'bitstring', bytes: beam, bitSize: 8 * beam.length };
  await machine.callTerm('code', 'purge', [atom(name)]);
  const result = await machine.callTerm('code', 'load_binary', [atom(name), { kind: 'list', elements: file, tail: { kind: 'nil' } }, binary]);
  if (result.elements[0].name === 'error') console.error(\`cannot load \${name}: \${result.elements[1].name}\`);
};
if (import.meta.hot)
  import.meta.hot.on(${JSON.stringify(UPDATE_EVENT)}, async ({ id, modules }) => {
    if (id !== ${JSON.stringify(id)}) return;
    for (const machine of machines) for (const [name, beam] of modules) await load(machine, name, bytes(beam));
    dispatchEvent(new CustomEvent(${JSON.stringify(UPDATE_EVENT)}, { detail: modules.map(([name]) => name) }));
  });
const url = ${JSON.stringify(url)};
export default {
  url,
  codePaths: [url, ${JSON.stringify(folder)}],
  start: ${JSON.stringify(start)},
  attach: (machine) => {
    machines.add(machine);
    return () => machines.delete(machine);
  },
};
`;
}
