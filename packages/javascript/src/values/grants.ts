// What programs may reach: what the page grants, and what that leads to by its properties, but no means to run code of their own.
import { notGranted } from './refusal.js';

/**
 * Properties that lead from any object to what all objects have in common: with them a program could reach, or change, what it was not granted.
 */
const CLOSED_PROPERTIES: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
]);

/** Sources of functions that make functions of text, for every kind of function. */
const MAKERS: ReadonlySet<string> = new Set(['Function', 'AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction', 'eval']);

/** How engines show a function that is built in. */
const BUILT_IN = /^function \w*\(\) ?\{\s*\[native code\]\s*\}$/;

/** Refuses the name of a property that is closed. */
export function checkProperty(name: string): void {
  if (CLOSED_PROPERTIES.has(name)) notGranted(name);
}

/** Refuses a function that would make code of text, and what all objects of a class have in common; of this page or of a frame in it. */
export function checkReachable(value: unknown): void {
  if (typeof value === 'object' && value !== null && isPrototype(value)) notGranted('prototype');
  if (typeof value !== 'function') return;
  if (value === Function.prototype) notGranted('prototype');
  const name: unknown = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  if (typeof name === 'string' && MAKERS.has(name) && BUILT_IN.test(Function.prototype.toString.call(value))) notGranted(name);
}

/** True for the prototype of a class: its constructor leads back to it. */
function isPrototype(value: object): boolean {
  const maker: unknown = Object.getOwnPropertyDescriptor(value, 'constructor')?.value;
  return typeof maker === 'function' && Object.getOwnPropertyDescriptor(maker, 'prototype')?.value === value;
}
