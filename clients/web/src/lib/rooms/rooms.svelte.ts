import { api, type Room } from '@veillee/shared/api';

const refresh_ms = 20_000;

/** The rooms of the place and how many people are in each. */
class Rooms {
  all = $state.raw<Room[]>([]);
  state = $state<'loading' | 'ready' | 'failed'>('loading');

  async load(): Promise<void> {
    try {
      this.all = await api.get('/api/v1/rooms');
      this.state = 'ready';
    } catch {
      if (this.state !== 'ready') this.state = 'failed';
    }
  }

  /** Keep the list fresh while somebody looks at it; returns how to stop. */
  watch(): () => void {
    void this.load();
    const timer = setInterval(() => document.visibilityState === 'visible' && void this.load(), refresh_ms);
    return () => clearInterval(timer);
  }

  find(slug: string): Room | undefined {
    return this.all.find((room) => room.slug === slug);
  }

  /** Throws Problem: `nudged` with advice and confirm, `invalid` or `refused` by field, `resting`. */
  async open(name: string, topic: string, language: string, confirm: string | null): Promise<Room> {
    const room = await api.post('/api/v1/rooms', { body: { name, topic, language, confirm } });
    this.all = [...this.all, room];
    return room;
  }
}

export const rooms = new Rooms();
