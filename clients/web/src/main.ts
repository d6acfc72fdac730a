import '@veillee/shared/design/index.css';
import { appearance } from '@veillee/shared/appearance';
import { language } from '@veillee/shared/words';
import { words } from '@veillee/shared/words/members';
import { mount } from 'svelte';
import App from './App.svelte';
import { staysAway } from './lib/place/exit.ts';

async function start(target: Element): Promise<void> {
  appearance.start();
  language.start();
  await words.load(language.current);
  mount(App, { target });
}

if (!staysAway()) void start(document.querySelector('#app')!);
