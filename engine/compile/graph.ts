import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  type AttributeProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import { inMemory, type Making, type Place, type WeightStore } from './store.ts';

/** The name of a tensor inside a graph. */
export type Value = string;

export type ElementType = 'float32' | 'float16' | 'int64' | 'int32' | 'uint8' | 'int8';

/** A size that is known, or the name of one that is known only at run time. */
export type Dimension = number | string;

/** An integer, a list of integers, a text, or a float (marked, since JavaScript has one number type). */
export type Attribute = number | readonly number[] | string | { readonly float: number };

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Prefix of the output names, for people who look at the graph. */
  readonly name?: string;
}

const elementTypes: Record<ElementType, DataType> = {
  float32: DataType.FLOAT,
  float16: DataType.FLOAT16,
  int64: DataType.INT64,
  int32: DataType.INT32,
  uint8: DataType.UINT8,
  int8: DataType.INT8,
};

/** Operators of onnxruntime itself; every other operator is of the ONNX standard. */
const contributed = new Set([
  'DynamicQuantizeMatMul',
  'GroupQueryAttention',
  'MatMulNBits',
  'MultiHeadAttention',
  'QuickGelu',
  'SkipSimplifiedLayerNormalization',
]);

const opset = 20;
const irVersion = 9;

/**
 * Collects the nodes and weights of one ONNX graph and writes them as a model file.
 * The same calls in the same order give the same bytes.
 */
export class Graph {
  readonly #name: string;
  readonly #nodes: MessageInitShape<typeof NodeProtoSchema>[] = [];
  readonly #weights: MessageInitShape<typeof TensorProtoSchema>[] = [];
  readonly #inputs: MessageInitShape<typeof ValueInfoProtoSchema>[] = [];
  readonly #outputs: MessageInitShape<typeof ValueInfoProtoSchema>[] = [];
  readonly #integers = new Map<string, Value>();
  readonly #store: WeightStore;
  #counter = 0;

  /** Large weights go where `store` puts them; without one, all are held in memory. */
  constructor(name: string, store: WeightStore = inMemory) {
    this.#name = name;
    this.#store = store;
  }

  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Declares an output. The node that makes `name` must have been added with `op(..., [name])`. */
  output(name: string, type: ElementType, shape: readonly Dimension[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** Adds a weight; `data` holds little-endian values in row-major order. */
  weight(name: string, type: ElementType, shape: readonly number[], data: Uint8Array): Value {
    this.#weights.push({
      name,
      dims: shape.map(BigInt),
      dataType: elementTypes[type],
      rawData: data as Uint8Array<ArrayBuffer>,
    });
    return name;
  }

  /** Adds weights that are made piece by piece, and may be too large for memory. */
  async store(making: Making): Promise<void> {
    const places = await this.#store.place(this.#name, making);
    for (const [i, { name, type, shape }] of making.parts.entries()) {
      const place = places[i]!;
      if (place instanceof Uint8Array) this.weight(name, type, shape, place);
      else this.#external(name, type, shape, place);
    }
  }

  #external(name: string, type: ElementType, shape: readonly number[], place: Place): void {
    const entries = { location: place.file, offset: place.offset, length: place.length };
    this.#weights.push({
      name,
      dims: shape.map(BigInt),
      dataType: elementTypes[type],
      dataLocation: DataLocation.EXTERNAL,
      externalData: Object.entries(entries).map(([key, value]) => ({ key, value: String(value) })),
    });
  }

  floats(name: string, shape: readonly number[], values: Float32Array): Value {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.weight(name, 'float32', shape, bytes);
  }

  /** A constant list of int64; a bare number becomes a scalar. Equal constants are stored once. */
  integers(values: number | readonly number[]): Value {
    const key = JSON.stringify(values);
    const known = this.#integers.get(key);
    if (known !== undefined) return known;
    const list = typeof values === 'number' ? [values] : values;
    const data = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
    const shape = typeof values === 'number' ? [] : [list.length];
    const name = this.weight(`integers_${this.#integers.size}`, 'int64', shape, data);
    this.#integers.set(key, name);
    return name;
  }

  /** Adds a node with one output and returns that output. A null input is one that is left out. */
  op(type: string, inputs: readonly (Value | null)[], options: NodeOptions = {}): Value {
    const output = options.name ?? `${type}_${this.#counter++}`;
    this.node(type, inputs, [output], options.attributes);
    return output;
  }

  /** Adds a node with the named outputs. */
  node(
    type: string,
    inputs: readonly (Value | null)[],
    outputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void {
    this.#nodes.push({
      opType: type,
      domain: contributed.has(type) ? 'com.microsoft' : '',
      name: `${type}:${outputs.find((output) => output !== '') ?? ''}`,
      input: inputs.map((input) => input ?? ''),
      output: [...outputs],
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
  }

  /** The model file's bytes. Throws when protobuf's limit of 2 GiB is passed. */
  toBytes(producerVersion: string): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion: BigInt(irVersion),
      producerName: 'marginalia',
      producerVersion,
      opsetImport: [
        { domain: '', version: BigInt(opset) },
        { domain: 'com.microsoft', version: 1n },
      ],
      graph: {
        name: this.#name,
        node: this.#nodes,
        initializer: this.#weights,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    return toBinary(ModelProtoSchema, model);
  }
}

function valueInfo(
  name: string,
  type: ElementType,
  shape: readonly Dimension[],
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = shape.map((size) =>
    typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } },
  );
  const value = {
    case: 'tensorType' as const,
    value: { elemType: elementTypes[type], shape: { dim } },
  };
  return { name, type: { value } };
}

function attribute(name: string, value: Attribute): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: BigInt(value) };
  if (typeof value === 'string') {
    return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  }
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: value.map(BigInt) };
}
