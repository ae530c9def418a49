// What the tests have a Worker import: its exports run there.

/** True where there is no document: in a Worker. */
const isWorker = (): boolean => typeof document === 'undefined';

/** What programs get from `js:global/1`. */
export const globals: Readonly<Record<string, unknown>> = { isWorker, both: 'the Worker', inner: { values: [1, 2, 3] } };

/** Natives. */
export const natives: Readonly<Record<string, () => boolean>> = { 'place:native/0': isWorker };
