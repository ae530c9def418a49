import { atom, createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime();
await runtime.load('values.beam');

// A mailbox has a pid: what Erlang code sends there comes to JavaScript.
const mailbox = runtime.mailbox();
const pid = runtime.spawn('values', 'counter', [mailbox.pid]);

runtime.send(pid, atom('increment'));
console.log(await mailbox.receive());

runtime.send('counter', atom('increment')); // by its registered name
runtime.send('counter', atom('stop'));
for await (const message of mailbox) {
  console.log(message);
  if (message === atom('stopped')) break; // which closes the mailbox
}
