/** `guided`: the last two steps of the guided backup. */
export interface RunRoute {
  readonly screen: 'run';
  readonly runId: string;
  readonly guided: boolean;
}

/** Where in the app a person is. Kept in memory only: an address could be typed, this cannot. */
export type Route =
  | { readonly screen: 'post-offices' }
  | { readonly screen: 'find' }
  | { readonly screen: 'post-office'; readonly id: string }
  /** `back`: the run that a person came from. */
  | { readonly screen: 'connections'; readonly id: string; readonly back?: RunRoute }
  | { readonly screen: 'backup' }
  | RunRoute
  | { readonly screen: 'runs'; readonly postOfficeId: string | null }
  | { readonly screen: 'bags' }
  | { readonly screen: 'restores' }
  | { readonly screen: 'restore'; readonly id: string }
  | { readonly screen: 'repairs' }
  | { readonly screen: 'repair'; readonly id: string }
  | { readonly screen: 'tools' };

/** The entries of the main navigation. */
export const areas = ['post-offices', 'runs', 'bags', 'restores', 'repairs', 'tools'] as const;
export type Area = (typeof areas)[number];

const areaOf: Readonly<Record<Route['screen'], Area>> = {
  'post-offices': 'post-offices',
  find: 'post-offices',
  'post-office': 'post-offices',
  connections: 'post-offices',
  backup: 'post-offices',
  run: 'runs',
  runs: 'runs',
  bags: 'bags',
  restores: 'restores',
  restore: 'restores',
  repairs: 'repairs',
  repair: 'repairs',
  tools: 'tools',
};

export class Router {
  route = $state.raw<Route>({ screen: 'post-offices' });
  /** Whether a person has gone anywhere yet; before that nothing may take the focus. */
  moved = false;

  readonly area = $derived(
    this.route.screen === 'run' && this.route.guided ? 'post-offices' : areaOf[this.route.screen],
  );

  go(route: Route): void {
    this.moved = true;
    this.route = route;
  }

  goTo(area: Area): void {
    this.go(area === 'runs' ? { screen: 'runs', postOfficeId: null } : { screen: area });
  }

  openRun(runId: string, { guided = false } = {}): void {
    this.go({ screen: 'run', runId, guided });
  }
}
