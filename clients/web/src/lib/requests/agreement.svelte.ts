import { api, type ScreeningConsent } from '@veillee/shared/api';

/** What I have said to private talk being screened. */
class Agreement {
  said = $state.raw<ScreeningConsent | null>(null);

  async load(): Promise<ScreeningConsent> {
    return (this.said = await api.get('/api/v1/screening'));
  }

  /** Whether I am to be asked first: never asked, withdrawn, or asked something else. */
  async isMissing(): Promise<boolean> {
    const said = this.said ?? (await this.load());
    return said.answer !== 'given' || said.version !== said.wording.version;
  }

  async give(): Promise<void> {
    const { wording } = this.said ?? (await this.load());
    this.said = await api.put('/api/v1/screening', { body: { wording: wording.version } });
  }

  async withdraw(): Promise<void> {
    this.said = await api.delete('/api/v1/screening');
  }

  forget(): void {
    this.said = null;
  }
}

export const agreement = new Agreement();
