/** Words of the app itself: dialogs, menu and what is said when it cannot go on. */

export const dialogWords = {
  find: { title: 'Find post offices under a folder', button: 'Search this folder' },
  'post-office': { title: 'Choose the folder of a post office', button: 'Choose this post office' },
  vault: { title: 'Choose a folder to keep bags in', button: 'Use as vault' },
  program: { title: 'Choose a program', button: 'Use this program' },
  evidence: { title: 'Choose a picture or a text', button: 'Keep it as evidence' },
  practice: { title: 'Choose an empty folder for the practice post office', button: 'Make it here' },
  tools: { title: 'Show the folder in which the repair tools are', button: 'Use this folder' },
  workbench: { title: 'Choose a folder for private copies', button: 'Make private copies here' },
  landing: { title: 'Choose a new or empty folder for the files', button: 'Copy the files here' },
  target: { title: 'Choose where the post office is to be brought online', button: 'Bring it online here' },
} as const;

export const menuWords = {
  file: 'File',
  quit: 'Quit Postbag',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
} as const;

export const quitWords = {
  title: 'A backup is running',
  message: 'Cancel the backup and quit Postbag?',
  detail: 'What has been begun is taken back first. What was closed or stopped is opened and started again.',
  keep: 'Keep going',
  cancel: 'Cancel the backup and quit',
} as const;

export const fatalWords = {
  title: 'Postbag has to close',
  before:
    'Something went wrong that Postbag cannot go on from. At the next start it takes back what was begun.',
  copy: 'Copy the details',
  close: 'Close Postbag',
} as const;

export const finishedWords = {
  verified: 'Backup verified',
  findings: 'Backup done, with findings',
  failed: 'Backup failed',
  cancelled: 'Backup cancelled',
} as const;
