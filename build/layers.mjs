/**
 * The layers of the program and the lint rule that keeps them. An import may only point down: to a room of a lower
 * level, or inside its own room.
 */
import { builtinModules } from 'node:module';
import path from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} Room
 * @property {string} path folder, or file without its ending, or both, relative to the project; the longest that fits wins
 * @property {number} level how high the room stands
 * @property {string[]} [only] the only other rooms it may use, instead of all lower ones
 * @property {boolean} [electron] whether it may import `electron`
 * @property {boolean} [noNode] whether it must do without Node's own modules
 * @property {string} why what a person reads who breaks the rule
 */

/** @type {Room[]} */
export const rooms = [
  { path: 'package.json', level: 0, noNode: true, why: 'it is data' },
  {
    path: 'shared',
    level: 0,
    only: [],
    noNode: true,
    why: 'shared/ is the contract of both sides: no I/O, and it knows neither side',
  },
  { path: 'electron/run', level: 1, why: 'run/ runs steps and knows nothing of mail, files or screens' },
  { path: 'electron/bag', level: 1, only: ['shared'], why: 'bag/ knows BagIt and nothing of the rest' },
  { path: 'electron/settings', level: 2, why: 'settings/ keeps choices and does not act on them' },
  {
    path: 'electron/report',
    level: 2,
    why: 'report/ makes pages out of what it is given; it looks at nothing',
  },
  {
    path: 'electron/postoffice',
    level: 2,
    why: 'postoffice/ recognises and lists; it does not copy or store',
  },
  {
    path: 'electron/volume',
    level: 2,
    why: 'volume/ knows mounts and volumes; what is read from them is not its business',
  },
  {
    path: 'electron/snapshot',
    level: 3,
    why: 'snapshot/ makes and removes snapshots; what is copied from them is not its business',
  },
  {
    path: 'electron/mirror',
    level: 3,
    why: 'mirror/ breaks and joins mirrors; what is copied from a half is not its business',
  },
  {
    path: 'electron/access',
    level: 3,
    why: 'access/ sees and closes connections; what is copied meanwhile is not its business',
  },
  {
    path: 'electron/tools',
    level: 3,
    why: 'tools/ runs programs on a private copy; which and when is not its business',
  },
  { path: 'electron/copy', level: 3, why: 'copy/ copies files; what to copy and where to is handed to it' },
  { path: 'electron/vault', level: 3, why: 'vault/ keeps bags; plans use it, not the other way round' },
  { path: 'electron/practice', level: 3, why: 'practice/ makes a post office; it knows no backup' },
  { path: 'electron/backup', level: 4, why: 'backup/ names the steps of a plan; it does not decide when' },
  {
    path: 'electron/staging',
    level: 4,
    why: 'staging/ brings files out of a bag; it does not decide when',
  },
  {
    path: 'electron/repair',
    level: 5,
    why: "repair/ runs a format's tools on a private copy; it does not decide when",
  },
  {
    path: 'electron/restore',
    level: 6,
    why: 'restore/ leads a copy to its proof and online; it does not decide when',
  },
  {
    path: 'electron/engine',
    level: 7,
    why: 'engine/ is what app and CLI share; it knows neither',
  },
  { path: 'electron/cli', level: 8, why: 'the CLI runs the engine in plain Node, without the app' },
  {
    path: 'electron/app',
    level: 8,
    electron: true,
    why: 'app/ shows the engine in windows; main.ts alone uses it',
  },
  {
    path: 'electron/preload',
    level: 9,
    only: ['shared'],
    electron: true,
    why: 'the preload is sandboxed: a bridge and nothing else',
  },
  { path: 'electron/main', level: 9, electron: true, why: 'main.ts starts everything and nothing uses it' },
  {
    path: 'renderer',
    level: 9,
    only: ['shared'],
    noNode: true,
    why: 'the screens are sandboxed: they ask through window.postbag',
  },
];

/**
 * @param {string} file absolute
 * @returns {Room | undefined}
 */
function roomOf(file) {
  const relative = path.relative(root, file).split(path.sep).join('/');
  return rooms
    .filter(({ path: at }) => relative === at || relative === `${at}.ts` || relative.startsWith(`${at}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** @param {string} name */
const isNodeModule = (name) => name.startsWith('node:') || builtinModules.includes(name);

/**
 * Why `from` must not import `name`.
 * @param {string} from absolute path of the importing file
 * @param {string} name what stands in the import
 * @returns {string | undefined} nothing when it may
 */
export function forbidden(from, name) {
  const room = roomOf(from);
  if (!room) return undefined;
  if (name === 'electron' || name.startsWith('electron/')) {
    return room.electron
      ? undefined
      : `${room.path} must not import electron: only electron/app, main.ts and preload.ts may, so that the engine runs in plain Node.`;
  }
  if (isNodeModule(name)) {
    return room.noNode ? `${room.path} must not import ${name}: ${room.why}.` : undefined;
  }
  if (!name.startsWith('.')) return undefined;
  const target = roomOf(path.resolve(path.dirname(from), name));
  if (target === room) return undefined;
  const below = target && target.level < room.level;
  if (below && (!room.only || room.only.includes(target.path))) return undefined;
  return `${room.path} must not import ${target?.path ?? name}: ${room.why}.`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const layersRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    /** @param {import('estree').Node | null | undefined} source */
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const message = forbidden(context.filename, source.value);
      if (message) context.report({ node: source, message });
    };
    return {
      Program: (node) => {
        if (roomOf(context.filename)) return;
        context.report({
          node,
          message: 'This file is in no room: give its folder a level in build/layers.mjs.',
        });
      },
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      'CallExpression[callee.name="require"]': (/** @type {import('estree').CallExpression} */ node) =>
        check(/** @type {import('estree').Node | undefined} */ (node.arguments[0])),
    };
  },
};
