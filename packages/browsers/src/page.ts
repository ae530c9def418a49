/** A page, under whichever tool. Its methods reject with what the tool, or the page, throws. */
export interface Page {
  goto(url: string): Promise<unknown>;
  /** Runs a function in the page, which sees nothing of where it is written, and returns what that returns, as JSON has it. */
  evaluate<Result>(run: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Value>(run: (value: Value) => Result | Promise<Result>, value: Value): Promise<Result>;
  /** How many Workers it has; undefined where the browser does not tell. */
  workerCount(): number | undefined;
  close(): Promise<void>;
}

/** A browser that runs. */
export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}
