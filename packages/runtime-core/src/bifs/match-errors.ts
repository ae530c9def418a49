import { formatTerm, type Term } from '@beamline/beam-file';

/** Special forms of match specifications for tracing, by the names that OTP's errors have for them. */
const TRACE_FORMS: ReadonlyMap<string, string> = new Map([
  ...[
    'is_seq_trace',
    'get_seq_token',
    'trace',
    'enable_trace',
    'disable_trace',
    'silent',
    'process_dump',
    'display',
    'caller',
    'caller_line',
    'current_stacktrace',
    'message',
    'return_trace',
    'exception_trace',
  ].map((name): [string, string] => [name, name]),
  ['set_seq_token', 'set_seq_trace'],
]);

/** Functions that only match specifications for tracing may call. */
const TRACE_FUNCTIONS: ReadonlySet<string> = new Set(['set_tcw/1', 'get_tcw/0']);

/** Special forms that have no arguments. */
const WITHOUT_ARGUMENTS: ReadonlySet<string> = new Set([
  'is_seq_trace',
  'get_seq_token',
  'return_trace',
  'exception_trace',
  'process_dump',
  'caller',
  'caller_line',
]);

const RESERVED_WORDS =
  /'(after|and|andalso|band|begin|bnot|bor|bsl|bsr|bxor|case|catch|cond|div|else|end|fun|if|let|maybe|not|of|or|orelse|receive|rem|try|when|xor)'/g;

/** A term as these errors show it: atoms that are words of Erlang have no quotes. */
function show(term: Term): string {
  return formatTerm(term).replace(RESERVED_WORDS, '$1');
}

function functionError(call: Term): string {
  const [head, ...args] = call.kind === 'tuple' ? call.elements : [];
  const name = head?.kind === 'atom' ? head.name : '';
  const form = TRACE_FORMS.get(name);
  if (form !== undefined) return `Special form '${form}' used in wrong dialect.`;
  const text = `${head === undefined ? '' : show(head)}/${args.length}`;
  return TRACE_FUNCTIONS.has(`${name}/${args.length}`)
    ? `Function ${text} cannot be called in this context.`
    : `Function ${text} does_not_exist.`;
}

function formName(call: Term): string {
  const [head] = call.kind === 'tuple' ? call.elements : [];
  return head?.kind === 'atom' ? head.name : '';
}

/** What is wrong with a match specification, in OTP's words (`erl_db_util.c`), by the kernel's numbers: see its `match-compile.ts`. */
const texts: readonly ((term: Term) => string)[] = [
  () => 'Match programs are not in a list.',
  () => 'Match programs are not in a proper list.',
  () => 'Match program part is not a tuple of arity 3.',
  () => 'Match expression is not a list.',
  () => 'Body clause does not return anything.',
  () => 'Match expression is not a proper list.',
  (variable) => `Variable ${variable.kind === 'atom' ? variable.name : ''} is unbound.`,
  functionError,
  (tuple) => `${show(tuple)} is neither a function call, nor a tuple (tuples are written {{ ... }}).`,
  (call) => `Special form '${formName(call)}' called without arguments in ${show(call)}.`,
  (call) => `Special form 'const' called with more than one argument in ${show(call)}.`,
  (call) => `Special form 'self' called with arguments in ${show(call)}.`,
  () => 'Variable found in map key.',
  () => 'Underscore found in map key.',
  (call) => `Special form '${formName(call)}' called in guard context.`,
  (call) =>
    WITHOUT_ARGUMENTS.has(formName(call))
      ? `Special form '${formName(call)}' called with arguments in ${show(call)}.`
      : `Special form '${formName(call)}' called with wrong number of arguments in ${show(call)}.`,
  (call) => `Special form '${formName(call)}' used in wrong dialect.`,
  () => 'Match head is invalid in this context.',
  (head) => `Match expression part ${show(head)} is not a proper list.`,
];

/** Text of an error of a match specification. */
export function matchErrorText(kind: number, term: Term): string {
  return texts[kind]?.(term) ?? '';
}
