import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'

/** Both pages work below whatever folder the server puts them in, so every address in them is relative. */
const PAGE: UserConfig = {
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
}

/** The pane: `vite build --mode addin` -> dist/addin/taskpane.html, icons beside it in icons/. */
const ADDIN: UserConfig = {
  ...PAGE,
  root: 'addin/taskpane',
  publicDir: '../assets',
  build: {
    outDir: '../../dist/addin',
    emptyOutDir: true,
    // The budget of 500 kB is of compressed script; the pane's own test holds it.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: 'addin/taskpane/taskpane.html' },
  },
}

/** The GraphQL explorer and the daily digest: `vite build --mode explorer` -> dist/explorer/index.html and digest.html. */
const EXPLORER: UserConfig = {
  ...PAGE,
  root: 'server/explorer',
  build: {
    outDir: '../../dist/explorer',
    emptyOutDir: true,
    // The editor alone is larger; it is loaded by nobody but who opens the explorer.
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      input: ['server/explorer/index.html', 'server/explorer/digest.html'],
      // GraphiQL is compiled by React's compiler and leaves its marks; they mean nothing after bundling.
      onLog: (level, log, handle) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log)
      },
    },
  },
}

export default defineConfig(({ mode }) => {
  switch (mode) {
    case 'addin':
      return ADDIN
    case 'explorer':
      return EXPLORER
    default:
      throw new Error('Say which page to build: --mode addin or --mode explorer')
  }
})
