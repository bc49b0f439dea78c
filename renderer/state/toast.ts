import { toast } from 'svelte-sonner';
import { commonWords } from '../../shared/words/screens/shell';
import { ask } from './bridge';

/** A short message that goes by itself; nothing that must not be missed. */
export function say(message: string): void {
  toast.success(message);
}

/** Copies a text and says that it did. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await ask('copyText', { text });
    toast.success(done);
  } catch {
    toast.error(commonWords.couldNotCopy);
  }
}
