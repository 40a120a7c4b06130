/** Turns anything thrown into what a person is told: what was wrong, and what to do. */
import { MarginaliaError } from '../../engine/errors.ts';
import type { Problem } from '../../webview/protocol.ts';

const longest = 1_000;

export function problemOf(error: unknown): Problem {
  if (error instanceof MarginaliaError) {
    const { code, message, action } = error;
    return { code, message: message.slice(0, longest), action: action.slice(0, longest) };
  }
  const code = fileErrorCode(error);
  if (code === 'FileNotFound') {
    return {
      code: 'image-missing',
      message: 'The image file is no longer there.',
      action: 'Put it back or choose another one, then retry.',
    };
  }
  if (code === 'NoPermissions') {
    return {
      code: 'image-forbidden',
      message: 'The image file may not be read.',
      action: 'Check its permissions, then retry.',
    };
  }
  if (code === 'FileIsADirectory') {
    return {
      code: 'image-missing',
      message: 'This is a folder, not an image.',
      action: 'Choose the image files inside it.',
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'unexpected',
    message: message.slice(0, longest),
    action: 'The log has the details. Retry; if it happens again, please report it.',
  };
}

/** The code of a vscode.FileSystemError, known by its shape so that this file needs no VS Code. */
function fileErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
