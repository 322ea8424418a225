/** What an answer takes to be so, by the ids of its `assumptions`. */
export const agentAssumptions = {
  'agent.nothing-dropped': 'a prompt holds all that came before it; nothing is summarised or cut',
  'agent.retry-at-once':
    'a repeated call follows at once: its prompt is cached, its output is paid again, its tool runs once, and its failed output leaves the context',
  'agent.side-by-side':
    'calls side by side start together, so that none reads what another of them writes; the pause after them is that of their longest tool',
  'agent.loop-cached': 'what a check repeats finds its prompt in the cache, and the failed pass leaves the context',
  'agent.lognormal': 'durations are lognormal through their median and 90th percentile',
  'agent.mean-call': 'the deployment is priced and timed at the mean call; a call that misses the cache takes its share of prefill',
  'agent.no-user-time': 'what the user takes between requests ends cached prompts and is no time of the task',
  'agent.calls-take-no-time': 'nothing says how long a call takes: pauses are those of tools and of the user alone',
  'agent.no-cache-price': 'no price of cached tokens is given: they cost as new ones',
} as const;

export type AgentAssumption = keyof typeof agentAssumptions;
