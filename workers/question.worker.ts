/** The thread of what pages ask beside the scenario: nothing but the library's answers across `postMessage`. */
import { expose } from 'comlink';
import { createQuestionApi } from './question-api.ts';

expose(createQuestionApi());
