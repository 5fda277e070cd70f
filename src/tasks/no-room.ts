/** Work could not be handed over: too much waits (`full`), or the process ends (`closed`). Worth another try later. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
  readonly why: 'full' | 'closed';

  constructor(why: 'full' | 'closed') {
    super(why === 'full' ? 'Too much waits already' : 'The process ends');
    this.why = why;
  }
}
