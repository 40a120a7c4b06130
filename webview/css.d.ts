// Style sheets are imported for their effect: esbuild collects them beside the bundle.
declare module '*.css';
