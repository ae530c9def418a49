import { Atom, type ErlangValue, Float, Tuple } from '@beamline/runtime-web';
import type { Language } from './language.js';
import type { Diagnostic, Measurement, Outcome, Place, Program, ProgramModule } from './program.js';
import { SourceError } from './program.js';

function elements(value: ErlangValue | undefined): readonly ErlangValue[] {
  if (value instanceof Tuple) return value.elements;
  return Array.isArray(value) ? (value as readonly ErlangValue[]) : [];
}

function name(value: ErlangValue | undefined): string {
  if (value instanceof Atom) return value.name;
  return String(value);
}

function text(value: ErlangValue | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : name(value);
}

function diagnostics(value: ErlangValue | undefined): Diagnostic[] {
  return elements(value).map((each) => {
    const [severity, line, column, message] = elements(each);
    return { severity: name(severity) === 'error' ? 'error' : 'warning', line: Number(line), column: Number(column), text: text(message) };
  });
}

/** What a compiler has answered. Throws SourceError. */
export function programOf(language: Language, answer: ErlangValue): Program {
  const [kind, first, second] = elements(answer);
  if (name(kind) !== 'ok') throw new SourceError(diagnostics(first));
  const modules = elements(first).map((each): ProgramModule => {
    const [module, bytes] = elements(each);
    return { name: name(module), bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array() };
  });
  return { language, modules, diagnostics: diagnostics(second) };
}

/** How a run has ended. */
export function outcomeOf(answer: ErlangValue): Outcome {
  const [kind, value] = elements(answer);
  return { kind: name(kind) as Outcome['kind'], text: text(value) };
}

/** Where processes are. */
export function placesOf(answer: ErlangValue): Place[] {
  return elements(answer).map((each) => {
    const [module, f, arity, line, active, waiting] = elements(each);
    return {
      module: name(module),
      function: name(f),
      arity: Number(arity),
      line: Number(line),
      active: Number(active),
      waiting: Number(waiting),
    };
  });
}

/** How long a function took. Throws what went wrong in it. */
export function measurementOf(answer: ErlangValue): Measurement {
  const [kind, first, times, value] = elements(answer);
  if (name(kind) !== 'ok') throw new Error(text(first));
  // A float without a fraction is an object.
  const microseconds = first instanceof Float ? first.value : Number(first);
  return { best: microseconds / 1000, times: Number(times), value: text(value) };
}
