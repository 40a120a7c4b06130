/** The passages of one document, found by BM25+; and whether the document says anything about a question. */
import MiniSearch, { type SearchResult } from 'minisearch';
import type { Passage } from '../../document/passages.ts';
import { stopWords, termOf, tokensOf } from './tokens.ts';

export interface Found {
  readonly passage: Passage;
  /** Position among the document's passages, in reading order. */
  readonly position: number;
  readonly score: number;
  /** How much of what is asked the passage speaks of, 0 to 1; rare words weigh more. */
  readonly coverage: number;
}

interface Entry {
  id: number;
  text: string;
  heading: string;
}

/** A question about a place reads on there: passages near it come before equally good ones elsewhere. */
const NEAR_PAGES = 2;
const NEAR_BOOST = 1.25;

export class PassageIndex {
  readonly #passages: Passage[] = [];
  readonly #documentsOf = new Map<string, number>();
  readonly #search = new MiniSearch<Entry>({
    fields: ['text', 'heading'],
    tokenize: tokensOf,
    processTerm: termOf,
    searchOptions: {
      // Set in test/bench/passages.ts: other values find no more.
      boost: { heading: 1.5 },
      bm25: { k: 1.2, b: 0.6, d: 0.5 },
    },
  });

  get passages(): readonly Passage[] {
    return this.#passages;
  }

  add(passages: readonly Passage[]): void {
    for (const passage of passages) {
      const { text, heading } = passage;
      this.#search.add({ id: this.#passages.length, text, heading });
      this.#passages.push(passage);
      for (const term of new Set(tokensOf(`${heading} ${text}`).map(termOf)))
        this.#documentsOf.set(term, (this.#documentsOf.get(term) ?? 0) + 1);
    }
  }

  /** The best first. `page`: where the person is. */
  find(question: string, limit: number, page?: number): Found[] {
    const words = contentWords(question);
    const terms = [...new Set(words.map(termOf))];
    if (terms.length === 0) return [];
    const near = (id: unknown): number => {
      const distance = Math.abs((this.#passages[id as number]?.page ?? 0) - (page ?? -1_000));
      return distance <= NEAR_PAGES ? NEAR_BOOST : 1;
    };
    const results = this.#search.search(words.join(' '), {
      combineWith: 'OR',
      prefix: (term) => term.length >= 4,
      fuzzy: (term) => (term.length >= 7 ? 0.15 : false),
      weights: { prefix: 0.4, fuzzy: 0.25 },
      boostDocument: near,
    });
    return results.slice(0, limit).map((result) => this.#found(result, terms));
  }

  #found(result: SearchResult, terms: readonly string[]): Found {
    const position = result.id as number;
    // `queryTerms` of a result are those that it holds, exactly or nearly.
    const held = new Set(result.queryTerms);
    const weigh = (known: (term: string) => boolean): number =>
      terms.reduce((sum, term) => sum + (known(term) ? this.#rarity(term) : 0), 0);
    const coverage = weigh((term) => held.has(term)) / weigh(() => true);
    return { passage: this.#passages[position]!, position, score: result.score, coverage };
  }

  /** Logarithm of how few passages have the word; those that none has are the rarest. */
  #rarity(term: string): number {
    const count = this.#documentsOf.get(term) ?? 0;
    return Math.log(1 + (this.#passages.length + 1) / (count + 0.5));
  }
}

/** What a question asks about: its words without those that every question has. */
export const contentWords = (question: string): string[] =>
  tokensOf(question).filter((word) => !stopWords.has(word));
