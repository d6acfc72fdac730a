import { api, type Area, type HelpLine, type HouseRules, type Site, type Watch, type Why } from '@veillee/shared/api';

/** The face of the place: its lamp, its rules, its help lines. */
class Place {
  site = $state.raw<Site | null>(null);
  watch = $state.raw<Watch | null>(null);
  rules = $state.raw<HouseRules | null>(null);
  help = $state.raw<HelpLine[]>([]);

  /** Everything that can rest does. Unknown counts as lit: the server decides, and says so when it is not. */
  get resting(): boolean {
    return this.watch !== null && Object.values(this.watch.areas).every(({ state }) => state === 'resting');
  }
  /** Nobody of the staff is there to read what is reported. */
  get alone(): boolean {
    return this.watch?.staff_on_duty === 0;
  }

  /** Why an area rests; undefined while it is open. */
  why(area: Area): Why | undefined {
    return this.watch?.areas[area].why ?? undefined;
  }

  get longest(): number {
    return this.site?.limits.message_chars_max ?? 2000;
  }

  async load(): Promise<void> {
    this.site = await api.get('/api/v1/site');
    this.watch = this.site.watch;
  }

  async loadRules(): Promise<void> {
    this.rules ??= await api.get('/api/v1/rules');
  }

  async loadHelp(): Promise<void> {
    if (!this.help.length) this.help = await api.get('/api/v1/help');
  }
}

export const place = new Place();
