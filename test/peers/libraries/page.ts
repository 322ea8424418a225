/** The page of the comparison: `comparePeers` is called by what drives the browser. */
import type { Comparison } from '../results.ts';
import { compareAll, type Versions } from './contenders.ts';
import { openJax } from './jax.ts';
import { openOnnxRuntime } from './ort.ts';
import { openTensorFlow } from './tfjs.ts';

Object.assign(globalThis, {
  comparePeers: (versions: Versions, report: (words: string) => void): Promise<Comparison> =>
    compareAll(
      navigator.gpu,
      { where: 'page', secure: isSecureContext },
      [
        ['ONNX Runtime Web', openOnnxRuntime],
        ['TensorFlow.js', openTensorFlow],
        ['jax-js', () => openJax(versions.jax)],
      ],
      versions,
      Infinity,
      report,
    ),
});
