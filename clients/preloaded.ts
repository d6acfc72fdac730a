import type { HtmlTagDescriptor, Plugin } from 'vite';

/** Asks for these fonts from the page itself: found in the styles they would come later, and the words move. */
export function preloaded(...fonts: string[]): Plugin {
  return {
    name: 'preloaded',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        fonts.map((font): HtmlTagDescriptor => {
          const file = Object.keys(bundle ?? {}).find((name) => name.includes(font));
          if (!file) throw new Error(`no font is called ${font}`);
          return {
            tag: 'link',
            attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
            injectTo: 'head',
          };
        }),
    },
  };
}
