/** A model that outlives its device: what was in flight is answered on the next one. */
import { MarginaliaError } from '../errors.ts';
import type { FusionModel, LoadOptions } from '../runtime/model.ts';
import type { Device } from '../runtime/sessions.ts';
import type { GeneratedToken, GenerateRequest, GenerateResult } from '../runtime/types.ts';

export type Load = (lost: readonly Device[]) => Promise<FusionModel>;

export interface FallbackOptions {
  readonly load: Load;
  readonly log: NonNullable<LoadOptions['log']>;
}

/** Same face as FusionModel; `info` tells the device of the moment. */
export class LastingModel implements FusionModel {
  readonly #options: FallbackOptions;
  readonly #listeners: (() => void)[] = [];
  readonly #lost: Device[] = [];
  #model: FusionModel;
  #replacing: Promise<void> | undefined;

  private constructor(model: FusionModel, options: FallbackOptions) {
    this.#model = model;
    this.#options = options;
  }

  static async load(options: FallbackOptions): Promise<LastingModel> {
    return new LastingModel(await options.load([]), options);
  }

  get info(): FusionModel['info'] {
    return this.#model.info;
  }

  get imageProcessor(): FusionModel['imageProcessor'] {
    return this.#model.imageProcessor;
  }

  get grid(): FusionModel['grid'] {
    return this.#model.grid;
  }

  get generation(): FusionModel['generation'] {
    return this.#model.generation;
  }

  get calibration(): FusionModel['calibration'] {
    return this.#model.calibration;
  }

  onDevice(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * As FusionModel's. When the device is lost in the middle, the same request runs on the next one,
   * and the tokens that were told already are not told again. Throws `device-lost` when the next
   * device would have begun otherwise.
   */
  async *generate(request: GenerateRequest): AsyncGenerator<GeneratedToken, GenerateResult> {
    const told: number[] = [];
    for (;;) {
      const model = this.#model;
      const tokens = model.generate(request);
      try {
        for (let place = 0; ; place++) {
          const next = await tokens.next();
          if (next.done === true) return next.value;
          if (place >= told.length) {
            told.push(next.value.id);
            yield next.value;
          } else if (told[place] !== next.value.id) throw deviceLost(model.info.device);
        }
      } catch (error) {
        if (!isLoss(error, model)) throw error;
        await this.#replace(model, error);
      } finally {
        await tokens.return(undefined as never);
      }
    }
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  /** Once, however many requests were in flight. */
  async #replace(broken: FusionModel, error: unknown): Promise<void> {
    if (this.#model !== broken) return;
    this.#replacing ??= this.#loadNext(broken, error).finally(() => (this.#replacing = undefined));
    await this.#replacing;
  }

  async #loadNext(broken: FusionModel, error: unknown): Promise<void> {
    const { load, log } = this.#options;
    const device = broken.info.device as Device;
    const reason = error instanceof Error ? error.message : String(error);
    log(`the device ${device} was lost (${reason}); going on with the next`);
    this.#lost.push(device);
    await broken.dispose().catch((failure: unknown) => {
      log(`what was on ${device} could not be let go: ${String(failure)}`);
    });
    this.#model = await load(this.#lost);
    log(`now on ${this.#model.info.device}`);
    for (const listener of this.#listeners) listener();
  }
}

/** A native error on anything but the CPU, or numbers that are none: the device is not to be trusted. */
function isLoss(error: unknown, model: FusionModel): boolean {
  if (model.info.device === 'cpu') return false;
  return error instanceof MarginaliaError ? error.code === 'broken-logits' : error instanceof Error;
}

const deviceLost = (device: string): MarginaliaError =>
  new MarginaliaError({
    code: 'device-lost',
    message: `The device "${device}" was lost in the middle of an answer.`,
    action: 'Send it again: another device is in use now.',
  });
