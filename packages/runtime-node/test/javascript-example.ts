import { createRuntime } from '@beamline/runtime-node';

const runtime = await createRuntime({
  javascript: { globals: { greet: async (name: string) => ({ text: `Hello, ${name}!` }) } },
});

// What a program does, done from outside: js:await(js:apply(js:global(<<"greet">>), [<<"Joe">>])).
const greet = await runtime.call('js', 'global', ['greet']);
const promise = await runtime.call('js', 'apply', [greet, ['Joe']]);
console.log(await runtime.call('js', 'await', [promise])); // Map(1) { 'text' => 'Hello, Joe!' }, in UTF-8
