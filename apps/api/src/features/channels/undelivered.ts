/** Why a message did not arrive, in a sentence for a clerk. */
export class Undelivered extends Error {
  /** Another attempt would end the same way. */
  readonly final: boolean;

  constructor(reason: string, { final = false } = {}) {
    super(reason);
    this.name = 'Undelivered';
    this.final = final;
  }
}
