import { InvalidArgumentError, Option } from 'commander';
import { cliWords, help } from '../../shared/words/cli';

/** What commander makes of `--json`. */
export interface JsonOption {
  json?: boolean;
}

/** The option that every command has. */
export const json = (): Option => new Option('--json', help.json);

/** Reads a whole number. @param what the option, for the message @returns what commander parses the value with */
export const whole =
  (what: string, from: number, to = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) {
      throw new InvalidArgumentError(cliWords.notANumber(what, from, to));
    }
    return value;
  };

/** Reads a whole number of a range, as `whole`. */
export const inRange = (what: string, { from, to }: { from: number; to: number }) => whole(what, from, to);
