/** KaTeX's fonts as outlines, fetched from the extension's own files when a drawing first needs them. */
import aMSRegular from 'katex/dist/fonts/KaTeX_AMS-Regular.ttf';
import caligraphicBold from 'katex/dist/fonts/KaTeX_Caligraphic-Bold.ttf';
import caligraphicRegular from 'katex/dist/fonts/KaTeX_Caligraphic-Regular.ttf';
import frakturBold from 'katex/dist/fonts/KaTeX_Fraktur-Bold.ttf';
import frakturRegular from 'katex/dist/fonts/KaTeX_Fraktur-Regular.ttf';
import mainBold from 'katex/dist/fonts/KaTeX_Main-Bold.ttf';
import mainBoldItalic from 'katex/dist/fonts/KaTeX_Main-BoldItalic.ttf';
import mainItalic from 'katex/dist/fonts/KaTeX_Main-Italic.ttf';
import mainRegular from 'katex/dist/fonts/KaTeX_Main-Regular.ttf';
import mathBoldItalic from 'katex/dist/fonts/KaTeX_Math-BoldItalic.ttf';
import mathItalic from 'katex/dist/fonts/KaTeX_Math-Italic.ttf';
import sansSerifBold from 'katex/dist/fonts/KaTeX_SansSerif-Bold.ttf';
import sansSerifItalic from 'katex/dist/fonts/KaTeX_SansSerif-Italic.ttf';
import sansSerifRegular from 'katex/dist/fonts/KaTeX_SansSerif-Regular.ttf';
import scriptRegular from 'katex/dist/fonts/KaTeX_Script-Regular.ttf';
import size1Regular from 'katex/dist/fonts/KaTeX_Size1-Regular.ttf';
import size2Regular from 'katex/dist/fonts/KaTeX_Size2-Regular.ttf';
import size3Regular from 'katex/dist/fonts/KaTeX_Size3-Regular.ttf';
import size4Regular from 'katex/dist/fonts/KaTeX_Size4-Regular.ttf';
import typewriterRegular from 'katex/dist/fonts/KaTeX_Typewriter-Regular.ttf';
import opentype, { type Font } from 'opentype.js';

/** By family as KaTeX's style sheet names it, then by style. */
const files: Readonly<Record<string, string>> = {
  'KaTeX_AMS normal': aMSRegular,
  'KaTeX_Caligraphic bold': caligraphicBold,
  'KaTeX_Caligraphic normal': caligraphicRegular,
  'KaTeX_Fraktur bold': frakturBold,
  'KaTeX_Fraktur normal': frakturRegular,
  'KaTeX_Main bold': mainBold,
  'KaTeX_Main bold italic': mainBoldItalic,
  'KaTeX_Main italic': mainItalic,
  'KaTeX_Main normal': mainRegular,
  'KaTeX_Math bold italic': mathBoldItalic,
  'KaTeX_Math italic': mathItalic,
  'KaTeX_SansSerif bold': sansSerifBold,
  'KaTeX_SansSerif italic': sansSerifItalic,
  'KaTeX_SansSerif normal': sansSerifRegular,
  'KaTeX_Script normal': scriptRegular,
  'KaTeX_Size1 normal': size1Regular,
  'KaTeX_Size2 normal': size2Regular,
  'KaTeX_Size3 normal': size3Regular,
  'KaTeX_Size4 normal': size4Regular,
  'KaTeX_Typewriter normal': typewriterRegular,
};

/** Set while the script runs for the first time: later there is no current script. */
const base = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';

const loaded = new Map<string, Promise<Font>>();

export interface FontStyle {
  readonly family: string;
  readonly bold: boolean;
  readonly italic: boolean;
}

/** The outlines of one of KaTeX's fonts; undefined for any other family. */
export async function outlines({ family, bold, italic }: FontStyle): Promise<Font | undefined> {
  const style = [bold ? 'bold' : '', italic ? 'italic' : ''].join(' ').trim() || 'normal';
  // KaTeX asks for styles that some of its families do not have; browsers then show the regular one.
  const file = files[`${family} ${style}`] ?? files[`${family} normal`];
  if (file === undefined) return undefined;
  let font = loaded.get(file);
  if (font === undefined) {
    font = load(file);
    loaded.set(file, font);
    font.catch(() => loaded.delete(file)); // so that the next drawing tries again
  }
  return font;
}

async function load(file: string): Promise<Font> {
  const answer = await fetch(new URL(file, base));
  if (!answer.ok) throw new Error(`The font ${file} could not be loaded (${answer.status}).`);
  return opentype.parse(await answer.arrayBuffer());
}
