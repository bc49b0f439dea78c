import type { Method } from '../../shared/run';
import type { MethodAdvice } from '../../shared/views';
import { ask } from './bridge';
import { Resource } from './resource.svelte';

const about = (postOfficeId: string): Resource<MethodAdvice[]> =>
  new Resource(() => ask('adviseMethods', { postOfficeId }), []);

/** What each method can do at one post office. What was said of another one is never shown. */
export class Advice {
  #postOfficeId: string | null = null;
  #said = $state.raw<Resource<MethodAdvice[]> | null>(null);

  get loaded(): boolean {
    return this.#said?.loaded ?? false;
  }

  get failure() {
    return this.#said?.failure ?? null;
  }

  of(method: Method): MethodAdvice | undefined {
    return this.#said?.value.find((one) => one.method === method);
  }

  /** Looks (again) at what can be done; the older answer about the same post office stays until then. */
  async load(postOfficeId: string): Promise<void> {
    if (this.#said === null || postOfficeId !== this.#postOfficeId) this.#said = about(postOfficeId);
    this.#postOfficeId = postOfficeId;
    await this.#said.load();
  }

  forget(): void {
    this.#said = null;
  }
}
