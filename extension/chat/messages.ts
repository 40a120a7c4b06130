/** A chat's messages as a question that goes on with a conversation. */
import * as vscode from 'vscode';
import { MAX_ASK_IMAGES, MAX_HISTORY, MAX_QUESTION, type Said } from '../../engine/protocol.ts';

export interface Conversation {
  /** The oldest first; roles take turns, since many templates want it so. */
  readonly history: readonly Said[];
  readonly question: string;
  /** Those of the history first. */
  readonly images: readonly Uint8Array[];
}

interface Message {
  readonly role: Said['role'];
  text: string;
  images: Uint8Array[];
}

/** Where the last word was the model's own, or there were only pictures. */
const goOn = 'Go on.';
const onlyPictures = 'What does this show?';

export function conversationOf(
  messages: readonly vscode.LanguageModelChatRequestMessage[],
): Conversation {
  const said: Message[] = [];
  for (const message of messages) {
    const { role, text, images } = contentOf(message);
    const last = said.at(-1);
    if (last?.role === role) {
      last.text = [last.text, text].filter((part) => part !== '').join('\n\n');
      last.images.push(...images);
    } else said.push({ role, text, images });
  }
  if (said.at(-1)?.role !== 'user') said.push({ role: 'user', text: goOn, images: [] });
  const kept = said.slice(-MAX_HISTORY);
  dropOldImages(kept);
  const last = kept.pop()!;
  return {
    history: kept.map(({ role, text, images }) => ({
      ...{ role, text: text.slice(0, MAX_QUESTION), images: images.length },
    })),
    question: (last.text.trim() === '' ? onlyPictures : last.text).slice(0, MAX_QUESTION),
    images: [...kept, last].flatMap(({ images }) => images),
  };
}

/** Of more pictures than one question can have, the latest are shown. */
function dropOldImages(messages: readonly Message[]): void {
  let left = MAX_ASK_IMAGES;
  for (const message of [...messages].reverse()) {
    message.images = left === 0 ? [] : message.images.slice(-left);
    left -= message.images.length;
  }
}

/** System messages have a role of their own in hosts that know it; the stable API has two. */
const SYSTEM = 3;

function contentOf({ role, content }: vscode.LanguageModelChatRequestMessage): Message {
  const text: string[] = [];
  const images: Uint8Array[] = [];
  for (const part of content) {
    const picture = imageOf(part);
    if (picture === undefined) text.push(textOf(part));
    else if (role === vscode.LanguageModelChatMessageRole.User) images.push(picture);
  }
  const words = text.filter((part) => part !== '').join('\n');
  return { role: roleOf(role), text: words, images };
}

const assistantRole = (): number => vscode.LanguageModelChatMessageRole.Assistant;

function roleOf(role: number): Said['role'] {
  if (role === SYSTEM) return 'system';
  return role === assistantRole() ? 'assistant' : 'user';
}

function imageOf(part: unknown): Uint8Array | undefined {
  const isImage =
    part instanceof vscode.LanguageModelDataPart && part.mimeType.startsWith('image/');
  return isImage ? new Uint8Array(part.data) : undefined;
}

/** What a part says in words; a model is told of nothing that it could not have said itself. */
function textOf(part: unknown): string {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (part instanceof vscode.LanguageModelToolResultPart)
    return part.content.map(textOf).join('\n');
  if (part instanceof vscode.LanguageModelDataPart && /^text\/|json/.test(part.mimeType))
    return new TextDecoder().decode(part.data);
  return '';
}
