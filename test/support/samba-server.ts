import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { addAccount, environment, removeAccount, removeForgottenAccounts } from './samba-accounts';
import { SambaClient } from './samba-client';
import { configuration, PRIVATE_FOLDERS, type SambaOptions } from './samba-config';

export { shareSection, type SambaOptions } from './samba-config';

/** Users that can log on when nothing else is asked for. */
const USERS = ['anna', 'bert', 'carla'] as const;
const PASSWORD = 'pw';
const READY_MS = 10_000;

/**
 * A real file server with an address, a configuration and accounts of its own. It ends with the process that started
 * it; `stop` also takes away what it left.
 */
export class SambaServer {
  readonly #clients = new Set<SambaClient>();
  #daemon: ChildProcessWithoutNullStreams | null = null;

  private constructor(
    /** Its configuration file, absolute. */
    readonly config: string,
    /** Only this computer reaches it; port 445. */
    readonly address: string,
    readonly share: string,
    private readonly folder: string,
    private readonly accounts: ReadonlyMap<string, string>,
  ) {}

  /** @throws Error when it cannot be started here: it needs root, and the packages samba and smbclient */
  static async start(options: SambaOptions): Promise<SambaServer> {
    refuseWithout('smbd', 'smbclient', 'smbpasswd', 'useradd', 'stdbuf');
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'postbag-samba-')));
    const address = nextAddress();
    const accounts = new Map((options.users ?? USERS).map((user) => [user, accountName(user, folder)]));
    const config = path.join(folder, 'etc/smb.conf');
    const server = new SambaServer(config, address, options.share, folder, accounts);
    try {
      for (const name of ['etc', ...PRIVATE_FOLDERS]) mkdirSync(path.join(folder, name));
      writeFileSync(config, configuration(folder, address, options));
      removeForgottenAccounts();
      for (const account of accounts.values()) addAccount(account, PASSWORD, config);
      await server.comeBack();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** The account that a user logs on with: what Samba says who it is. */
  account(user: string): string {
    const account = this.accounts.get(user);
    if (account === undefined) throw new Error(`${user} is no user of this server`);
    return account;
  }

  /** Connects a user to a share. @throws Error with what the client was told when it is refused */
  async client(user: string, share = this.share): Promise<SambaClient> {
    const who = this.account(user);
    const client = await SambaClient.connect({
      config: this.config,
      user: who,
      password: PASSWORD,
      service: `//${this.address}/${share}`,
    });
    this.#clients.add(client);
    return client;
  }

  /** Whether a user would get in now; what the client was told when not. */
  async tryConnect(user: string, share = this.share): Promise<string | null> {
    try {
      await (await this.client(user, share)).leave();
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** The server ends; its clients are not told. */
  async goAway(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = null;
    if (daemon?.exitCode !== null || daemon.signalCode !== null) return;
    const ended = once(daemon, 'close');
    daemon.stdin.end();
    await Promise.race([ended, pause(3_000)]);
  }

  /** Is started again, with the configuration as it is now. */
  async comeBack(): Promise<void> {
    const command = ['-c', 'cat | smbd -F -s "$0"', this.config];
    // In the foreground it ends when nobody holds the pipe that it reads from: also when the test is killed. (Node's own
    // pipes are sockets, and it would take one for a client.) It ends its whole group of processes with it.
    const daemon = spawn('sh', command, { env: environment(), detached: true });
    daemon.stdin.on('error', () => undefined);
    daemon.stdout.resume();
    daemon.stderr.resume();
    this.#daemon = daemon;
    const until = Date.now() + READY_MS;
    while (!(await answers(this.address))) {
      if (daemon.exitCode !== null) throw new Error(`smbd ended with ${daemon.exitCode}`);
      if (Date.now() > until) throw new Error('smbd does not answer');
      await pause(50);
    }
  }

  /** Ends the server, its helpers and its clients, and removes its accounts and files. Safe to call twice. */
  async stop(): Promise<void> {
    for (const client of this.#clients) client.kill();
    await this.goAway();
    // samba-dcerpcd and its helpers outlive the server. All of them name the configuration file.
    for (let left = processesOf(this.config); left.length > 0; left = processesOf(this.config)) {
      for (const pid of left) kill(pid);
      await pause(20);
    }
    for (const account of this.accounts.values()) removeAccount(account);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Starts a server. Whoever starts one must `stop` it. @throws Error when it cannot be started here */
export async function startSamba(options: SambaOptions): Promise<SambaServer> {
  return await SambaServer.start(options);
}

let started = 0;

/** Addresses of this computer that no other server of any test has. */
function nextAddress(): string {
  const { pid } = process;
  return `127.${45 + ((pid >> 8) % 200)}.${pid & 255}.${(started++ % 250) + 1}`;
}

const accountName = (user: string, folder: string): string =>
  `${user}-${path.basename(folder).slice('postbag-samba-'.length).toLowerCase()}`;

function refuseWithout(...commands: readonly string[]): void {
  if (process.getuid?.() !== 0) throw new Error('A real Samba needs root: run this test as root.');
  for (const command of commands) {
    const found = spawnSync('sh', ['-c', 'command -v "$0"', command], { env: environment() }).status === 0;
    if (!found) throw new Error(`${command} is missing (apt install samba smbclient passwd coreutils)`);
  }
}

function processesOf(config: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && commandLine(pid).includes(config));
}

/** Empty for a process that is gone. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}

async function answers(address: string): Promise<boolean> {
  const socket = connect(445, address);
  return await new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

const pause = async (ms: number): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
};
