/** What the user's JavaScript has thrown where Erlang code called it. Programs see the error `{host_error, Text}`, whoever called them the cause. */
export class HostError {
  constructor(
    /** What was thrown. */
    readonly thrown: unknown,
  ) {}
}
