import { api, type HelpLine, type HouseRules, type Site, type Watch } from '@veillee/shared/api';

/** The face of the place: its lamp, its rules, its help lines. */
class Place {
  site = $state.raw<Site | null>(null);
  watch = $state.raw<Watch | null>(null);
  rules = $state.raw<HouseRules | null>(null);
  help = $state.raw<HelpLine[]>([]);

  /** Unknown counts as lit: the server decides, and says so when it is not. */
  get resting(): boolean {
    return this.watch?.state === 'resting';
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
