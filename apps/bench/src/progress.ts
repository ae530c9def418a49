/** Where it is told what is measured at the moment. */
export interface Progress {
  /** Tells of a part that begins. */
  begin(title: string): void;
  /** Tells how far it is. */
  at(text: string): void;
  /** The part is over. */
  end(): void;
}

/** Progress on a stream: a line for each part, which shows how far it is where that is a terminal. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  let title = '';
  return {
    begin: (text) => {
      title = text;
      if (!stream.isTTY) stream.write(`${text} …\n`);
    },
    at: (text) => {
      if (stream.isTTY) stream.write(`\r\u001b[K${title}: ${text}`);
    },
    end: () => {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
