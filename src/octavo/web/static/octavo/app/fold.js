// Words as the search in kept pages compares them: without case, accents and width; Chinese, Japanese, Thai, Lao,
// Khmer and Burmese by pairs of letters, as they write no spaces.

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const OTHER_LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": "" };

export function folded(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f\u0670]/g, "").toLowerCase();
  return plain.replace(/[ßæœøłđıىةکیـ]/g, (letter) => OTHER_LETTERS[letter]).normalize("NFKC");
}

export function words(text) {
  const found = [];
  const spaced = folded(text).replace(UNSPACED, (run) => {
    const letters = [...run];
    if (letters.length === 1) found.push(run);
    for (let n = 0; n + 1 < letters.length; n += 1) found.push(letters[n] + letters[n + 1]);
    return " ";
  });
  return found.concat(spaced.match(WORD) ?? []);
}

// How well a text fits what was asked: 0 where a word is missing. The last word may be unfinished.
export function score(asked, title, text) {
  let sum = 0;
  for (const [n, word] of asked.entries()) {
    const fits = (one) => one === word || (n === asked.length - 1 && one.startsWith(word));
    const [inTitle, inText] = [title.filter(fits).length, text.filter(fits).length];
    if (!inTitle && !inText) return 0;
    sum += 3 * Math.min(inTitle, 2) + Math.log2(1 + inText);
  }
  return sum;
}
