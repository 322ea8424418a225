/** Apart from `config-reader.ts`, so that what only asks the reader does not load it. */
import { readConfigsWith } from './config-reader.ts';
import { importConfig } from './import-config.ts';

/** From here on scenarios may hold pasted configurations. */
export const bringConfigReader = (): void => readConfigsWith(importConfig);
