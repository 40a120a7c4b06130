/** A chat's messages as a question that goes on with a conversation. */
import * as vscode from 'vscode';
import {
  MAX_ASK_IMAGES,
  MAX_HISTORY,
  MAX_QUESTION,
  type Said,
  type ToolCall,
} from '../../engine/protocol.ts';
import { calledOf, idOf } from './tools.ts';

export interface Conversation {
  /** The oldest first; roles take turns, since many templates want it so. */
  readonly history: readonly Said[];
  /** Empty where the history ends with what tools gave back. */
  readonly question: string;
  /** Those of the history first. */
  readonly images: readonly Uint8Array[];
}

interface Words {
  readonly role: 'system' | 'user' | 'assistant';
  text: string;
  images: Uint8Array[];
  readonly calls: ToolCall[];
}

/** What a call gave back. */
interface Result {
  readonly role: 'tool';
  readonly text: string;
  readonly call: string;
}

type Message = Words | Result;

/** Where the last word was the model's own, or there were only pictures. */
const goOn = 'Go on.';
const onlyPictures = 'What does this show?';
/** For the model: a conversation has a result for each call, or servers refuse it. */
const notCarriedOut = 'This call was not carried out.';

/** `tools`: the model knows calls; for others what came back from them is what a person says. */
export function conversationOf(
  messages: readonly vscode.LanguageModelChatRequestMessage[],
  tools: boolean,
): Conversation {
  const said: Message[] = [];
  for (const message of messages) for (const one of contentOf(message, tools)) add(said, one);
  const kept = paired(said).slice(-MAX_HISTORY);
  // Calls that were left out take their results along.
  while (kept[0]?.role === 'tool') kept.shift();
  const end = kept.at(-1)?.role;
  if (end !== 'user' && end !== 'tool') kept.push(words('user', goOn));
  const pictured = kept.filter((message) => message.role !== 'tool');
  dropOldImages(pictured);
  const images = pictured.flatMap((message) => message.images);
  const last = kept.at(-1)!;
  if (last.role === 'tool') return { history: kept.map(saidOf), question: '', images };
  const question = last.text.trim() === '' ? onlyPictures : last.text;
  const history = kept.slice(0, -1).map(saidOf);
  return { history, question: question.slice(0, MAX_QUESTION), images };
}

const words = (role: Words['role'], text: string): Words => ({
  ...{ role, text, images: [], calls: [] },
});

/** Adds a message at the end, or to the last one where that has the same role. */
function add(said: Message[], message: Message): void {
  const last = said.at(-1);
  if (last === undefined || last.role === 'tool' || last.role !== message.role) {
    said.push(message);
    return;
  }
  last.text = [last.text, message.text].filter((part) => part !== '').join('\n\n');
  last.images.push(...message.images);
  last.calls.push(...message.calls);
}

/** Each call directly followed by its one result, and no result without its call. */
function paired(said: readonly Message[]): Message[] {
  const all: Message[] = [];
  let open = new Set<string>();
  const close = (): void => {
    for (const call of open) all.push({ role: 'tool', text: notCarriedOut, call });
    open = new Set();
  };
  for (const message of said) {
    if (message.role !== 'tool') {
      close();
      // Of two calls with one id nobody could tell the results apart.
      const calls = [...new Map(message.calls.map((call) => [call.id, call])).values()];
      add(all, { ...message, calls });
      open = new Set(calls.map(({ id }) => id));
    } else if (open.delete(message.call)) all.push(message);
    else if (open.size === 0) add(all, words('user', message.text));
  }
  close();
  return all;
}

function saidOf(message: Message): Said {
  const text = message.text.slice(0, MAX_QUESTION);
  if (message.role === 'tool') return { role: 'tool', text, images: 0, call: message.call };
  const { role, images, calls } = message;
  return { role, text, images: images.length, ...(calls.length === 0 ? {} : { calls }) };
}

/** Of more pictures than one question can have, the latest are shown. */
function dropOldImages(messages: readonly Words[]): void {
  let left = MAX_ASK_IMAGES;
  for (const message of [...messages].reverse()) {
    message.images = left === 0 ? [] : message.images.slice(-left);
    left -= message.images.length;
  }
}

/** System messages have a role of their own in hosts that know it; the stable API has two. */
const SYSTEM = 3;

/** What tools gave back comes before the words beside it; their pictures are shown with those. */
function contentOf(
  { role: given, content }: vscode.LanguageModelChatRequestMessage,
  tools: boolean,
): Message[] {
  const role = roleOf(given);
  const text: string[] = [];
  const own = words(role, '');
  const results: Result[] = [];
  for (const part of content) {
    const picture = imageOf(part);
    if (picture !== undefined && role === 'user') own.images.push(picture);
    else if (tools && part instanceof vscode.LanguageModelToolCallPart) {
      if (role === 'assistant') own.calls.push(calledOf(part));
    } else if (tools && part instanceof vscode.LanguageModelToolResultPart) {
      const said = wordsOf(part.content);
      results.push({ role: 'tool', text: said, call: idOf(part.callId) });
      own.images.push(...part.content.flatMap((one) => imageOf(one) ?? []));
    } else text.push(textOf(part));
  }
  own.text = joined(text);
  const speaks = own.text !== '' || own.images.length > 0;
  return results.length > 0 && !speaks ? results : [...results, own];
}

const assistantRole = (): number => vscode.LanguageModelChatMessageRole.Assistant;

function roleOf(role: number): Words['role'] {
  if (role === SYSTEM) return 'system';
  return role === assistantRole() ? 'assistant' : 'user';
}

function imageOf(part: unknown): Uint8Array | undefined {
  const isImage =
    part instanceof vscode.LanguageModelDataPart && part.mimeType.startsWith('image/');
  return isImage ? new Uint8Array(part.data) : undefined;
}

const joined = (texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n');
const wordsOf = (parts: readonly unknown[]): string => joined(parts.map(textOf));

/** What a part says in words; a model is told of nothing that it could not have said itself. */
function textOf(part: unknown): string {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (part instanceof vscode.LanguageModelToolResultPart) return wordsOf(part.content);
  if (part instanceof vscode.LanguageModelDataPart && /^text\/|json/.test(part.mimeType))
    return new TextDecoder().decode(part.data);
  if (part instanceof vscode.LanguageModelPromptTsxPart) return tsxText(part.value);
  return '';
}

/** The words of a prompt as @vscode/prompt-tsx writes it: a tree whose leaves are texts. */
function tsxText(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 100) return '';
  const { node, text, children } = value as Record<string, unknown>;
  if (typeof text === 'string') return text;
  if (Array.isArray(children)) return children.map((child) => tsxText(child, depth + 1)).join('');
  return tsxText(node, depth + 1);
}
