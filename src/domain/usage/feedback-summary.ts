import { averageScore } from './metric.ts';
import type { UsageFeedback } from './usage.ts';

/** Feedback of one name. */
export interface FeedbackSummary {
  name: string;
  count: number;
  averageScore: number | null;
  /** The most frequent first. */
  labels: readonly { label: string; count: number }[];
}

export function summariseFeedback(feedback: readonly UsageFeedback[]): FeedbackSummary[] {
  const names = [...new Set(feedback.map(({ name }) => name))].sort();
  return names.map((name) => {
    const entries = feedback.filter((entry) => entry.name === name);
    return {
      name,
      count: entries.reduce((sum, { count }) => sum + count, 0),
      averageScore: averageScore(entries),
      labels: entries
        .flatMap(({ label, count }) => (label === null ? [] : [{ label, count }]))
        .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)),
    };
  });
}
