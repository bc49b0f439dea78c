/**
 * To be imported before anything that works with files. Node has four threads for file calls of one process; as many
 * calls to a share that does not answer, and nothing else could be read or written any more, not even a journal.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '32';

export {};
