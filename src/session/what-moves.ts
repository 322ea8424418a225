/** What moves the price, as a part of its own: it loads when somebody asks. */
export { sensitivitySteps } from '../index.ts';
