import '@veillee/shared/design/index.css';
import { appearance } from '@veillee/shared/appearance';
import { language } from '@veillee/shared/words';
import { mount } from 'svelte';
import App from './App.svelte';

appearance.start();
language.start();
mount(App, { target: document.querySelector('#app')! });
