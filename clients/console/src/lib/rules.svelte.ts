import { api } from '@veillee/shared/api';
import { asStaff } from './asStaff.ts';
import type { Article, LegalGround } from './wire.ts';

/** The house rules and the laws that a decision can name, read once. */
class Rules {
  articles = $state.raw<Article[]>([]);
  laws = $state.raw<LegalGround[]>([]);

  async load(): Promise<void> {
    if (this.articles.length > 0) return;
    const rules = await api.get('/api/v1/rules').catch(() => ({ articles: [] }));
    this.articles = rules.articles;
    this.laws = await asStaff(api.get('/api/v1/staff/legal-grounds')).catch(() => []);
  }

  find(id: string | null | undefined): Article | undefined {
    return this.articles.find((article) => article.id === id);
  }

  findLaw(id: string): LegalGround | undefined {
    return this.laws.find((law) => law.id === id);
  }
}

export const rules = new Rules();
