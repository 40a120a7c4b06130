/** A reading's confidence, and whether the reading was right. */
export interface Verdict {
  confidence: number;
  right: boolean;
}

const binCount = 10;

/**
 * Expected calibration error in [0, 1]: over bins of readings with like confidence, the distance
 * between mean confidence and share of right readings, weighted by the bins' sizes.
 * M. P. Naeini, G. Cooper, M. Hauskrecht, 2015, "Obtaining Well Calibrated Probabilities Using
 * Bayesian Binning", AAAI. Ten bins of equal mass in place of equal width, since most confidences
 * are near 1; equal confidences stay in one bin. Few readings make it too large, never too small:
 * chance alone moves a bin of 20 readings that are right half the time by 0.09.
 * NaN for an empty list.
 */
export function calibrationError(verdicts: readonly Verdict[]): number {
  const n = verdicts.length;
  const sorted = verdicts.toSorted((a, b) => a.confidence - b.confidence);
  /** Sum over each bin's readings of confidence - rightness; the bins' sizes cancel out. */
  const gaps = new Float64Array(binCount);
  let bin = 0;
  for (const [rank, { confidence, right }] of sorted.entries()) {
    if (confidence !== sorted[rank - 1]?.confidence) bin = Math.floor((binCount * rank) / n);
    gaps[bin]! += confidence - Number(right);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / n;
}
