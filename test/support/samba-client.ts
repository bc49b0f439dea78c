import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

export interface SambaLogon {
  /** Configuration file of the client; the server's own will do. */
  readonly config: string;
  readonly user: string;
  readonly password: string;
  /** `//server/share` */
  readonly service: string;
}

/** A real client of a file server that stays connected and keeps open what it opened. */
export class SambaClient {
  #said = '';
  #over = false;
  #asked = 0;
  readonly #waiting = new Set<() => void>();

  private constructor(
    /** Account that it logged on with. */
    readonly user: string,
    private readonly child: ChildProcessWithoutNullStreams,
  ) {
    const heard = (text: string): void => {
      this.#said += text;
      this.#wake();
    };
    child.stdout.setEncoding('utf8').on('data', heard);
    child.stderr.setEncoding('utf8').on('data', heard);
    child.stdin.on('error', () => undefined); // it may have ended while it was spoken to
    child.once('close', () => {
      this.#over = true;
      this.#wake();
    });
  }

  /** @throws Error with what the server answered when it does not let the client in */
  static async connect({ config, user, password, service }: SambaLogon): Promise<SambaClient> {
    // Without stdbuf it says nothing before it ends, and overlooks all but the first of the lines that it is sent.
    const args = ['-i0', '-o0', 'smbclient', '-s', config, '-U', `${user}%${password}`, service];
    const client = new SambaClient(user, spawn('stdbuf', args));
    try {
      await client.#ask('');
    } catch {
      throw new Error(client.#said.trim());
    }
    return client;
  }

  /** Opens a file for reading and writing, sharing it with everybody, and keeps it open. @throws Error when refused */
  async open(file: string): Promise<void> {
    const answer = await this.#ask(`open "${windows(file)}"`);
    if (!answer.includes('for read/write')) throw new Error(answer.trim());
  }

  /** Leaves its share for another one within the same session. @throws Error when refused */
  async move(share: string): Promise<void> {
    const answer = await this.#ask(`tcon "${share}"`);
    if (answer.includes('NT_STATUS')) throw new Error(answer.trim());
  }

  /** Copies a file of this computer (absolute) to the share. @throws Error when refused */
  async put(local: string, file: string): Promise<void> {
    const answer = await this.#ask(`put "${local}" "${windows(file)}"`);
    if (answer.includes('NT_STATUS')) throw new Error(answer.trim());
  }

  /** Whether its session goes on. One that was ended at the server is noticed only now. */
  async alive(): Promise<boolean> {
    try {
      return !(await this.#ask('ls')).includes('NT_STATUS');
    } catch {
      return false;
    }
  }

  /** Closes everything and goes. */
  async leave(): Promise<void> {
    if (this.#over) return;
    const ended = once(this.child, 'close');
    this.child.stdin.end('quit\n');
    await ended;
  }

  /** Ends at once, as when somebody switches the computer off. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** What was said to a command. @throws Error when the client ended before it had answered */
  async #ask(command: string): Promise<string> {
    const from = this.#said.length;
    // The client has no prompt here; a word that it does not know is how the end of an answer is seen.
    const word = `end-${this.#asked++}`;
    const end = `${word}: command not found`;
    this.child.stdin.write(`${command}\n${word}\n`);
    while (!this.#said.includes(end, from)) {
      if (this.#over) throw new Error(`the client ended: ${this.#said.slice(from).trim()}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    return this.#said.slice(from, this.#said.indexOf(end, from));
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

const windows = (file: string): string => file.replaceAll('/', '\\');
