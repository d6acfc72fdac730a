import type { Component } from 'svelte';
import DutyPage from './duty/DutyPage.svelte';
import FiguresPage from './figures/FiguresPage.svelte';
import FlaggersPage from './flaggers/FlaggersPage.svelte';
import FurtherPage from './further/FurtherPage.svelte';
import Ledger from './ledger/Ledger.svelte';
import PeoplePage from './people/PeoplePage.svelte';
import PoliciesPage from './policies/PoliciesPage.svelte';
import RaidPage from './raid/RaidPage.svelte';
import RoomsPage from './rooms/RoomsPage.svelte';
import { route } from './lib/route.svelte.ts';
import type { StaffMember } from './lib/wire.ts';
import TeamPage from './team/TeamPage.svelte';
import { dictionary } from './words/index.ts';

type Role = StaffMember['role'];

/** A page beside the queue. `name`: its address behind #/; `key`: opens it, and is in the map of keys; `title`: in the navigation. */
export interface Page {
  name: string;
  key: string;
  title: () => string;
  roles: readonly Role[];
  /** It stands in the line; the others are behind one word. */
  often?: boolean;
  view: Component;
}

const readers: readonly Role[] = ['moderator', 'senior', 'admin', 'auditor'];

/** Every page of the console but the queue and its cases, in the order of the navigation; each in its own folder. */
export const pages: readonly Page[] = [
  { name: 'duty', key: 'd', title: () => dictionary.now.roster.title, roles: readers, often: true, view: DutyPage },
  { name: 'people', key: 'p', title: () => dictionary.now.people.title, roles: readers, often: true, view: PeoplePage },
  { name: 'rooms', key: 's', title: () => dictionary.now.rooms.title, roles: readers, often: true, view: RoomsPage },
  { name: 'raid', key: 'x', title: () => dictionary.now.raid.title, roles: readers, view: RaidPage },
  { name: 'further', key: 'e', title: () => dictionary.now.further.title, roles: readers, view: FurtherPage },
  { name: 'policies', key: 'o', title: () => dictionary.now.policies.title, roles: readers, view: PoliciesPage },
  { name: 'team', key: 't', title: () => dictionary.now.team.title, roles: readers, view: TeamPage },
  { name: 'flaggers', key: 'h', title: () => dictionary.now.flaggers.title, roles: [...readers, 'flagger'], view: FlaggersPage },
  { name: 'figures', key: 'c', title: () => dictionary.now.figures.title, roles: readers, view: FiguresPage },
  { name: 'ledger', key: 'l', title: () => dictionary.now.ledger.title, roles: readers, view: Ledger },
];

/** The pages that this role may open. */
export function pagesFor(role: Role | undefined): Page[] {
  return pages.filter(({ roles }) => role !== undefined && roles.includes(role));
}

/** The page that the address names, if this role may open it; whoever has no queue is always on a page. */
export function pageOpen(role: Role | undefined): Page | undefined {
  const mine = pagesFor(role);
  return mine.find(({ name }) => name === route.part(0)) ?? (role === 'flagger' ? mine[0] : undefined);
}
