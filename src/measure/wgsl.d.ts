/** Shader text, imported as a string through Vite's `?raw`. */
declare module '*.wgsl?raw' {
  const source: string;
  export default source;
}
