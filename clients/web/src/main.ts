import '@veillee/shared/design/index.css';
import { appearance } from '@veillee/shared/appearance';
import { language } from '@veillee/shared/words';
import { words } from '@veillee/shared/words/members';
import { mount } from 'svelte';
import App from './App.svelte';

appearance.start();
language.start();
void words.load(language.current).then(() => mount(App, { target: document.querySelector('#app')! }));
