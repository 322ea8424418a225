/** The choices that the words of the sentence open, as one part that loads after the first screen. */
import './hardware-choice.ts';
import './load-choice.ts';
import './model-choice.ts';
import './ownership-choice.ts';
import './software-choice.ts';
import './target-choice.ts';
import './workload-choice.ts';
