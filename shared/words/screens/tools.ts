import { formatBytes } from '../format';
import type { ToolId } from '../../procedures';
import type { FoundTool } from '../../repair';
import type { RunnerId, RunnerState, ToolReason } from '../../tools';
import { runnerReason, runnerWords, toolTrouble } from '../tools';

type Kind = NonNullable<FoundTool['kind']>;

/** What each tool is for, as far as sources say it. */
const purposes: Readonly<Record<ToolId, string>> = {
  ANALYZE: 'Checks every file of a post office.',
  CHKSTAT: 'DB6: rebuilds the message index, reconciles pointers, lists accounts.',
  RECLAIM: 'Reclaims space, and rebuilds the directory index of DB6.',
  BFORCE: 'DB6: for broken chains of the directory. No source says how its command line goes.',
  CCRSTR: 'DB8: repairs it.',
  DIRSTAT: 'DB8: lists accounts.',
  PRACTOOL: 'Looks at practice post offices and mends them; it can do nothing with any other.',
};

const kinds: Readonly<Record<Kind, string>> = {
  dos: 'DOS program',
  'windows-16': '16-bit Windows program',
  'windows-32': '32-bit Windows program',
  'windows-64': '64-bit Windows program',
  other: 'neither a DOS nor a Windows program',
};

/** Why nobody can run a program of a kind. */
const nobodyRuns: Readonly<Record<Kind, ToolReason>> = {
  dos: 'needs-dos',
  'windows-16': 'needs-old-windows',
  'windows-32': 'needs-windows',
  'windows-64': 'needs-windows',
  other: 'not-a-program',
};

/** Where the repair tools are and how they are run. */
export const toolsWords = {
  title: 'Repair tools',
  sub: 'Shown once: where the tools that came with your post office are, and how they are run. They are only ever run on a private copy, never on the post office itself.',

  folder: {
    title: 'Folder of the tools',
    text: 'Postbag has no tools of cc:Mail. Show the folder in which yours lie: it is looked for each of them by its name.',
    none: 'not shown yet',
    show: 'Show the folder…',
    forget: 'Forget',
    forgetLabel: 'Forget the folder of the tools',
    shown: 'The folder of the tools is known now',
    forgotten: 'The folder of the tools is forgotten; nothing in it was touched',
  },

  table: {
    title: 'Tools',
    text: 'Not all are needed: what belongs to DB6 does nothing for DB8. A tool that lies elsewhere, or has another name, can be shown by itself.',
    columns: {
      tool: 'Tool',
      where: 'Where it is',
      runner: 'Run by',
      action: 'What can be done',
    },
    purpose: (tool: ToolId): string => purposes[tool],
    notFound: 'not found',
    kind: (kind: Kind): string => kinds[kind],
    shownAlone: 'shown by itself',
    runner: (runner: RunnerId): string => runnerWords[runner].name,
    nobody: 'nothing here',
    /** Why a tool that was found cannot be run; null where nothing is known to speak against it. */
    why: ({ id, path, kind, runner }: FoundTool, runners: readonly RunnerState[]): string | null => {
      if (path === null || kind === null) return null;
      if (runner === null) return toolTrouble({ code: nobodyRuns[kind], params: { tool: id } });
      const unusable = runners.some((one) => one.id === runner && !one.usable);
      return unusable ? 'It cannot be used now: see the ways to run them below.' : null;
    },
    show: 'Show it…',
    showLabel: (tool: ToolId): string => `Show it: ${tool}`,
    forget: 'Forget',
    forgetLabel: (tool: ToolId): string => `Forget where ${tool} is`,
  },

  practice: {
    title: 'Postbag’s practice tool',
    text: 'It comes with Postbag, so that a repair can be learnt on a practice post office. It is run as the others are, by what is chosen below. Nothing has to be shown.',
    builtIn: 'built in',
    showInstead: 'Use another…',
    showInsteadLabel: 'Use another practice tool',
    forgetLabel: 'Use the built-in practice tool again',
  },

  runners: {
    title: 'Ways to run them',
    text: '64-bit Windows, Linux and macOS cannot run DOS programs by themselves: there, tools for DOS need DOSBox.',
    name: (runner: RunnerId): string => runnerWords[runner].name,
    explained: (runner: RunnerId): string => runnerWords[runner].explained,
    usable: 'can be used',
    notUsable: 'cannot be used',
    why: ({ reason }: RunnerState): string | null => (reason === null ? null : runnerReason(reason)),
    version: (version: string): string => `Version ${version}`,
    program: 'Program:',
    shown: 'shown by you',
    show: 'Show where it is…',
    showLabel: (runner: RunnerId): string => `Show where it is: ${runnerWords[runner].name}`,
    forget: 'Look for it again',
    forgetLabel: (runner: RunnerId): string => `Look for it again: ${runnerWords[runner].name}`,
    test: 'Self-test',
    testLabel: (runner: RunnerId): string => `Self-test: ${runnerWords[runner].name}`,
    testing: 'Testing…',
    testText: 'The self-test runs a small program of Postbag’s own and looks whether it does what it must.',
    takesLong: 'Wine prepares itself the first time: the self-test may then take some minutes.',
    testGood: 'The self-test went well.',
    testBad: 'The self-test did not go well.',
  },

  options: {
    title: 'How they are run',
    runner: 'Which way',
    codePage: 'Code page of the tools',
    window: 'Show the window of DOSBox',
    windowHelp:
      'Then the keyboard reaches the tool as well, so that a question that it asks can be answered.',
    limit: 'End a tool after',
    minutes: 'minutes',
    limitHelp: 'A tool that waits for an answer would never end. The copy is then as it was before.',
    save: 'Save how they are run',
    saved: 'Saved how they are run',
  },

  workbench: {
    title: 'Where private copies are made',
    text: 'A copy takes the room of its bag, and more while it is repaired: the states before the steps are kept, so that a step can be taken back.',
    free: (bytes: number): string => `${formatBytes(bytes)} free`,
    freeUnknown: 'free space not known',
    own: 'Postbag’s own folder',
    choose: 'Choose another folder…',
    useOwn: 'Use Postbag’s own',
    chosen: 'Private copies are made there from now on; those that there are stay where they are',
  },
} as const;
