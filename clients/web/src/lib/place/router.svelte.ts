export type Route =
  | { name: 'rooms' | 'private' | 'me' | 'reports' | 'statements' | 'blocks' | 'help' | 'notice' | 'figures' | 'missing' }
  | { name: 'room'; slug: string }
  | { name: 'talk'; id: string };

const screens: Record<string, Route> = {
  '/': { name: 'rooms' },
  '/salons': { name: 'rooms' },
  '/prive': { name: 'private' },
  '/moi': { name: 'me' },
  '/moi/signalements': { name: 'reports' },
  '/moi/decisions': { name: 'statements' },
  '/moi/blocages': { name: 'blocks' },
  '/aide': { name: 'help' },
  '/signaler': { name: 'notice' },
  '/chiffres': { name: 'figures' },
};

export function routeOf(path: string): Route {
  const plain = path.replace(/\/+$/, '') || '/';
  // Slugs and ids are letters, digits and hyphens; nothing else leads to a room or a talk.
  const [, folder, last] = /^\/(salons|prive)\/([\w-]+)$/.exec(plain) ?? [];
  if (folder === 'salons' && last) return { name: 'room', slug: last };
  if (folder === 'prive' && last) return { name: 'talk', id: last };
  return screens[plain] ?? { name: 'missing' };
}

/**
 * Which screen is shown. Every step replaces the one before in the tab's history, so that there is always exactly
 * one page to leave: quick exit replaces it, and "back" leads to nothing of this place.
 */
class Router {
  path = $state(location.pathname);
  route = $derived(routeOf(this.path));

  go(path: string): void {
    history.replaceState(null, '', path);
    this.path = path;
  }
}

export const router = new Router();

/** For links: stays on the page unless a new tab or window is asked for. */
export function follow(event: MouseEvent): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
  const link = event.currentTarget;
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  router.go(link.pathname);
}
