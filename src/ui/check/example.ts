/** An example to try: the form in which `vllm bench serve` prints, read as any other text. Its numbers are invented, and it says so. */
import type { Given } from '../../session/check-view.ts';

export const exampleText = `An example with invented numbers, in the form that vllm bench serve prints
Namespace(subparser='bench', bench_type='serve', backend='vllm', model='meta-llama/Llama-3.1-8B-Instruct', dataset_name='random', num_prompts=320, random_input_len=1024, random_output_len=256, max_concurrency=32, request_rate=inf)
============ Serving Benchmark Result ============
Successful requests:                     320
Failed requests:                         0
Maximum request concurrency:             32
Benchmark duration (s):                  63.60
Total input tokens:                      327680
Total generated tokens:                  81920
Request throughput (req/s):              5.03
Output token throughput (tok/s):         1288.05
Total token throughput (tok/s):          6440.25
---------------Time to First Token----------------
Mean TTFT (ms):                          198.20
-----Time per Output Token (excl. 1st token)------
Mean TPOT (ms):                          24.02
==================================================
`;

/** What the tool never prints, as a visitor would give it. */
export const exampleGiven: Given = { models: {}, accelerators: { '': 'h100-80-sxm' }, numbers: { count: 1 } };
