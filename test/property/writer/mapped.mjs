import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The program that stores into mapped pages (mapped.c), one request at a time. */
export class Mapped {
  /** @param {string} program absolute path of the compiled mapped.c */
  constructor(program) {
    this.child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.answers = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /**
   * @param {string} file absolute
   * @param {number} at
   * @param {Buffer} bytes
   * @returns {Promise<boolean>} whether they were stored
   */
  async store(file, at, bytes) {
    this.child.stdin.write(Buffer.concat([Buffer.from(`${at} ${bytes.length} ${file}\n`), bytes]));
    const answer = await this.answers.next();
    return answer.value === 'ok';
  }

  close() {
    this.child.stdin.end();
  }
}
