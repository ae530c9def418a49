import { defineComponent, h, ref, type VNode } from 'vue';
import ringUrl from '../../snippets/live/ring.beam?url&no-inline';

const SIZES = [100, 1000, 10_000];
const MESSAGES = 1_000_000;

/** Bytes that have come over the network for this page, in kB. */
function loadedKilobytes(since: number): number {
  const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const bytes = entries.filter(({ startTime }) => startTime >= since).reduce((sum, { transferSize }) => sum + transferSize, 0);
  return Math.round(bytes / 1000);
}

/** Runs the ring of processes in the reader's browser. Nothing of the machine is loaded before. */
export const LiveExample = defineComponent({
  name: 'LiveExample',
  setup() {
    const size = ref(1000);
    const status = ref('');
    const isBusy = ref(false);

    async function run(): Promise<void> {
      isBusy.value = true;
      try {
        status.value = 'Loading the machine …';
        const begun = performance.now();
        const { createRuntime } = await import('@beamline/runtime-web');
        const runtime = await createRuntime();
        await runtime.load(new URL(ringUrl, import.meta.url).href);
        const ready = performance.now();
        const loaded = loadedKilobytes(begun);
        status.value = 'Running …';
        const rounds = Math.ceil(MESSAGES / size.value);
        const sent = await runtime.call('ring', 'start', [size.value, rounds]);
        const seconds = (performance.now() - ready) / 1000;
        runtime.stop();
        status.value =
          `${Number(sent).toLocaleString('en')} messages between ${size.value.toLocaleString('en')} processes in ${seconds.toFixed(2)} s, in this page.` +
          ` Starting the machine took ${Math.round(ready - begun)} ms${loaded > 0 ? ` and ${loaded} kB` : ''}.`;
      } catch (error) {
        status.value = `That did not work: ${error instanceof Error ? error.message : error}`;
      } finally {
        isBusy.value = false;
      }
    }

    const submit = (event: Event): Promise<void> => {
      event.preventDefault();
      return run();
    };

    return (): VNode =>
      h('form', { class: 'live', onSubmit: submit }, [
        h('label', [
          'Processes ',
          h(
            'select',
            { value: size.value, onChange: (event: Event) => (size.value = Number((event.target as HTMLSelectElement).value)) },
            SIZES.map((each) => h('option', { value: each }, each.toLocaleString('en'))),
          ),
        ]),
        h('button', { type: 'submit', disabled: isBusy.value }, 'Run it here'),
        h('output', { 'aria-live': 'polite' }, status.value),
      ]);
  },
});
