/** A file that someone has given. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function read(files: Iterable<File>): Promise<GivenFile[]> {
  return await Promise.all([...files].map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
}

/**
 * Takes files that are dropped on the page, or chosen by a button.
 * @param overlay - shown while files are above the page
 */
export function takeFiles(
  overlay: HTMLElement,
  button: HTMLButtonElement,
  input: HTMLInputElement,
  taken: (files: readonly GivenFile[]) => Promise<void>,
  failed: (error: unknown) => void,
): void {
  const give = (files: Iterable<File>): void => {
    read(files).then(taken).catch(failed);
  };
  let depth = 0;
  const isFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
  addEventListener('dragenter', (event) => {
    if (!isFile(event)) return;
    depth++;
    overlay.hidden = false;
  });
  addEventListener('dragleave', (event) => {
    if (!isFile(event)) return;
    depth = Math.max(0, depth - 1);
    overlay.hidden = depth === 0;
  });
  addEventListener('dragover', (event) => {
    if (isFile(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    depth = 0;
    overlay.hidden = true;
    give(event.dataTransfer?.files ?? []);
  });
  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    give([...(input.files ?? [])]);
    input.value = '';
  });
}
