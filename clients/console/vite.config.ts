import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { packed } from '../packed.ts';

const server = process.env['VEILLEE_SERVER'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: '/console/',
  plugins: [svelte(), packed()],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { port: 5174, proxy: { '/api': { target: server } } },
});
