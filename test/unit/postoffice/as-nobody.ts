import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { emptyFolder } from './tree';

/**
 * Calls one exported function of a module of the engine in a process that permissions hold for: root, who may read
 * everything, becomes the user nobody first. Gives what the function answers, by way of JSON.
 */
export async function asNobody(module: string, call: string, ...args: unknown[]): Promise<unknown> {
  const outDir = await emptyFolder();
  await chmod(outDir, 0o755);
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: path.resolve(module),
      outDir,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'module.cjs' } },
    },
    ssr: { noExternal: true },
  });
  const script = `
    require(process.argv[1])[process.argv[2]](...JSON.parse(process.argv[3]))
      .then((answer) => process.stdout.write(JSON.stringify(answer)));`;
  const nobody = process.geteuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['-e', script, path.join(outDir, 'module.cjs'), call, JSON.stringify(args)],
    { cwd: outDir, ...nobody },
  );
  return JSON.parse(stdout) as unknown;
}
