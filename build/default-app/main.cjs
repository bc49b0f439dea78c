'use strict';
/*
 * Stand-in for Electron's own `default_app.asar`, which a runtime taken out of a packaged program does not carry.
 * With it `electron [-r module] <app folder> [args]` works, for `npm start` and for Playwright, which asks for `-r`.
 */
const { app } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

/** @param {string[]} argv without the program itself */
function parse(argv) {
  const required = [];
  for (let at = 0; at < argv.length; at++) {
    if (argv[at] === '-r' || argv[at] === '--require') required.push(argv[++at]);
    else if (!argv[at].startsWith('-')) return { required, target: path.resolve(argv[at]) };
  }
  return { required, target: undefined };
}

/** What Electron takes from an app's package.json: @param {string} folder */
function introduce(folder) {
  const manifest = path.join(folder, 'package.json');
  if (!fs.existsSync(manifest)) return;
  const { version, productName, name } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  if (version) app.setVersion(version);
  app.setName(productName || name || 'Electron');
  app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
  app.setAppPath(folder);
}

const { required, target } = parse(process.argv.slice(1));
Module._preloadModules(required);
if (target === undefined) {
  console.error('usage: electron [-r module] <app folder>');
  app.exit(1);
} else {
  introduce(target);
  Module._load(Module._resolveFilename(target, null, true), Module, true);
}
