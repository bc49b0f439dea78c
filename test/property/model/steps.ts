/** One system call that changes a post office. Paths relative, with `/`; bytes. */
export type Act =
  | {
      readonly do: 'write';
      readonly path: string;
      readonly at: number;
      readonly length: number;
      /** What was written: bytes of its own, those of another file, or those that the last write to it replaced. */
      readonly bytes: { readonly fill: number } | { readonly as: string } | { readonly before: true };
    }
  | { readonly do: 'truncate'; readonly path: string; readonly to: number }
  | { readonly do: 'create' | 'delete' | 'touch'; readonly path: string }
  | { readonly do: 'rename'; readonly path: string; readonly to: string };

/** An act with its time: ms since 1970 UTC by the system's clock, rounded outwards to whole ms. */
export type Step = Act & { readonly began: number; readonly ended: number };
