/** What a shop with several post offices would see. */
export * from './samples/access';
export * from './samples/bags';
export * from './samples/common';
export * from './samples/found';
export * from './samples/journals';
export * from './samples/plans';
export * from './samples/post-offices';
export * from './samples/repairs';
export * from './samples/restores';
export * from './samples/runs';
export * from './samples/settling';
export * from './samples/still';
export * from './samples/tools';
