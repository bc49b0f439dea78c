import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { BelongingService } from '../../shared/access';

const ROUTER = path.join(import.meta.dirname, 'stand-ins/router.mjs');

/** A program that stands in for the Router of a post office. */
export class Router {
  constructor(
    private readonly folder: string,
    private readonly postOffice: string,
  ) {}

  argv(verb: 'start' | 'stop' | 'check'): string[] {
    return [process.execPath, ROUTER, verb, this.folder, this.postOffice];
  }

  do(verb: 'start' | 'stop' | 'check'): number | null {
    const [program = '', ...args] = this.argv(verb);
    return spawnSync(program, args, { stdio: 'ignore' }).status;
  }

  get runs(): boolean {
    return this.do('check') === 0;
  }

  /** As an administrator would set it. */
  get service(): BelongingService {
    return {
      name: 'Router',
      kind: 'command',
      unit: '',
      start: this.argv('start'),
      stop: this.argv('stop'),
      check: this.argv('check'),
      waitSeconds: 20,
    };
  }
}
