/**
 * The three packages that only some commands need: a browser's driver, a browser, and Dawn. A checkout installs them; who installs the
 * lab as a package has them only on request, so that the library stays small.
 */
import { UnavailableError } from './errors.ts';

export type OptionalPackage = 'playwright-core' | '@sparticuz/chromium' | 'webgpu';

/** @throws UnavailableError that says how to install the package, where it is what `load` did not find; else what `load` throws */
export async function withPackage<Loaded>(name: OptionalPackage, load: () => Loaded | Promise<Loaded>): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if ((code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message.includes(name))
      throw new UnavailableError(`the package ${name} is not installed here: npm install ${name}`);
    throw error;
  }
}
