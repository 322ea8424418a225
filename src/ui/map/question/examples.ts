/** Questions to begin with: people in the places where most of the world's tokens are not made, and what they may not give up. */
import type { AskedPlacement, AskedServed } from './asked.ts';

export interface ExampleQuestion {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly asks: AskedPlacement;
}

const chat = (users: Readonly<Record<string, number>>, roundTrip: number): AskedServed => ({
  id: 'Chat',
  kind: 'inference',
  scenario: { model: 'llama-3.3-70b' },
  users: Object.entries(users).map(([place, requestsPerSecond]) => ({ place, requestsPerSecond })),
  roundTrip,
});

const claims: AskedServed = {
  id: 'Claims',
  kind: 'inference',
  scenario: { model: 'qwen3-32b' },
  users: [{ place: 'DE', requestsPerSecond: 12 }],
  residency: ['DE'],
  sovereignty: { of: 'EU', minimum: 'SEAL-1' },
};

/** The first is what the page opens with. */
export const exampleQuestions: readonly [ExampleQuestion, ...ExampleQuestion[]] = [
  {
    id: 'continents',
    name: 'Chat on four continents, claims in Germany',
    note: 'Lagos, Nairobi, São Paulo, Frankfurt, Mumbai within 150 ms; German claims stay in Germany',
    asks: { workloads: [chat({ lagos: 20, nairobi: 15, 'sao-paulo': 40, 'frankfurt-am-main': 60, mumbai: 60 }, 0.15), claims] },
  },
  {
    id: 'six-continents',
    name: 'Chat on six continents',
    note: 'ten cities within 200 ms',
    asks: {
      workloads: [
        chat(
          {
            lagos: 20,
            nairobi: 15,
            johannesburg: 20,
            'sao-paulo': 40,
            santiago: 10,
            'new-york-city': 80,
            'frankfurt-am-main': 60,
            mumbai: 60,
            jakarta: 30,
            sydney: 25,
          },
          0.2,
        ),
      ],
    },
  },
  {
    id: 'law',
    name: 'Under the law of each user’s country',
    note: 'answers for Germany, France, Brazil and India, where the data of each may be worked on',
    asks: {
      workloads: [
        {
          id: 'Answers',
          kind: 'inference',
          scenario: { model: 'qwen3-32b' },
          users: ['DE', 'FR', 'BR', 'IN'].map((place) => ({ place, requestsPerSecond: 20 })),
          residency: 'law',
        },
      ],
    },
  },
  {
    id: 'tuning',
    name: 'Chat, and a model that is tuned at night',
    note: 'adapters of the model that chat serves, done in 48 hours',
    asks: {
      workloads: [
        chat({ DE: 30, GB: 30, ZA: 10 }, 0.2),
        {
          id: 'Tuning',
          kind: 'fine-tune',
          training: { method: 'lora', model: 'llama-3.3-70b', tokens: 2e8 },
          deadlineHours: 48,
          sendsTo: ['Chat'],
        },
      ],
    },
  },
];

export const openingQuestion: AskedPlacement = exampleQuestions[0].asks;
