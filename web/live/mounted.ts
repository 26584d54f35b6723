/** How many tags one subscription takes. */
export const tagsMax = 500;

/**
 * Which tags are on the screen, counted, and a callback when the set has changed: not at once, for a page mounts its cells one by
 * one. Of more than 500 those that came first are followed.
 */
export class MountedTags {
  readonly #counts = new Map<string, number>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  add(tagId: string): () => void {
    const before = this.#counts.get(tagId) ?? 0;
    this.#counts.set(tagId, before + 1);
    if (before === 0) this.#changed();
    return () => {
      const count = (this.#counts.get(tagId) ?? 1) - 1;
      if (count > 0) this.#counts.set(tagId, count);
      else {
        this.#counts.delete(tagId);
        this.#changed();
      }
    };
  }

  has(tagId: string): boolean {
    return this.#counts.has(tagId);
  }

  followed(): readonly string[] {
    return [...this.#counts.keys()].slice(0, tagsMax);
  }
}
