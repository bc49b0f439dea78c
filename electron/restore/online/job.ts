import type { Access } from '../../access/access';

/** A private copy that is to be brought online, and where. Paths absolute. */
export interface OnlineJob {
  /** Of the repair; `restore.json` lies in it. */
  readonly folder: string;
  readonly copy: string;
  /** Place of the post office. */
  readonly target: string;
  readonly postOffice: string;
  readonly postOfficeId: string;
  readonly vault: string;
  /** Sees who is connected to the place; null where it is on no list. */
  readonly access: Access | null;
  /** A person made sure elsewhere that nobody is connected, and said so. */
  readonly overruledConnected: boolean;
  readonly commandLine: string;
  /** Vaults and Postbag's own folders: nothing is brought online in them or over them. */
  readonly forbidden: readonly string[];
}
