/** Names of execution providers as people know them. */
const names: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  cuda: 'GPU (CUDA)',
  tensorrt: 'GPU (TensorRT)',
  webgpu: 'GPU (WebGPU)',
  dml: 'GPU (DirectML)',
  coreml: 'GPU (Core ML)',
};

export function deviceLabel(device: string): string {
  return names[device] ?? device;
}
