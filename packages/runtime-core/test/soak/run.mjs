import { bundledCommand } from '../bundled-command.mjs';

const url = (path) => new URL(path, import.meta.url);
const { soakCommand } = await bundledCommand('soak', url('soak-command.ts'), url('../fixture.ts'));
await soakCommand(process.argv.slice(2));
process.exit();
