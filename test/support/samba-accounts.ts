import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The programs of the administrator are not on everybody's path. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
}

/** @throws Error with what it printed */
function run(program: string, args: readonly string[], input = ''): void {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    env: environment(),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}${stdout}`);
}

const COMMENT = 'postbag-test';

/** Makes an account that can log on at the server with this configuration, and nowhere else. @throws Error */
export function addAccount(account: string, password: string, config: string): void {
  const nobodyElses = ['-M', '-s', '/usr/sbin/nologin', '-c', `${COMMENT} ${process.pid}`];
  run('useradd', [...nobodyElses, account]);
  run('smbpasswd', ['-c', config, '-a', '-s', account], `${password}\n${password}\n`);
}

export function removeAccount(account: string): void {
  spawnSync('userdel', [account], { env: environment(), stdio: 'ignore' });
}

/** Removes those whose test was killed. */
export function removeForgottenAccounts(): void {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [account = '', , , , comment = ''] = line.split(':');
    const pid = new RegExp(`^${COMMENT} (\\d+)$`).exec(comment)?.[1];
    if (pid !== undefined && !readdirSync('/proc').includes(pid)) removeAccount(account);
  }
}
