/** What is known of a chat server: part of the protocol. */
import * as v from 'valibot';

/** A model that a server offers. */
export const serverModel = v.object({
  name: v.string(),
  /** The most tokens that it takes and writes together, where the server tells. */
  context: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/** Whether a server's model saw a test image: it named what is in it, did not, or was not let. */
export const serverProbe = v.object({
  images: v.picklist(['seen', 'unsure', 'refused']),
  /** What the model or the server said. */
  detail: v.string(),
});

export type ServerModel = v.InferOutput<typeof serverModel>;
export type ServerProbe = v.InferOutput<typeof serverProbe>;
