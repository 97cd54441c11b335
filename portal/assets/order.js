// Sorts names as the readers of each language expect: stdin has {language: {code: name}}, and
// stdout gets {language: [code, …]}. `make order` runs it.

import { readFileSync } from "node:fs";

const LOCALES = { zh: "zh-Hans-u-co-pinyin" };

const sorted = (language, names) => {
  const { compare } = new Intl.Collator(LOCALES[language] ?? language);
  return Object.keys(names).sort((one, other) => compare(names[one], names[other]));
};

const asked = JSON.parse(readFileSync(0, "utf8"));
const found = Object.entries(asked).map(([language, names]) => [language, sorted(language, names)]);
process.stdout.write(JSON.stringify(Object.fromEntries(found)));
