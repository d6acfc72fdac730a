import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { packed } from '../packed.ts';
import { preloaded } from '../preloaded.ts';

const server = process.env['VEILLEE_SERVER'] ?? 'http://127.0.0.1:8000';

// One file for the door and one for what talk needs: small parts would each cost the head of an answer, and a round trip.
const door = { name: 'door', tags: ['$initial' as const], priority: 2 };
const inside = { name: 'inside', test: /web\/src\/(Inside|lib\/(live|meanwhile|people\/(Avatar|PersonLine|SampleMark|blocks)))/, priority: 1 };

export default defineConfig({
  base: '/',
  plugins: [svelte(), preloaded('atkinson-hyperlegible-latin-400', 'fraunces-latin-600'), packed()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [door, inside] } } },
  },
  server: { port: 5173, proxy: { '/api': { target: server, ws: true } } },
});
