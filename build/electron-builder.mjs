/**
 * How packages are made. `npm run dist:linux` and `npm run dist:win` set the environment (packaging.mjs).
 */
import fs from 'node:fs';
import path from 'node:path';

/** A runtime that is already on this machine; without it electron-builder downloads the one in package.json. */
const localRuntime = process.env['ELECTRON_OVERRIDE_DIST_PATH'];

/**
 * Fuses are switches in the Electron program that no argument or variable can turn back on. Only a build for the
 * end-to-end tests (E2E_BUILD=1) keeps the debugging port that Playwright needs.
 */
const electronFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: process.env['E2E_BUILD'] === '1',
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  // The oldest Electron has no such fuse, and setting it fails the build.
  ...(localRuntime ? {} : { grantFileProtocolExtraPrivileges: false }),
};

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'org.postbag.app',
  productName: 'Postbag',
  directories: { output: 'release', buildResources: 'build' },
  files: ['dist/**', 'package.json', '!**/*.map', '!dist/.built-*'],
  asar: true,
  // DOSBox cannot look into an archive.
  asarUnpack: ['dist/main/practice-dos/**'],
  npmRebuild: false,
  extraMetadata: { homepage: 'https://postbag.example/', desktopName: 'postbag.desktop' },
  publish: null,
  electronFuses,
  ...(localRuntime && {
    electronDist: localRuntime,
    electronVersion: process.env['POSTBAG_ELECTRON_VERSION'],
  }),
  // A borrowed runtime brings the app that runs apps (default-app/); a package does not need it.
  afterPack: ({ appOutDir }) =>
    fs.rmSync(path.join(appOutDir, 'resources/default_app.asar'), { force: true }),
  linux: {
    target: ['dir', 'deb', 'tar.gz'],
    executableName: 'postbag',
    syncDesktopName: true,
    category: 'System;Utility;Archiving;',
    icon: 'build/icons',
    maintainer: 'The Postbag developers <postbag@postbag.example>',
    synopsis: 'Backs up, restores and repairs databases that are a set of open files',
  },
  deb: { compression: 'gz', priority: 'optional' },
  win: { icon: 'build/icons/icon.ico', target: ['nsis', 'portable'] },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
};
