// Style sheets are imported for their effect: esbuild collects them beside the bundle.
declare module '*.css';

// Drawings are imported as their text.
declare module '*.svg' {
  const text: string;
  export default text;
}

// Fonts are imported as their address, relative to the script.
declare module '*.ttf' {
  const path: string;
  export default path;
}
