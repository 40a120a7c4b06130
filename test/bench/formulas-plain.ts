/** Pages on which nothing is a formula, in several scripts: whatever is found there is false. */

export interface PlainPage {
  readonly name: string;
  readonly development: boolean;
  readonly html: string;
}

const repeated = (count: number, text: string): string => `${text} `.repeat(count);

const hebrew =
  'הספרייה העירונית נפתחה בשנת 1998 (ראו טבלה 2), ומאז ביקרו בה 35,000 קוראים; השעות הן 9:00–17:30. מספר הטלפון הוא 02-555-1234, והכניסה עולה ‎₪12.50 למבוגר.';
const arabic =
  'افتُتحت المكتبة سنة 1998 (انظر الجدول 2) وزارها منذ ذلك الوقت 35000 قارئ. تفتح أبوابها من الساعة ٩:٣٠ إلى ١٧:٠٠، وثمن الدخول 12.50 دينارًا، أي أقل بنسبة 20% من السنة الماضية.';
const russian =
  'Библиотека была открыта в 1998 г. (см. табл. 2); с тех пор её посетили 35 000 читателей, т. е. на 12,5 % больше. А. С. Пушкин и Л. Н. Толстой — самые читаемые авторы (с. 12–17).';
const greek =
  'Η βιβλιοθήκη άνοιξε το 1998 (βλ. πίνακα 2) και από τότε την επισκέφθηκαν 35.000 αναγνώστες, δηλ. 12,5 % περισσότεροι. Ο Ν. Καζαντζάκης και ο Γ. Σεφέρης είναι οι πιο αγαπητοί συγγραφείς.';
const references = [
  'A. B. Miller and C. Dorn, <i>On the growth of lichens</i>, J. Bot. <b>12</b>(3), 145–162 (1987).',
  '[2] E. Fuchs, F. Gomez, <i>et al.</i>, Phys. Rev. A 55, R1–R4; doi:10.1000/182_a-b.',
  '[3] I. Horn, “A, B and C,” in <i>Proc. 4th Conf.</i>, vol. 2, no. 1, pp. iv–xii, 2004, ISBN 0-306-40615-2.',
  '[4] J. Klein. <i>i.e.</i> and <i>e.g.</i> in scientific prose. 2nd ed. &lt;https://example.org/a?b=1&amp;c=2&gt;, +49 30 1234-56.',
];
const chemistry =
  'Solutions of NaCl, H<sub>2</sub>O, CO<sub>2</sub> and Fe<sub>2</sub>O<sub>3</sub> were heated to 350 K (77 °C) at 101.3 kPa for 2.5 h; Ca<sup>2+</sup> and SO<sub>4</sub><sup>2−</sup> were found, 2,4-dichlorophenol was not. The yield rose from 35 to 42 % (5 ml/min, pH 7.4, 12 V, 3 μm).';
const code =
  '<pre>for (let i = 0; i &lt; n; i++) {\n  if (a[i] &gt;= b[i] &amp;&amp; x !== y) total += a[i] * 2 - 1;\n}\nreturn total / n;</pre>';
const prices = Array.from(
  { length: 14 },
  (_, at) =>
    `<tr><td>Item ${String.fromCharCode(65 + at)}-${at * 7}</td><td>${at + 3}</td><td>${(at * 3.25 + 1).toFixed(2)} €</td><td>−${at} %</td><td>±0.${at}</td></tr>`,
).join('');

const page = (name: string, development: boolean, html: string): PlainPage => ({
  ...{ name, development, html },
});

export const plainPages: readonly PlainPage[] = [
  page('Hebrew', true, `<div dir="rtl" lang="he">${repeated(12, `<p>${repeated(3, hebrew)}</p>`)}</div>`), // prettier-ignore
  page('Arabic', false, `<div dir="rtl" lang="ar">${repeated(12, `<p>${repeated(3, arabic)}</p>`)}</div>`), // prettier-ignore
  page('Russian', false, repeated(12, `<p>${repeated(3, russian)}</p>`)),
  page('Greek', true, repeated(12, `<p>${repeated(3, greek)}</p>`)),
  page('References', true, repeated(10, references.map((text) => `<p>${text}</p>`).join(''))),
  page('Chemistry', false, repeated(10, `<p>${repeated(3, chemistry)}</p>`)),
  page('Code', true, repeated(12, `<p>The loop below adds the numbers of two lists.</p>${code}`)),
  page('Prices', false, `<table>${prices}${prices}</table>`),
];
