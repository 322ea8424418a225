/** Headers that isolate the page from other origins: with them timers step by 5 µs instead of 100 µs. */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * What the page may load, said in the page itself and by whoever serves it. No style and no script stands in the markup; text becomes a
 * script only through a policy with a name: Lit's for its templates, and the one for the lab's own workers. Nothing is fetched from another
 * origin but a model's configuration that a visitor asks for by name.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "frame-src 'self'",
  "connect-src 'self' https://huggingface.co",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html lab-workers',
].join('; ');

/**
 * What the thread that places workloads may do, which a browser reads from the headers of its script alone: compile the solver, which is
 * WebAssembly, and fetch it. The page itself may compile nothing.
 */
export const solverPolicy = ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'"].join('; ');

/** Names of that script below the lab's folder. */
export const solverScript = /^assets[\\/]placement\.worker-[^\\/]+\.js$/;

/**
 * What a figure in a frame may load: the lab's own scripts. Its styles are constructed; where the frame is sandboxed its measuring worker
 * starts from a blob. Who may hold the frame is not said: anybody.
 */
export const framePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html lab-workers',
].join('; ');
