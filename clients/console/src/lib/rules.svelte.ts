import { api } from '@veillee/shared/api';
import type { Article } from './wire.ts';

/** The house rules, read once. */
class Rules {
  articles = $state.raw<Article[]>([]);

  async load(): Promise<void> {
    if (this.articles.length > 0) return;
    const rules = await api.get('/api/v1/rules').catch(() => ({ articles: [] }));
    this.articles = rules.articles;
  }

  find(id: string | null | undefined): Article | undefined {
    return this.articles.find((article) => article.id === id);
  }
}

export const rules = new Rules();
