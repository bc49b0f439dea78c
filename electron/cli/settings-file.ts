import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { describeError, PostbagError } from '../run/errors';

/** Reads settings that a person keeps in a JSON file. @throws PostbagError `bad-request` */
export async function readSettingsFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  try {
    return schema.parse(JSON.parse(await readFile(path.resolve(file), 'utf8')));
  } catch (error) {
    throw new PostbagError('request', 'bad-request', { reason: describeError(error) }, { cause: error });
  }
}
