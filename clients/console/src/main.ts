import '@veillee/shared/design/index.css';
import '@veillee/shared/design/bold.css';
import './console.css';
import { appearance } from '@veillee/shared/appearance';
import { language } from '@veillee/shared/words';
import { mount } from 'svelte';
import Console from './Console.svelte';

appearance.start();
language.start();

const target = document.getElementById('console');
if (target) mount(Console, { target });
