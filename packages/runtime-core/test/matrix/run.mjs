import { bundledCommand } from '../bundled-command.mjs';

const url = (path) => new URL(path, import.meta.url);
const { matrix } = await bundledCommand('matrix', url('matrix-command.ts'), url('../engines.ts'));
process.exitCode = (await matrix(process.argv.slice(2))) === 0 ? 0 : 1;
