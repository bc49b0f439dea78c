/**
 * What a program that is compared must say of itself.
 *
 * @typedef {import('../measure.mjs').Command} Command
 *
 * Folders, all absolute and on one file system. All but `source` are made anew for each round of a contender.
 * @typedef {object} Places
 * @property {string} source the post office
 * @property {string} store what the contender keeps goes here
 * @property {string} out where it restores to; exists, empty
 * @property {string} home its settings, caches and logs
 *
 * @typedef {object} Contender
 * @property {string} id
 * @property {string} name as it is shown
 * @property {string} how the commands in short, as they are shown
 * @property {string} [command] what must be installed
 * @property {string} [aptPackage] the package that holds it
 * @property {() => string} version in one line
 * @property {(places: Places) => Command[]} [prepare] not measured, before each round
 * @property {(places: Places) => Command[]} full
 * @property {(places: Places) => Command[]} nextDay
 * @property {(places: Places) => Command[]} [verify] of what was stored last; nothing if it cannot
 * @property {(places: Places) => Command[]} [restore] the newest state
 * @property {(places: Places) => string} [bag] Postbag only: the newest bag, absolute
 */
export {};
